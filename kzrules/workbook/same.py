"""What the interpreter says of the values that a plan names: the plan is checked against it before a file is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kzrules.comparison import run_of
from kzrules.diagnostic import Diagnostic
from kzrules.outcome import Assessment
from kzrules.place import Place
from kzrules.values import Missing
from kzrules.workbook.exact import Values
from kzrules.workbook.plan import Group, Plan


@dataclass(frozen=True, slots=True)
class Checked:
    """A value of one body that the interpreter knows by name."""

    group: Group
    body: int
    step: int
    exact: Any


def assessments(plan: Plan) -> dict[int, tuple[Assessment, ...]]:
    """The interpreter's own assessment of every body, group by group."""
    found: dict[int, tuple[Assessment, ...]] = {}
    for period in {group.period for group in plan.groups}:
        groups = [group for group in plan.groups if group.period == period]
        run = run_of(plan.edition, [body for group in groups for body in group.bodies], plan.choices, period)
        for group in groups:
            found[group.index] = tuple(run.assess(body) for body in group.bodies)
    return found


def checked(plan: Plan) -> Iterator[Checked]:
    """Every named value of every body, in the order of the sheets."""
    for index, found in assessments(plan).items():
        group = plan.groups[index]
        for body, assessment in enumerate(found):
            said = dict(_said(assessment, plan.lang))
            for name, step in group.named.items():
                if name in said:
                    yield Checked(group, body, step, said[name])


def _said(assessment: Assessment, lang: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield ("exact",), _cell(assessment.exact)
    yield ("total",), _cell(assessment.score)
    band = assessment.band
    yield ("grade",), "-" if band is None else band.label.get(lang) or band.label.get("ru") or band.grade
    for score in assessment.walk():
        path = score.rule.path
        yield ("score", path), _cell(score.value)
        yield ("before", path), _cell(score.before)
        for deduction in score.deductions:
            yield ("deduction", path, deduction.deduction.id), _cell(deduction.value)
        for line in score.lines:
            yield ("line", path, line.checklist.id, line.line.id), _cell(line.value)


def _cell(value: Any) -> Any:
    return "-" if isinstance(value, Missing) else value


def disagreements(plan: Plan, values: Values) -> list[Diagnostic]:
    """Values that the cells compute otherwise than the interpreter: an error of kzrules, never written into a file."""
    found = []
    for one in checked(plan):
        got = values.step(one.group, one.body, one.step)
        if got != one.exact:
            place = Place(plan.edition.file)
            step = one.group.steps[one.step]
            body = one.group.bodies[one.body].title(plan.lang)
            found.append(Diagnostic("KZ891", place, {"title": step.title, "body": body, "found": got, "exact": one.exact}))
    return found
