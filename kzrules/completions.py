"""Answers to the open questions of a body, tried one by one: what they come to, the plainest that do, and those between two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.answer_sets import in_steps, values_in
from kzrules.inquiry import OVERALL, Inquiry
from kzrules.program import Band
from kzrules.questions import Question
from kzrules.scoring import band_of
from kzrules.term_bounds import Span
from kzrules.term_values import TermValues
from kzrules.values import Single, rounded

Answers = Mapping[str, Single]
Same = Callable[[Answers], bool]


@dataclass(frozen=True, slots=True)
class Attained:
    """An overall score, rounded as the edition says, its grade, and answers to the open questions that give it."""

    score: Fraction
    grade: str | None
    answers: Answers


class Reader:
    """The overall score of a body for any answers to its open questions; None where they are not admissible or give no score."""

    def __init__(self, inquiry: Inquiry) -> None:
        assert inquiry.space is not None
        self.program = inquiry.terms.program
        self.questions = inquiry.space.questions
        self.holding = inquiry.space.holding
        self.open = inquiry.scores[OVERALL]
        self.values = TermValues([self.open.value, self.open.missing, *self.holding])

    def exact(self, answers: Answers) -> Fraction | None:
        """The overall score before its rounding."""
        found = self.values.of(values_in(self.questions, answers))
        if found[self.open.missing] or not all(found[term] for term in self.holding):
            return None
        value: Fraction = found[self.open.value]
        return value

    def lacks(self, answers: Answers) -> bool:
        """Whether admissible answers give no score."""
        found = self.values.of(values_in(self.questions, answers))
        return bool(found[self.open.missing]) and all(found[term] for term in self.holding)

    def score(self, answers: Answers) -> Fraction | None:
        """The overall score."""
        exact, rounding = self.exact(answers), self.program.overall.rounding
        return None if exact is None else rounded(exact, rounding.places, rounding.mode)

    def attained(self, answers: Answers) -> Attained | None:
        """The overall score with its grade."""
        score = self.score(answers)
        band = None if score is None else self.band(score)
        return None if score is None else Attained(score, band.grade if band else None, answers)

    def grade(self, exact: Fraction) -> str | None:
        """The grade of a score before its rounding."""
        rounding = self.program.overall.rounding
        band = self.band(rounded(exact, rounding.places, rounding.mode))
        return band.grade if band else None

    def band(self, score: Fraction) -> Band | None:
        """The band of a rounded score."""
        return band_of(self.program.bands, score)


def plainer(answers: Answers, questions: Mapping[str, Question], same: Same) -> dict[str, Single]:
    """Answers that come to the same with smaller numbers, and with numbers rather than marks."""
    found = dict(answers)
    for path, question in questions.items():
        if not question.is_number:
            continue
        span = in_steps(Span(*question.bounds), question.step)
        low = max(Fraction(0), span.low or Fraction(0))
        if same({**found, path: low}):
            found[path] = low
            continue
        high = found[path]
        if not isinstance(high, Fraction):
            continue
        while high - low > question.step:
            middle = low + (high - low) // (2 * question.step) * question.step
            low, high = (low, middle) if same({**found, path: middle}) else (middle, high)
        found[path] = high
    return found


def between(low: Answers, high: Answers, questions: Mapping[str, Question], numbers: int = 24) -> Iterator[dict[str, Single]]:
    """Answers on the way from some to others: one question after another, numbers in several steps."""
    for paths in (list(questions), list(questions)[::-1]):
        now = dict(low)
        for path in paths:
            start, end = now[path], high[path]
            if start == end:
                continue
            if isinstance(start, Fraction) and isinstance(end, Fraction) and not isinstance(start, bool):
                for one in _numbers(start, end, questions[path].step, numbers):
                    yield {**now, path: one}
            now[path] = end
            yield dict(now)


def _numbers(start: Fraction, end: Fraction, step: Fraction, count: int) -> Iterator[Fraction]:
    """Some numbers between two, close together near the lesser of them where they differ much."""
    low, high = sorted((start, end))
    seen: dict[Fraction, None] = {}
    for part in range(1, count):
        seen[low + (high - low) * part // (count * step) * step] = None
    wide = high - low
    while wide > step:
        wide = wide // (2 * step) * step
        seen[low + wide] = None
    seen.pop(low, None)
    seen.pop(high, None)
    yield from sorted(seen, reverse=start > end)
