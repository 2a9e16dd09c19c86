"""The runs: block by block drawn, scored and counted."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from kzrules.interrupts import heed
from kzrules.outcome import Assessment
from kzrules.program import KINDS
from kzrules.progress import progress
from kzrules.simulation.draws import Drawn, Redrawn, draws
from kzrules.simulation.integer_form import CohortForm
from kzrules.simulation.one_run import OneRun, assessed, assessed_one, one_run
from kzrules.simulation.outcomes import outcomes
from kzrules.simulation.plan import Plan
from kzrules.simulation.ranks import UNRANKED
from kzrules.simulation.tally import Tally, add, tally_of
from kzrules.simulation.uniforms import BLOCK, uniforms
from kzrules.values import Missing


@dataclass(frozen=True, slots=True)
class Nominal:
    """The bodies with nothing varied: what the interpreter says, the rank of each, and who stands next below whom."""

    assessments: tuple[Assessment, ...]
    ranks: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]


def nominal_of(plan: Plan) -> Nominal:
    """The bodies as their facts are, under the default readings or those chosen."""
    found = assessed(plan, OneRun(plan.bodies, plan.choices, {}))
    scores = [None if isinstance(one.score, Missing) else one.score for one in found]
    ranks, pairs = [UNRANKED] * len(found), []
    for kind in KINDS:
        at = [i for i, body in enumerate(plan.bodies) if body.kind == kind and scores[i] is not None]
        for i in at:
            ranks[i] = 1 + sum(scores[j] > scores[i] for j in at)  # type: ignore[operator]
        order = sorted(at, key=lambda i: ranks[i])
        pairs += list(itertools.pairwise(order))
    return Nominal(tuple(found), tuple(ranks), tuple(pairs))


def simulated(form: CohortForm, nominal: Nominal, seed: int, runs: int, lang: str = "ru", most: int | None = None) -> tuple[Tally, Redrawn]:
    """So many runs counted.

    Args:
        form: what is varied, made ready.
        nominal: from which ranks shift.
        seed: the chance.
        runs: how many.
        lang: of the bar that shows how far it is.
        most: so many runs scored at a time; changes nothing but memory and speed.

    Raises:
        Faults: when some answers cannot be drawn without contradiction.

    """
    tally, redrawn = tally_of(nominal.ranks, nominal.pairs), Redrawn()
    for block in progress(range(-(-runs // BLOCK)), lang, "running"):
        found = block_of(form, seed, block, min(BLOCK, runs - block * BLOCK), redrawn)
        add(tally, outcomes(form, found, most))
        heed()
    return tally, redrawn


def block_of(form: CohortForm, seed: int, block: int, size: int, redrawn: Redrawn) -> Drawn:
    """The draws of the first runs of a block."""
    return draws(form, uniforms(seed, block, form.plan.dims)[:, :size], redrawn)


def run_of(form: CohortForm, seed: int, number: int) -> OneRun:
    """The run of a number, counted from 1."""
    block, row = divmod(number - 1, BLOCK)
    return one_run(form.plan, block_of(form, seed, block, row + 1, Redrawn()), row)


def reasons_of(form: CohortForm, seed: int, tally: Tally, lang: str) -> list[tuple[tuple[str, int], ...]]:
    """For each body, why it has no score in some runs: the first of these are looked at, the most frequent reason comes first."""
    drawn: dict[int, Drawn] = {}
    found = []
    for at, body in enumerate(tally.bodies):
        counts: Counter[str] = Counter()
        for number in body.lacking:
            block, row = divmod(number - 1, BLOCK)
            if block not in drawn:
                drawn[block] = block_of(form, seed, block, BLOCK, Redrawn())
            lack = assessed_one(form.plan, one_run(form.plan, drawn[block], row), at).missing
            counts.update([*sorted(lack.facts), *lack.sentences(lang)])
        found.append(tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))
    return found


def share(count: int, whole: int) -> Fraction | None:
    """A share of a whole; None of nothing."""
    return Fraction(count, whole) if whole else None
