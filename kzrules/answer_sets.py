"""What the answers to some questions may be: sets of numbers in steps and single answers, halved and narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor, isqrt

from kzrules.questions import Question, values_of
from kzrules.term_bounds import Bounds, Span, Truth
from kzrules.terms import ZERO, Term, linear
from kzrules.values import Absent, Mark, NotApplicable, Single

Part = Span | Mark | bool | str
Answers = tuple[Part, ...]
Box = Mapping[str, Answers]


def whole(question: Question) -> Answers:
    """Every answer that a question accepts, numbers first."""
    spec = question.spec
    parts: list[Part] = []
    match spec.type:
        case "yes_no":
            parts += [False, True]
        case "choice":
            parts += spec.choices
        case _:
            parts.append(in_steps(Span(*question.bounds), question.step))
    if spec.type == "defects":
        parts.append(Absent)
    if spec.not_applicable is not None:
        parts.append(NotApplicable)
    return tuple(parts)


def just(answer: Single) -> Answers:
    """One answer."""
    assert isinstance(answer, Fraction | bool | str | Mark)
    return (Span(answer, answer) if isinstance(answer, Fraction) else answer,)


def single(parts: Answers) -> Single | None:
    """The answer, when there is only one."""
    if len(parts) != 1:
        return None
    part = parts[0]
    if not isinstance(part, Span):
        return part
    return part.low if part.low == part.high else None


def in_steps(span: Span, step: Fraction) -> Span:
    """The least and the greatest multiple of a step inside a span; the low is above the high when there is none."""
    low = None if span.low is None else ceil(span.low / step) * step
    return Span(low, None if span.high is None else floor(span.high / step) * step)


def names_of(question: Question, parts: Answers) -> dict[str, Span | bool]:
    """The unknowns of a question inside some of its answers; a condition that may be either is left open."""
    spec = question.spec
    found: dict[str, Span | bool] = {}
    for mark, name in ((NotApplicable, question.na), (Absent, question.absent)):
        if mark not in parts or len(parts) == 1:
            found[name] = mark in parts
    match spec.type:
        case "yes_no":
            left = {part for part in parts if isinstance(part, bool)} | ({False} if NotApplicable in parts else set())
            if len(left) == 1:
                found[question.path] = left.pop()
        case "choice":
            for code in spec.choices:
                if code not in parts or len(parts) == 1:
                    found[question.code(code)] = code in parts
        case _:
            spans = [part for part in parts if isinstance(part, Span)]
            if len(spans) < len(parts):
                rest = max(question.bounds[0], ZERO)
                spans.append(Span(rest, rest))
            union = spans[0]
            for span in spans[1:]:
                union = union.union(span)
            found[question.path] = union
    return found


def every_name(question: Question) -> Iterator[str]:
    """The unknowns that stand for the answer."""
    yield from (question.path, question.na, question.absent)
    yield from (question.code(code) for code in question.spec.choices)


def values_in(questions: Mapping[str, Question], answers: Mapping[str, Single]) -> dict[str, Fraction | bool]:
    """The unknowns of some answers."""
    found: dict[str, Fraction | bool] = {}
    for path, answer in answers.items():
        values = values_of(questions[path], answer)
        assert values is not None
        found |= values
    return found


# ── halves ──


def halves(question: Question, parts: Answers) -> list[Answers]:
    """The answers in two or more sets; what is a number goes apart from what is not."""
    if len(parts) > 1:
        return [(part,) for part in parts]
    span = parts[0]
    assert isinstance(span, Span)
    assert span.low is not None
    assert span.high is not None
    step = question.step
    cut = _middle(int(span.low / step), int(span.high / step)) * step
    return [(Span(span.low, cut),), (Span(cut + step, span.high),)]


def _middle(low: int, high: int) -> int:
    """Where to cut: by size where sizes differ much, else in the middle; at least `low` and below `high`."""
    if low < 0 <= high:
        return -1
    if low < 0:
        return -_middle(-high, -low) - 1
    cut = isqrt((low + 1) * (high + 1)) - 1 if high > 4 * (low + 1) else (low + high) // 2
    return min(max(cut, low), high - 1)


# ── narrowed ──


class Limits:
    """Conditions that hold of every answer, and what they leave of the sets of numbers."""

    def __init__(self, holding: Iterable[Term], questions: Mapping[str, Question]) -> None:
        self.holding = tuple(holding)
        self.questions = questions
        self.owner = {name: path for path, question in questions.items() for name in every_name(question)}
        self.steps = {question.path: question.step for question in questions.values() if question.is_number}
        self.bounds = Bounds(self.holding, self.steps, self.holding)

    def narrowed(self, box: Box) -> Box | None:
        """The box without numbers that cannot be; None when nothing is left."""
        for _ in range(4):
            names = spans_of(self.questions, box)
            found = self.bounds.of(names)
            if any(found[term] is False for term in self.holding):
                return None
            less = dict(box)
            for term in self.holding:
                for limit in _in_force(term, found):
                    if limit.op == "condition" or (limit.op == "not" and limit.args[0].op == "condition"):
                        path, parts = self._told(limit, less)
                        if not parts:
                            return None
                        less |= {path: parts} if path else {}
                        continue
                    for path, span in self._cut(limit, found):
                        if path in less:
                            left = _within(less[path], span, self.questions[path].step)
                            if not left:
                                return None
                            less[path] = left
            if less == box:
                return box
            box = less
        return box

    def _told(self, literal: Term, box: Box) -> tuple[str, Answers]:
        """The question that a condition, or its opposite, is about, and the answers that it leaves."""
        name = literal.args[0] if literal.op == "condition" else literal.args[0].args[0]
        path = self.owner.get(name, "")
        if path not in box:
            return "", (True,)
        question = self.questions[path]
        if name == question.path:
            meant: Part = True
        elif name in (question.na, question.absent):
            meant = NotApplicable if name == question.na else Absent
        else:
            meant = name[len(question.code("")) :]
        return path, tuple(part for part in box[path] if (part is meant or part == meant) == (literal.op == "condition"))

    def _cut(self, limit: Term, found: Mapping[Term, Span | Truth]) -> Iterator[tuple[str, Span]]:
        """What one limit, constant + Σ coefficient · atom <= 0, or not: constant + atom == 0, leaves of each number in it."""
        if limit.op == "not":
            constant, ((atom, times), *more) = linear(limit.args[0].args[0])
            span, not_ = found.get(atom), -constant / times
            if atom.op == "number" and not more and isinstance(span, Span) and not_ in (span.low, span.high):
                step = self.steps[atom.args[0]]
                yield atom.args[0], Span(not_ + step, None) if not_ == span.low else Span(None, not_ - step)
            return
        constant, atoms = linear(limit)
        lows = []
        for atom, times in atoms:
            span = found.get(atom)
            if not isinstance(span, Span):
                return
            lows.append(span.times(times).low)
        for index, (atom, times) in enumerate(atoms):
            others = [low for i, low in enumerate(lows) if i != index]
            if atom.op == "number" and None not in others:
                most = -(constant + sum((low for low in others if low is not None), ZERO)) / times
                yield atom.args[0], Span(None, most) if times > 0 else Span(most, None)


def spans_of(questions: Mapping[str, Question], box: Box) -> dict[str, Span | bool]:
    """The unknowns of all questions of a box."""
    found: dict[str, Span | bool] = {}
    for path, parts in box.items():
        found |= names_of(questions[path], parts)
    return found


def _in_force(term: Term, found: Mapping[Term, Span | Truth]) -> Iterator[Term]:
    """The linear limits that a condition puts on the numbers of a box."""
    match term.op:
        case "at_most" | "below":
            yield term.args[0]
        case "not" if term.args[0].op in ("zero", "condition"):
            yield term
        case "condition":
            yield term
        case "and":
            for part in term.args:
                yield from _in_force(part, found)
        case "or":
            left = [part for part in term.args if found[part] is not False]
            if len(left) == 1:
                yield from _in_force(left[0], found)
        case _:
            return


def _within(parts: Answers, span: Span, step: Fraction) -> Answers:
    """The answers with their numbers inside a span; a number that stands for “not applicable” is none of them."""
    if len(parts) > 1 and any(isinstance(part, Mark) for part in parts):
        return parts
    left: list[Part] = []
    for part in parts:
        if isinstance(part, Span):
            part = in_steps(part.within(span), step)  # noqa: PLW2901
            if part.low is not None and part.high is not None and part.low > part.high:
                continue
        left.append(part)
    return tuple(left)
