"""The rules of one body as terms over what is drawn: its known answers laid in, its parts, and the means over the others of its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from kzrules.facts import Body
from kzrules.program import Kind
from kzrules.questions import Question, answers_in, lengths_in, list_unknown, values_of
from kzrules.simulation.plan import Plan, unknown_of
from kzrules.simulation.rule_terms import (
    NUMBERS,
    TRUTHS,
    RuleParts,
    Template,
    Templates,
    template_of,
)
from kzrules.simulation.stubs import stub_name, stub_path
from kzrules.term_copies import copies
from kzrules.term_records import Ends, Mean
from kzrules.terms import Term, Terms

Mode = Literal["run", "alone"]
"""Among the bodies of its run; with every mean over other bodies missing, and nobody else to be placed among."""


@dataclass(slots=True)
class CohortTerms:
    """The rules of the bodies of a plan, made when they are asked for.

    Attributes:
        known: what each body's answers put in the place of the unknowns of a template.

    """

    plan: Plan
    terms: Terms
    templates: Mapping[Kind, Templates]
    known: Sequence[dict[Term, Term]]
    drawn: frozenset[tuple[int, str]]
    asked: set[tuple[int, str]] = field(default_factory=set)
    made: dict[tuple[int, str, Mode], RuleParts] = field(default_factory=dict)
    extents: dict[tuple[str, Kind | None], tuple[Term, Term]] = field(default_factory=dict)

    def body(self, at: int) -> Body:
        """A body by its place."""
        return self.plan.bodies[at]

    def template(self, at: int, path: str) -> Template:
        """The template of a rule of a body."""
        body = self.body(at)
        return template_of(self.templates[body.kind], path, lengths_in(body.values))


def cohort_terms(plan: Plan, terms: Terms, templates: Mapping[Kind, Templates]) -> CohortTerms:
    """The bodies of a plan, with nothing scored yet."""
    drawn = frozenset((dim.body, dim.question.path) for dim in plan.facts)
    return CohortTerms(plan, terms, templates, [{} for _ in plan.bodies], drawn)


def parts_of(cohort: CohortTerms, at: int, path: str, mode: Mode = "run") -> RuleParts:
    """A rule of a body.

    Raises:
        Faults: when a mean over other bodies cannot be told exactly.

    """
    key = (at, path, mode)
    if key not in cohort.made:
        template = cohort.template(at, path)
        below = {child: parts_of(cohort, at, child, mode) for child in template.children}
        t = cohort.terms
        replaced = dict(_answers(cohort, at, template))
        for child, parts in below.items():
            stub = t.unknown(stub_name(child))
            there = t.choice(parts.there, parts.value, t.number(0))
            replaced[stub] = replaced[t.named(stub_path(child), stub)] = there
            replaced[t.condition(f"{stub_name(child)}:unknown")] = t.every(parts.there, parts.missing)
        for name, mean in template.means.items():
            value, missing = mean_of(cohort, at, mean, template) if mode == "run" else (t.number(0), t.true)
            replaced[t.unknown(name)], replaced[t.condition(f"{name}:missing")] = value, missing
        for ends in template.ends.values():
            least, greatest = ends_of(cohort, at, ends) if mode == "run" else (t.number(0), t.number(0))
            replaced[t.unknown(ends.least)], replaced[t.unknown(ends.greatest)] = least, greatest
            replaced[t.condition(ends.nobody)] = t.truth(mode != "run")
        roots = [getattr(template.parts, part) for part in (*NUMBERS, *TRUTHS)]
        made = copies(t, roots, replaced)
        own = RuleParts(*(made[root] for root in roots))
        cohort.made[key] = replace(own, asks=t.some(own.asks, *(t.every(parts.there, parts.asks) for parts in below.values())))
    return cohort.made[key]


def _answers(cohort: CohortTerms, at: int, template: Template) -> dict[Term, Term]:
    """What the answers of a body put in the place of the unknowns of a template."""
    t, body, known = cohort.terms, cohort.body(at), cohort.known[at]
    for name in template.lists:
        known[t.condition(list_unknown(name))] = t.true
    new = {path: question for path, question in template.questions.items() if (at, path) not in cohort.asked}
    answers = answers_in(new, body.values)
    for path, question in new.items():
        cohort.asked.add((at, path))
        values = values_of(question, answers[path])
        known[t.condition(f"{path}:unknown")] = t.truth(values is None)
        for name, value in (values or _nothing(question)).items():
            laid = t.truth(value) if isinstance(value, bool) else t.number(value)
            if (at, path) in cohort.drawn and name not in (question.na, question.absent):
                laid = t.condition(unknown_of(at, name)) if isinstance(value, bool) else t.unknown(unknown_of(at, name))
            known[t.condition(name) if isinstance(value, bool) else t.unknown(name)] = laid
    return known


def _nothing(question: Question) -> Mapping[str, Fraction | bool]:
    """What stands in for an answer that nobody knows: it is not looked at."""
    plain: Fraction | bool = False if question.spec.type == "yes_no" else Fraction(0)
    codes = {question.code(code): False for code in question.spec.choices}
    return {question.na: False, question.absent: False, question.path: plain, **codes}


# ── means over the other bodies of the run ──


def mean_of(cohort: CohortTerms, at: int, mean: Mean, template: Template) -> tuple[Term, Term]:
    """The mean of a rule over the other bodies that have a result of their own, and when it is missing; see `Run.surveyed`."""
    t, asking = cohort.terms, cohort.body(at)
    same_kind = mean.pool == "same_kind"
    total, count, lacks = [], [], []
    for other, body in enumerate(cohort.plan.bodies):
        if other == at or (same_kind and body.kind != asking.kind) or not _known(cohort, other, mean.path):
            continue
        own = parts_of(cohort, other, mean.path, "alone")
        mine = t.every(own.there, t.no(own.asks))
        has = t.every(mine, t.no(own.missing))
        total.append(t.choice(has, own.value if same_kind else t.quotient(own.value, own.maximum), t.number(0)))
        count.append(t.choice(has, t.number(1), t.number(0)))
        lacks.append(t.every(mine, own.missing))
    number, value = t.add(*count), t.add(*total)
    missing = t.some(*lacks, t.equal(number, t.number(0)))
    found = t.quotient(value, number)
    if not same_kind:
        found = t.product(found, template.parts.maximum)
    return found, missing


def _known(cohort: CohortTerms, at: int, path: str) -> bool:
    return any(path in program.rules for program in cohort.templates[cohort.body(at).kind].packs.programs.values())


# ── the least and the greatest of the bodies of the run ──


def ends_of(cohort: CohortTerms, at: int, ends: Ends) -> tuple[Term, Term]:
    """The least and the greatest known value of all bodies of a pool, the asking one among them: the same for all who ask."""
    kind = cohort.body(at).kind if ends.pool == "same_kind" else None
    key = (ends.path, kind)
    if key not in cohort.extents:
        t = cohort.terms
        pool = [other for other, body in enumerate(cohort.plan.bodies) if kind in (None, body.kind) and _known(cohort, other, ends.path)]
        own = [parts_of(cohort, other, ends.path, "alone") for other in pool]
        sure = [parts.placed for parts in own if parts.unplaced is t.false]
        least, greatest = (t.least(*sure), t.greatest(*sure)) if sure else (t.number(0), t.number(0))
        any_ = t.truth(bool(sure))
        for parts in own:
            if parts.unplaced not in (t.true, t.false):
                low, high = (t.choice(any_, end, parts.placed) for end in (t.least(least, parts.placed), t.greatest(greatest, parts.placed)))
                least, greatest = t.choice(parts.unplaced, least, low), t.choice(parts.unplaced, greatest, high)
                any_ = t.some(any_, t.no(parts.unplaced))
        cohort.extents[key] = (least, greatest)
    return cohort.extents[key]
