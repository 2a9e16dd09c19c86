"""A simulation from beginning to end: what the command and the Python API call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.interrupts import heeded
from kzrules.program import KINDS
from kzrules.simulation.draws import Redrawn
from kzrules.simulation.integer_form import CohortForm, form_of
from kzrules.simulation.plan import Plan, ReadingDim
from kzrules.simulation.planning import plan_of
from kzrules.simulation.ranks import UNRANKED
from kzrules.simulation.result import SHARES, BodyResult, GradeShare, Next, Ranks, Redraw, Simulation, Source
from kzrules.simulation.run_text import run_text
from kzrules.simulation.simulating import Nominal, nominal_of, reasons_of, run_of, share, simulated
from kzrules.simulation.sobol import sensitivity
from kzrules.simulation.spec import Spec
from kzrules.simulation.tally import BodyTally, Tally, mean, quantiles
from kzrules.values import Missing


@dataclass(frozen=True, slots=True)
class Question:
    """How much, and by what chance.

    Attributes:
        base: of Sobol indices; 0: none are wanted.
        most: so many runs scored at a time.

    """

    runs: int
    seed: int
    base: int = 0
    lang: str = "ru"
    most: int | None = None


def simulate(edition: Edition, cohort: Cohort, spec: Spec, question: Question, choices: Mapping[str, str] | None = None) -> Simulation:
    """Scores and ranks of a cohort of one assessed year over many runs.

    Raises:
        Faults: when something cannot be varied, or not be computed exactly.
        ValueError: when the bodies are not of one assessed year.
        NotInstalled: without the extra `simulate`.

    """
    with heeded():
        plan = plan_of(edition, cohort, spec, choices)
        form = form_of(plan)
        nominal = nominal_of(plan)
        tally, redrawn = simulated(form, nominal, question.seed, question.runs, question.lang, question.most)
        indices = sensitivity(form, nominal, question.seed, question.base, question.lang) if question.base else None
        source = Source(cohort.sha256, spec.sha256, spec.file, question.seed, question.runs)
        return Simulation(
            plan=plan,
            source=source,
            places=form.places,
            grades=form.grades,
            labels=form.labels,
            bodies=_bodies(form, nominal, tally, question),
            shift=mean(_shifts(tally)),
            shift_quantiles=tuple(quantiles(_shifts(tally), SHARES)),
            redrawn=_redrawn(form, redrawn),
            not_asked=_not_asked(plan, form),
            sensitivity=indices,
        )


def one_run_text(edition: Edition, cohort: Cohort, spec: Spec, question: Question, number: int, choices: Mapping[str, str] | None = None) -> str:
    """The run of a number as a facts file: what was drawn, with its readings, weights and scores in the comment on top.

    Raises:
        Faults: as `simulate`.

    """
    plan = plan_of(edition, cohort, spec, choices)
    return run_text(plan, run_of(form_of(plan), question.seed, number), number, question.seed, question.lang)


def _shifts(tally: Tally) -> dict[Fraction, int]:
    found: dict[Fraction, int] = {}
    for (total, ranked), count in tally.shifts.items():
        if ranked:
            value = Fraction(total, ranked)
            found[value] = found.get(value, 0) + count
    return found


def _bodies(form: CohortForm, nominal: Nominal, tally: Tally, question: Question) -> tuple[BodyResult, ...]:
    bodies = form.plan.bodies
    below = dict(nominal.pairs)
    order = sorted(range(len(bodies)), key=lambda at: (KINDS.index(bodies[at].kind), nominal.ranks[at] or len(bodies) + 1, at))
    reasons = reasons_of(form, question.seed, tally, question.lang)
    found = []
    for at in order:
        counts, assessment = tally.bodies[at], nominal.assessments[at]
        found.append(
            BodyResult(
                body=bodies[at],
                nominal=None if isinstance(assessment.score, Missing) else assessment.score,
                grade=assessment.grade,
                mean=_scaled(mean(counts.scores), form.places),
                quantiles=tuple(Fraction(value, 10**form.places) for value in quantiles(counts.scores, SHARES)),
                grades=tuple(_grade(form, counts, place, tally.runs) for place in range(len(form.grades))),
                ranks=_ranks(nominal.ranks[at], counts),
                next=_next(form, tally, at, below.get(at)),
                missing=Fraction(counts.missing, tally.runs),
                lacking=counts.lacking[0] if counts.lacking else 0,
                reasons=reasons[at],
            )
        )
    return tuple(found)


def _scaled(value: Fraction | None, places: int) -> Fraction | None:
    return None if value is None else value / 10**places


def _grade(form: CohortForm, counts: BodyTally, place: int, runs: int) -> GradeShare:
    return GradeShare(form.grades[place], Fraction(counts.grades[place], runs), counts.first.get(place, 0))


def _ranks(nominal: int, counts: BodyTally) -> Ranks:
    own = None if nominal == UNRANKED else nominal
    if not counts.ranks:
        return Ranks(own, None, None, None, None, None)
    p5, _, median, _, p95 = quantiles(counts.ranks, SHARES)
    return Ranks(own, median, p5, p95, min(counts.ranks), max(counts.ranks))


def _next(form: CohortForm, tally: Tally, at: int, other: int | None) -> Next | None:
    if other is None:
        return None
    pair = tally.pairs[at, other]
    return Next(form.plan.bodies[other].id, share(pair.above, pair.both), share(pair.level, pair.both))


def _redrawn(form: CohortForm, redrawn: Redrawn) -> tuple[Redraw, ...]:
    """The limits that draws broke at first, the most frequent first."""
    found = [
        Redraw(form.plan.bodies[form.limits[place].body].id, form.limits[place].text, Fraction(count, redrawn.runs))
        for place, count in redrawn.broken.items()
        if count
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, one.body, one.text)))


def _not_asked(plan: Plan, form: CohortForm) -> tuple[int, ...]:
    """Groups nothing of which the integer form reads."""
    read = {name.partition("=")[0] for name in form.asked}
    used = {dim.group for dim in plan.facts if dim.name in read}
    used |= {dim.group for dim in plan.weights}
    used |= {dim.group for dim in plan.readings if _named(dim) in read}
    return tuple(group for group in range(len(plan.groups)) if group not in used)


def _named(dim: ReadingDim) -> str:
    return f"reading:{dim.reading}"
