"""Changes of drawn bodies: towards an edge, towards nothing known, towards the plainest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.drawing import Array, Drawn, Listed, mended, settled
from kzrules.dictionary import Dictionary
from kzrules.frames.cells import Cells

Change = Callable[[Drawn], Drawn]


def emptied(given: Drawn, rows: Array) -> Drawn:
    """The same bodies, nothing known of some."""
    lists = {}
    for name, one in given.lists.items():
        kept = np.flatnonzero(~rows[one.body])
        lists[name] = Listed(one.body[kept], {field: cells.taken(kept) for field, cells in one.answers.items()}, one.unknown | rows)
    return replace(given, answers={path: _without(cells, rows) for path, cells in given.answers.items()}, lists=lists)


def _without(cells: Cells, rows: Array) -> Cells:
    return settled(replace(cells, unknown=cells.unknown | rows, na=cells.na & ~rows, absent=cells.absent & ~rows))


def jogged(given: Drawn, dictionary: Dictionary, chance: np.random.Generator) -> Drawn:
    """The same bodies, a few numbers of each a little more or less."""

    def moved(cells: Cells, often: float) -> Cells:
        if cells.spec.type not in ("count", "number", "defects"):
            return cells
        known = ~cells.unknown & ~cells.na & ~cells.absent & (chance.random(len(cells.value)) < often)
        value = cells.value + known * chance.integers(-2, 3, len(cells.value))
        low, high = (None if bound is None else int(bound * 10**cells.spec.places) for bound in (cells.spec.least, cells.spec.most))
        return settled(replace(cells, value=value if low is None and high is None else np.clip(value, low, high)))

    often = 3 / max(3, len(given.answers))
    lists = {name: replace(one, answers={f: moved(cells, 0.1) for f, cells in one.answers.items()}) for name, one in given.lists.items()}
    return mended(replace(given, answers={path: moved(cells, often) for path, cells in given.answers.items()}, lists=lists), dictionary)


def pierced(given: Drawn, chance: np.random.Generator) -> Drawn:
    """The same bodies, of each one answer unknown, not applicable or absent; of a list, that of one record."""
    lists = dict(given.lists)
    places: list[tuple[str, str]] = [("", path) for path in given.answers]
    places += [(name, field) for name, one in lists.items() for field in one.answers]
    answers = dict(given.answers)
    which = chance.integers(0, len(places), given.size)
    for place, (name, path) in enumerate(places):
        rows = np.flatnonzero(which == place)
        if not name:
            answers[path] = _lacking(answers[path], rows, chance)
            continue
        one = lists[name]
        first, until = np.searchsorted(one.body, rows), np.searchsorted(one.body, rows + 1)
        lines = (first + (chance.random(len(rows)) * (until - first)).astype(np.int64))[until > first]
        lists[name] = replace(one, answers={**one.answers, path: _lacking(one.answers[path], lines, chance)})
    return replace(given, answers=answers, lists=lists)


def _lacking(cells: Cells, rows: Array, chance: np.random.Generator) -> Cells:
    spec = cells.spec
    marks = ["unknown", *(["na"] if spec.not_applicable is not None else []), *(["absent"] if spec.type == "defects" else [])]
    how = chance.integers(0, len(marks), len(rows))
    made = {mark: getattr(cells, mark).copy() for mark in ("unknown", "na", "absent")}
    for place, mark in enumerate(marks):
        for other, column in made.items():
            column[rows[how == place]] = other == mark
    return settled(replace(cells, **made))


# ── simpler, one thing at a time ──


def simpler(given: Drawn) -> Iterator[Change]:
    """Changes that each make one body plainer: an answer unknown, or the plainest; a list without records, or with one less."""
    for path, cells in given.answers.items():
        if not cells.unknown[0]:
            yield partial(_unknown, path=path)
            if cells.value[0] or cells.na[0] or cells.absent[0]:
                yield partial(_plain, path=path)
    for name, one in given.lists.items():
        if len(one.body):
            yield partial(_records, name=name, many=0)
            yield from (partial(_records, name=name, many=many) for many in (1, len(one.body) // 2, len(one.body) - 1) if 0 < many < len(one.body))
        for field in one.answers:
            yield partial(_field, name=name, field=field)


def _unknown(given: Drawn, path: str) -> Drawn:
    return replace(given, answers={**given.answers, path: _without(given.answers[path], np.ones(given.size, dtype=bool))})


def _plain(given: Drawn, path: str) -> Drawn:
    return replace(given, answers={**given.answers, path: _plainest(given.answers[path])})


def _plainest(cells: Cells) -> Cells:
    no = np.zeros(len(cells.value), dtype=bool)
    least = 0 if cells.spec.least is None else int(cells.spec.least * 10**cells.spec.places)
    value = no if cells.spec.type == "yes_no" else np.full(len(cells.value), 0 if cells.spec.type == "choice" else least)
    return Cells(cells.spec, value, no, no, no)


def _records(given: Drawn, name: str, many: int) -> Drawn:
    one = given.lists[name]
    kept = np.arange(min(many, len(one.body)))
    fewer = Listed(one.body[kept], {field: cells.taken(kept) for field, cells in one.answers.items()}, one.unknown)
    return replace(given, lists={**given.lists, name: fewer})


def _field(given: Drawn, name: str, field: str) -> Drawn:
    one = given.lists[name]
    answers = {**one.answers, field: _plainest(one.answers[field])}
    return replace(given, lists={**given.lists, name: replace(one, answers=answers)})
