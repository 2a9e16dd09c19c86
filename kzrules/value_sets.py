"""All answers to one question for which a condition holds: exact intervals, none left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kzrules.answer_sets import Answers, Part, halves, names_of, single, values_in
from kzrules.box_search import where_applicable
from kzrules.boxes import Space
from kzrules.questions import Question
from kzrules.term_bounds import Bounds, Span
from kzrules.term_values import TermValues
from kzrules.terms import Term, Terms

LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Values:
    """Sets of answers, numbers in rising order.

    Attributes:
        held: those for which the condition holds.
        admissible: those that the conditions among facts accept.
        unsettled: where the search was cut short.

    """

    held: Answers
    admissible: Answers
    unsettled: Answers

    def nearest(self, now: object) -> Part | Fraction | None:
        """The answer for which the condition holds that is nearest to one; among those that are no numbers, the first."""
        numbers = [span for span in self.held if isinstance(span, Span)]
        if isinstance(now, Fraction) and numbers:
            return min((_toward(span, now) for span in numbers), key=lambda value: (abs(value - now), -value))
        for part in self.held:
            return part.low if isinstance(part, Span) else part
        return None


def _toward(span: Span, now: Fraction) -> Fraction:
    assert span.low is not None
    assert span.high is not None
    return min(max(now, span.low), span.high)


def values_where(space: Space, question: Question, condition: Term, limit: int = LIMIT) -> Values:
    """The answers to the only open question of a space, sorted by a condition."""
    t = space.terms
    steps = {question.path: question.step} if question.is_number else {}
    accepted = t.every(*space.holding)
    held = _where(t, space, question, t.every(accepted, condition), steps, limit)
    admissible = _where(t, space, question, accepted, steps, limit)
    return Values(held[0], admissible[0], held[1] + admissible[1])


def _where(t: Terms, space: Space, question: Question, condition: Term, steps: dict[str, Fraction], limit: int) -> tuple[Answers, Answers]:
    bounds = Bounds([condition], steps, where_applicable(t, space.holding, space.questions))
    values = TermValues([condition])
    found: list[Part] = []
    unsettled: list[Part] = []
    waiting: list[Answers] = [(part,) for part in reversed(space.box[question.path])]
    looks = 0
    while waiting:
        parts = waiting.pop()
        looks += 1
        answer = single(parts)
        if answer is not None:
            truth: object = values.of(values_in({question.path: question}, {question.path: answer}))[condition]
        else:
            truth = bounds.of(names_of(question, parts))[condition]
        if truth is True:
            found += parts
        elif truth is None and looks > limit:
            unsettled += parts
        elif truth is None:
            waiting += halves(question, parts)[::-1]
    return merged(found, question.step), merged(unsettled, question.step)


def merged(parts: Iterable[Part], step: Fraction) -> Answers:
    """Neighbouring spans as one."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Span) and isinstance(last, Span) and last.high is not None and part.low == last.high + step:
            found[-1] = Span(last.low, part.high)
        else:
            found.append(part)
    return tuple(found)
