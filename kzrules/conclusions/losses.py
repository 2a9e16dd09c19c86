"""Where the points went: the difference between a maximum and a score, split exactly over the rules that made it.

What is split is what the assessment kept: a rule that is the sum of its parts is split over them, a rule over a
checklist over its lines, and every other rule stands whole. What remains (maxima that do not add up, a floor, a cap,
rounding) is a loss of its own, and may be negative: points given back.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from kzrules.citation import Citation
from kzrules.formula import Formula
from kzrules.outcome import Assessment, DeductionScore, LineScore, Result, Score, Step
from kzrules.program import CohortMean, Each, Lookup
from kzrules.reading_nodes import Labels
from kzrules.scope import INDICATORS
from kzrules.values import Missing

What = Literal[
    "table", "list", "share", "yes_no", "formula", "special", "cohort", "lines",  # a rule, by how its score comes about
    "line", "deduction",
    "maxima", "rest", "cap_of_deductions", "floor", "cap", "rounding",  # what no rule of the act takes
]  # fmt: skip
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost at one place; negative: given back.

    Attributes:
        path: of the rule; of a line or deduction, with its id added.
        points: in points of the direction (of the block, for what is lost there).
        block_points: the same, in points of the block score: times the weight of the direction.
        of: the maximum that was to be had there; None where there is none to speak of.
        parts: a checklist's lines; they and a `rest` add up to `points`.

    """

    path: str
    what: What
    label: Labels
    cite: Citation | None
    points: Fraction
    block_points: Fraction = _ZERO
    of: Fraction | None = None
    score: Score | None = None
    line: LineScore | None = None
    deduction: DeductionScore | None = None
    parts: tuple[Loss, ...] = ()


def losses_of(score: Score) -> tuple[Loss, ...] | None:
    """What a score lacks to its maximum, place by place, adding up to it exactly; None while the score is not known."""
    if isinstance(score.value, Missing) or score.rule.maximum is None:
        return None
    return tuple(loss for loss in _losses(score) if loss.points)


def block_losses(assessment: Assessment) -> tuple[Loss, ...] | None:
    """What the block score lacks to its maximum, in points of the block; None while the score is not known."""
    if isinstance(assessment.score, Missing) or isinstance(assessment.exact, Missing):
        return None
    overall = assessment.program.overall
    found: list[Loss] = []
    attainable = _ZERO
    for direction in assessment.directions:
        weight = overall.weights.get(direction.rule.id)
        counted = direction if overall.of == "after_deductions" else replace(direction, value=direction.before, deductions=())
        below = losses_of(counted)
        if weight is None or below is None:
            continue
        attainable += weight * (direction.rule.maximum or _ZERO)
        found += (weighed(loss, weight) for loss in below)
    whole = attainable if overall.maximum is None else overall.maximum
    rest = (("maxima", whole - attainable), ("rounding", assessment.exact - assessment.score))
    found += (_own("", what, overall.label, overall.cite, points) for what, points in rest)  # type: ignore[arg-type]
    return tuple(loss for loss in found if loss.points)


def block_maximum(assessment: Assessment) -> Fraction:
    """The maximum of the block score: the edition's, else the weighted sum of the directions' maxima."""
    overall = assessment.program.overall
    if overall.maximum is not None:
        return overall.maximum
    return sum((overall.weights.get(d.rule.id, _ZERO) * (d.rule.maximum or _ZERO) for d in assessment.directions), _ZERO)


def weighed(loss: Loss, weight: Fraction) -> Loss:
    """A loss of a direction with what it costs the block."""
    return replace(loss, block_points=loss.points * weight, parts=tuple(weighed(part, weight) for part in loss.parts))


def total(losses: Iterable[Loss]) -> Fraction:
    """The points of all together."""
    return sum((loss.points for loss in losses), _ZERO)


# ── one rule ──


