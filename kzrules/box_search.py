"""One box of answers searched for the greatest value of a term: halved while its bound promises more than what was met."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.answer_sets import Answers, Box, Limits, halves, just, single, spans_of, values_in
from kzrules.questions import Question
from kzrules.term_bounds import Bounds, Span
from kzrules.term_values import TermValues
from kzrules.terms import ZERO, Term, Terms
from kzrules.values import Single

_TRIED = 8


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest (or least) value of a term.

    Attributes:
        bound: no admissible answers give more (or less).
        met: what `answers` give; None when none were found before the limit.

    """

    bound: Fraction
    met: Fraction | None
    answers: Mapping[str, Single]

    @property
    def exact(self) -> bool:
        """Whether the bound is attained."""
        return self.bound == self.met


UNBOUNDED = Fraction(10**60)
"""Above every score: a quotient whose denominator may fall either side of nothing, until its box is split."""


def where_applicable(t: Terms, holding: Iterable[Term], questions: Mapping[str, Question]) -> Iterator[Term]:
    """The conditions, and what each says where no answer is “not applicable”: only there a quotient means anything."""
    for question in questions.values():
        if question.is_number and question.bounds[0] >= 0:
            yield t.at_most(t.number(question.bounds[0]), t.unknown(question.path))
    for term in holding:
        yield term
        if term.op == "or":
            rest = [part for part in term.args if part.op != "condition" or not part.args[0].endswith(":n/a")]
            if len(rest) == 1:
                yield rest[0]


def conjuncts(t: Terms, term: Term) -> Iterator[Term]:
    """Conditions that hold together just where one does; none for what always holds."""
    if term.op == "and":
        for part in term.args:
            yield from conjuncts(t, part)
    elif term.op == "not" and term.args[0].op == "or":
        for part in term.args[0].args:
            yield from conjuncts(t, t.no(part))
    elif term.op == "not" and term.args[0].op == "and":
        whole_ = t.some(*(t.no(part) for part in term.args[0].args))
        yield from (whole_,) if whole_.op in ("or", "not") else conjuncts(t, whole_)
    elif term is not t.true:
        yield term


class Search:
    """One part of a sum, over the questions that it shares with nothing else."""

    def __init__(
        self, t: Terms, objective: Term, holding: list[Term], questions: Mapping[str, Question], limit: int, enough: Fraction | None
    ) -> None:
        self.objective = objective
        self.holding = holding
        self.questions = questions
        self.limit = limit
        self.limits = Limits(holding, questions)
        self.bounds = Bounds([objective, *holding], self.limits.steps, where_applicable(t, holding, questions))
        self.values = TermValues([objective, *holding])
        self.enough = enough
        self.count = 0
        self.best: Fraction | None = None
        self.answers: Mapping[str, Single] = {}

    def greatest(self, box: Box) -> Extreme | None:
        """The greatest value in a box; None when nothing in it is admissible."""
        waiting: list[tuple[Fraction, int, Box]] = []

        def push(one: Box) -> None:
            self.count += 1
            left = self.limits.narrowed(one) if self.holding else one
            top = None if left is None else self.top(left)
            if left is not None and top is not None and (self.best is None or top > self.best):
                heapq.heappush(waiting, (-top, self.count, left))

        push(box)
        while waiting and (self.best is None or -waiting[0][0] > self.best):
            if self.count > self.limit or (self.best is not None and self.enough is not None and self.best >= self.enough):
                return Extreme(-waiting[0][0], self.best, self.answers)
            for one in self.split(heapq.heappop(waiting)[2]):
                push(one)
        return None if self.best is None else Extreme(self.best, self.best, self.answers)

    def top(self, box: Box) -> Fraction | None:
        """What nothing in a box exceeds; None when nothing in it is admissible."""
        found = self.bounds.of(spans_of(self.questions, box))
        if any(found[term] is False for term in self.holding):
            return None
        span = found[self.objective]
        assert isinstance(span, Span)
        return UNBOUNDED if span.high is None else span.high

    def split(self, box: Box) -> list[Box]:
        """The parts of a box that promise something; on the way, the answers that look best are tried."""
        open_ = [path for path, parts in box.items() if single(parts) is None]
        if not open_:
            self.met({path: answer for path, parts in box.items() if (answer := single(parts)) is not None})
            return []
        best: tuple[tuple[Fraction, Fraction, int], list[Box]] | None = None
        likely: dict[str, Answers] = {}
        for path in sorted(open_, key=lambda one: -_size(box[one]))[:_TRIED]:
            parts = [{**box, path: half} for half in halves(self.questions[path], box[path])]
            tops = [self.top(part) for part in parts]
            self.count += len(parts)
            there = [(top, index) for index, top in enumerate(tops) if top is not None]
            if not there:
                return []
            first = max(there, key=lambda pair: (pair[0], -pair[1]))
            likely[path] = _outer(parts[first[1]][path], first[1])
            key = (first[0], sum((top for top, _ in there), ZERO), -_size(box[path]))
            if best is None or key < best[0]:
                best = key, [parts[index] for _, index in there]
        self.try_(box, likely)
        assert best is not None
        return best[1]

    def try_(self, box: Box, likely: Mapping[str, Answers]) -> None:
        """The value where each answer is as it looks best, as far as the conditions let it."""
        left: Box | None = box
        for path in (*likely, *(path for path, parts in box.items() if path not in likely and single(parts) is None)):
            parts = likely.get(path) or _lowest(box[path])
            assert left is not None
            if not self.holding:
                left = {**left, path: parts}
                continue
            if single(left[path]) is None:
                tried = self.limits.narrowed({**left, path: _nearest(left[path], parts)})
                left = tried if tried is not None else self.limits.narrowed({**left, path: _lowest(left[path])})
                if left is None:
                    return
        answers = {path: single(parts) for path, parts in left.items()} if left else {}
        if all(answer is not None for answer in answers.values()):
            self.met({path: answer for path, answer in answers.items() if answer is not None})

    def met(self, answers: Mapping[str, Single]) -> None:
        """Notes the value at some answers, if they are admissible and it is the best so far."""
        found = self.values.of(values_in(self.questions, answers))
        if all(found[term] for term in self.holding) and (self.best is None or found[self.objective] > self.best):
            self.best, self.answers = found[self.objective], dict(answers)


def _outer(parts: Answers, index: int) -> Answers:
    """The end of a half that is farther from where it was cut."""
    part = parts[0]
    if len(parts) > 1 or not isinstance(part, Span):
        return parts[:1]
    end = part.high if index else part.low
    assert end is not None
    return just(end)


def _nearest(parts: Answers, wanted: Answers) -> Answers:
    """What is wanted, brought inside what is left."""
    part, want = parts[0], wanted[0]
    if len(parts) == 1 and isinstance(part, Span) and isinstance(want, Span):
        assert part.low is not None
        assert part.high is not None
        assert want.low is not None
        return just(min(max(want.low, part.low), part.high))
    return wanted


def _lowest(parts: Answers) -> Answers:
    part = parts[0]
    return just(part.low) if isinstance(part, Span) and part.low is not None else (part,)


def _size(parts: Answers) -> int:
    part = parts[0]
    if len(parts) > 1 or not isinstance(part, Span) or part.low is None or part.high is None:
        return 10**6
    return int(part.high - part.low).bit_length()
