"""A body on which two ways differ, made as plain as it can be while they still do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.drawing import Array, Drawn, joined, mended
from benchmarks.drawing_changes import simpler
from kzrules.dictionary import Dictionary

ROUNDS = 12
Differs = Callable[[Drawn], Array]
"""In which of some bodies two ways differ."""


def shrunk(given: Drawn, differs: Differs, dictionary: Dictionary) -> Drawn | None:
    """The plainest body found; None when the body alone, without its batch, makes no difference."""
    if not differs(given)[0]:
        return None
    for _ in range(ROUNDS):
        changes = list(simpler(given))
        if not changes:
            break
        alone = differs(mended(joined([change(given) for change in changes]), dictionary))
        together, steps = given, []
        for change in (change for change, differ in zip(changes, alone, strict=True) if differ):
            together = change(together)
            steps.append(together)
        if not steps:
            break
        plainer = mended(joined(steps), dictionary)
        last = [plainer.taken(np.array([row])) for row in np.flatnonzero(differs(plainer))[-1:]]
        if not last or _same(last[-1], given):
            break
        given = last[-1]
    return given


def _same(one: Drawn, other: Drawn) -> bool:
    def alike(a: object, b: object) -> bool:
        return all((getattr(a, part) == getattr(b, part)).all() for part in ("value", "unknown", "na", "absent"))

    if not all(alike(cells, other.answers[path]) for path, cells in one.answers.items()):
        return False
    for name, a in one.lists.items():
        b = other.lists[name]
        if len(a.body) != len(b.body) or not all(alike(cells, b.answers[field]) for field, cells in a.answers.items()):
            return False
    return True