def _losses(score: Score) -> Iterator[Loss]:
    rule, before, value = score.rule, _known(score.before), _known(score.value)
    most = rule.maximum or _ZERO
    if _is_the_sum(score):
        for child in score.children:
            yield from _losses(child)
        parts = sum((child.rule.maximum or _ZERO for child in score.children), _ZERO)
        whole = sum((_known(child.value) for child in score.children), _ZERO)
        yield _own(rule.path, "maxima", rule.label, rule.cite, most - parts)
        yield _own(rule.path, "rounding", rule.label, rule.cite, whole - before)
    elif not any(_known(d.value) for d in score.deductions):
        yield _whole(score, most - value)  # its own floor and cap included
        return
    else:
        yield _whole(score, most - before)
    taken = _ZERO
    for deduction in score.deductions:
        taken += _known(deduction.value)
        path = f"{rule.path}.{deduction.deduction.id}"
        cite = deduction.deduction.cite or rule.cite
        points = _known(deduction.value)
        yield Loss(path, "deduction", deduction.deduction.label, cite, points, points, deduction.deduction.cap, score, deduction=deduction)
    left = taken if rule.deductions_cap is None else min(taken, rule.deductions_cap)
    yield _own(rule.path, "cap_of_deductions", rule.label, rule.cite, left - taken)
    floored = before - left if rule.floor is None else max(before - left, rule.floor)
    yield _own(rule.path, "floor", rule.label, rule.cite, before - left - floored)
    yield _own(rule.path, "cap", rule.label, rule.cite, floored - value)


def _is_the_sum(score: Score) -> bool:
    """Whether a rule's parts stand for it: it is their sum, perhaps rounded."""
    formula = score.rule.score
    plain = formula is None or (isinstance(formula, Formula) and formula.names == {INDICATORS})
    return bool(score.children) and plain and score.special is None


def _whole(score: Score, points: Fraction) -> Loss:
    """A rule that stands whole, its checklist lines within."""
    rule = score.rule
    loss = Loss(rule.path, what_of(score), rule.label, rule.cite, points, points, rule.maximum, score)
    if not points or loss.what != "lines":
        return loss
    parts = tuple(part for part in _lines(score) if part.points)
    rest = points - total(parts)
    return replace(loss, parts=(*parts, *((_own(rule.path, "rest", rule.label, rule.cite, rest),) if rest else ())))


def _lines(score: Score) -> Iterator[Loss]:
    """What each line lost, brought to the scale of its rule."""
    whole = sum((line.maximum for line in score.lines), _ZERO)
    most = score.rule.maximum or _ZERO
    scale = most / whole if most and whole else Fraction(1)
    for line in score.lines:
        lost = (line.maximum - _known(line.value)) * scale
        yield Loss(f"{score.rule.path}.{line.line.id}", "line", line.line.label, line.line.cite, lost, lost, line.maximum * scale, score, line)


def what_of(score: Score) -> What:
    """How the score of a rule comes about, for the words about it."""
    if score.special is not None:
        return "cohort" if isinstance(score.special.outcome, CohortMean) or _has(score.steps, "cohort") else "special"
    if _has(score.steps, "cohort"):
        return "cohort"
    if score.lines and all(not isinstance(line.value, Missing) for line in score.lines):
        return "lines"
    match score.rule.score:
        case Lookup():
            return "table"
        case Each():
            return "list"
        case Formula(tree=ast.IfExp()):
            return "yes_no"
        case Formula(tree=tree) if _divides(tree) or any(step.what == "let" and _divides_below(step) for step in _every(score.steps)):
            return "share"
        case _:
            return "table" if _has(score.steps, "table") else "formula"


def _divides(tree: ast.expr) -> bool:
    return any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) for node in ast.walk(tree))


def _divides_below(step: Step) -> bool:
    return any(inner.formula is not None and _divides(inner.formula.tree) for inner in _every(step.inner))


def _has(steps: Sequence[Step], what: str) -> bool:
    return any(step.what == what for step in _every(steps))


def _every(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _every(step.inner)


def _own(path: str, what: What, label: Labels, cite: Citation | None, points: Fraction) -> Loss:
    return Loss(path, what, label, cite, points, points)


def _known(value: Result) -> Fraction:
    assert not isinstance(value, Missing), "a score is known only where all that it rests on is"
    return value
