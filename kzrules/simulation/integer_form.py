"""The whole cohort as one integer form: what is drawn goes in, every body's rounded score and grade come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kzrules.compiled.integers import Integers, Node, in_order
from kzrules.compiled.lowering import Lowering
from kzrules.program import KINDS, Program
from kzrules.simulation.body_terms import CohortTerms, cohort_terms, parts_of
from kzrules.simulation.by_choice import by_choice, either
from kzrules.simulation.columns import Engine
from kzrules.simulation.limits import Limit, limits_of
from kzrules.simulation.packs import leaves, packs_of
from kzrules.simulation.plan import Plan
from kzrules.simulation.rule_terms import Templates
from kzrules.simulation.weighted import Share, Weighing
from kzrules.terms import Term, Terms

NO_GRADE = -1


@dataclass(frozen=True, slots=True)
class Scoring:
    """A body whose weights hold: its score in units of the last place, when it is missing, the place of its grade."""

    score: Node
    missing: Node
    grade: Node

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What has to be computed."""
        return (self.score, self.missing, self.grade)


@dataclass(frozen=True, slots=True)
class BodyForm:
    """How a body is scored: by whole numbers alone where its weights hold (`scoring`), else by weighing its directions."""

    scoring: Scoring | None
    weighing: Weighing

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What may have to be computed."""
        return (*(self.scoring.nodes if self.scoring else ()), *self.weighing.nodes)


@dataclass(frozen=True, slots=True)
class CohortForm:
    """A plan made ready.

    Attributes:
        bodies: how each is scored.
        places: decimals of the scores.
        grades: their ids, best first as the edition has them; in `labels` their words.
        limits: what the draws of a body must keep; `holding`: whether they do, in the same order.
        asked: the unknowns that something rests on.

    """

    plan: Plan
    bodies: tuple[BodyForm, ...]
    places: int
    grades: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]
    limits: tuple[Limit, ...]
    holding: tuple[Node, ...]
    asked: frozenset[str]
    engine: Engine = field(default_factory=Engine)


def form_of(plan: Plan) -> CohortForm:
    """The integer form of a cohort under a plan.

    Raises:
        Faults: when something cannot be told exactly.

    """
    terms = Terms()
    options = {dim.reading: dim.options for dim in plan.readings}
    kinds = [kind for kind in KINDS if any(body.kind == kind for body in plan.bodies)]
    packs = {kind: packs_of(plan.edition, kind, plan.period, plan.choices, options) for kind in kinds}
    cohort = cohort_terms(plan, terms, {kind: Templates(one, terms) for kind, one in packs.items()})
    programs = [program for one in packs.values() for _, program in leaves(one, "")]
    places = max(program.overall.rounding.places for program in programs)
    grades = tuple(dict.fromkeys(band.grade for program in programs for band in program.bands))
    labels = {band.grade: band.label for program in reversed(programs) for band in program.bands}
    limits = limits_of(plan, terms)
    lowering = Lowering(Integers(), _places(plan), _signed(plan))
    lowering.lower(*(limit.holds for limit in limits))
    every = range(len(plan.bodies))
    bodies = tuple(
        BodyForm(None if plan.weights else _scoring(cohort, at, places, grades, lowering), _weighing(cohort, at, lowering)) for at in every
    )
    holding = tuple(lowering.truths[limit.holds] for limit in limits)
    asked = {str(node.args[0]) for node in in_order(node for body in bodies for node in body.nodes) if node.op in ("input", "flag")}
    asked |= {f"reading:{name}={option}" for one in packs.values() for choice, _ in leaves(one, "") for name, option in choice.items()}
    return CohortForm(plan, bodies, places, grades, labels, tuple(limits), holding, frozenset(asked))


def _scoring(cohort: CohortTerms, at: int, places: int, grades: tuple[str, ...], lowering: Lowering) -> Scoring:
    """A body as whole numbers."""
    outputs = _overall(cohort, at, places, grades)
    lowering.lower(*outputs)
    score, missing, grade = outputs
    return Scoring(lowering.numbers[score][0].over, lowering.truths[missing], lowering.numbers[grade][0].over)


def _weighing(cohort: CohortTerms, at: int, lowering: Lowering) -> Weighing:
    """A body whose weights vary: its directions."""
    found = tuple(leaves(cohort.templates[cohort.body(at).kind].packs, ""))
    shares = {}
    for _, program in found:
        after = program.overall.of == "after_deductions"
        for name in program.overall.weights:
            parts = parts_of(cohort, at, name)
            value, missing = (parts.value, parts.missing) if after else (parts.before, parts.before_missing)
            lowering.lower(value, missing)
            shares[name, after] = Share(lowering.numbers[value], lowering.truths[missing])
    return Weighing(found, shares)


def _places(plan: Plan) -> dict[str, int | None]:
    return {dim.name: dim.places for dim in plan.facts}


def _signed(plan: Plan) -> set[str]:
    return {dim.name for dim in plan.facts if dim.question.bounds[0] < 0}


def _overall(cohort: CohortTerms, at: int, places: int, grades: tuple[str, ...]) -> tuple[Term, Term, Term]:
    """The rounded score of a body in units of the last place, when it is missing, the place of its grade."""
    t = cohort.terms
    packs = cohort.templates[cohort.body(at).kind].packs
    found = []
    for choice, program in leaves(packs, ""):
        value, missing = _weighted(cohort, at, program)
        score = t.rounded(value, program.overall.rounding.places, program.overall.rounding.mode)
        found.append((choice, (t.times(score, Fraction(10**places)), missing, _grade(t, program, score, grades))))
    return by_choice(t, found, _joined)


def _weighted(cohort: CohortTerms, at: int, program: Program) -> tuple[Term, Term]:
    """The weighted sum of the directions."""
    t, overall = cohort.terms, program.overall
    total, lacks = [], []
    for name, weight in overall.weights.items():
        parts = parts_of(cohort, at, name)
        after = overall.of == "after_deductions"
        value, missing = (parts.value, parts.missing) if after else (parts.before, parts.before_missing)
        total.append((value, weight))
        lacks.append(missing)
    return t.total(total), t.some(*lacks)


def _grade(t: Terms, program: Program, score: Term, grades: tuple[str, ...]) -> Term:
    found = t.number(NO_GRADE)
    for band in reversed(program.bands):
        above = t.true if band.low is None else t.at_most(t.number(band.low), score)
        under = t.true if band.high is None else t.below(score, t.number(band.high))
        found = t.choice(t.every(above, under), t.number(grades.index(band.grade)), found)
    return found


def _joined(t: Terms, holds: Term, one: tuple[Term, Term, Term], other: tuple[Term, Term, Term]) -> tuple[Term, Term, Term]:
    (score, missing, grade), (score_, missing_, grade_) = one, other
    return t.choice(holds, score, score_), either(t, holds, missing, missing_), t.choice(holds, grade, grade_)
