"""The cheapest answers to several questions for which a condition holds: best first, by what a box costs at least."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.answer_sets import Answers, Box, Limits, halves, single, spans_of, values_in
from kzrules.box_search import conjuncts, where_applicable
from kzrules.boxes import Space
from kzrules.term_bounds import Bounds, Span
from kzrules.term_values import TermValues
from kzrules.terms import Term
from kzrules.values import Single

LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest answers met.

    Attributes:
        answers, cost: the best that was met; None when nothing was.
        least: nothing costs less than this.

    """

    answers: Mapping[str, Single] | None
    cost: Fraction | None
    least: Fraction

    @property
    def proven(self) -> bool:
        """Whether nothing is cheaper."""
        return self.cost == self.least


def cheapest(
    space: Space,
    condition: Term,
    now: Mapping[str, Single],
    costs: Mapping[str, Fraction],
    limit: int = LIMIT,
    start: Iterable[Mapping[str, Single]] = (),
) -> Cheapest | None:
    """The cheapest change of answers that makes a condition hold; None when nothing does.

    Args:
        space: the questions that may be answered anew.
        condition: what is to hold.
        now: the answers as they are; one that is not there costs nothing.
        costs: the price of a step, by question; an answer that is no number is one step.
        limit: looks at a box after which the search ends.
        start: answers to try first.

    """
    return _Search(space, condition, now, costs).run(limit, start)


class _Search:
    def __init__(self, space: Space, condition: Term, now: Mapping[str, Single], costs: Mapping[str, Fraction]) -> None:
        t = space.terms
        self.space = space
        self.now = now
        self.costs = costs
        self.wanted = list(dict.fromkeys([*space.holding, *conjuncts(t, condition)]))
        self.limits = Limits(self.wanted, space.questions)
        steps = self.limits.steps
        self.bounds = Bounds(self.wanted, steps, where_applicable(t, space.holding, space.questions))
        self.values = TermValues(self.wanted)
        self.best: tuple[Fraction, Mapping[str, Single]] | None = None
        self.looks = 0
        self.waiting: list[tuple[Fraction, int, Box]] = []

    def run(self, limit: int, start: Iterable[Mapping[str, Single]]) -> Cheapest | None:
        """The search itself."""
        for answers in start:
            self.met({path: answers.get(path, self.now.get(path)) for path in self.space.questions})
        self.push(self.space.box)
        while self.waiting and (self.best is None or self.waiting[0][0] < self.best[0]):
            least, _, box = heapq.heappop(self.waiting)
            if self.looks > limit:
                return Cheapest(self.best and self.best[1], self.best and self.best[0], least)
            for one in self.split(box):
                self.push(one)
        return None if self.best is None else Cheapest(self.best[1], self.best[0], self.best[0])

    def push(self, box: Box) -> None:
        """Keeps a box that may hold something cheaper; tries its cheapest answers on the way."""
        self.looks += 1
        left = self.limits.narrowed(box)
        if left is None or self.possible(left) is False:
            return
        nearest = {path: self.near(path, parts) for path, parts in left.items()}
        least = self.cost(nearest)
        if self.best is not None and least >= self.best[0]:
            return
        self.met(nearest)
        if self.best is None or least < self.best[0]:
            heapq.heappush(self.waiting, (least, self.looks, left))

    def possible(self, box: Box) -> bool | None:
        """Whether the condition holds in a whole box, nowhere in it, or neither is told."""
        self.looks += 1
        found = self.bounds.of(spans_of(self.space.questions, box))
        truths = [found[term] for term in self.wanted]
        return False if False in truths else None if None in truths else True

    def split(self, box: Box) -> list[Box]:
        """The box in parts, by the question that promises to settle most."""
        open_ = [path for path, parts in box.items() if single(parts) is None]
        best: tuple[tuple[int, Fraction, Fraction], list[Box]] | None = None
        for path in open_:
            parts: list[Box] = [{**box, path: half} for half in halves(self.space.questions[path], box[path])]
            there = [part for part in parts if self.possible(part) is not False]
            first = min((self.cost({p: self.near(p, s) for p, s in part.items()}) for part in there), default=Fraction(0))
            key = (len(there) - len(parts), -first, -_width(box[path], self.costs.get(path, Fraction(1))))
            if best is None or key < best[0]:
                best = key, there
        return best[1] if best else []

    def near(self, path: str, parts: Answers) -> Single:
        """The cheapest of some answers."""
        now = self.now.get(path)
        if now in parts and not isinstance(now, Fraction):
            return now
        for part in parts:
            if isinstance(part, Span) and part.low is not None and part.high is not None:
                return min(max(now, part.low), part.high) if isinstance(now, Fraction) else part.low
        part = parts[0]
        assert not isinstance(part, Span)
        return part

    def cost(self, answers: Mapping[str, Single]) -> Fraction:
        """What answers cost."""
        return sum((self.steps(path, answer) * self.costs.get(path, Fraction(1)) for path, answer in answers.items()), Fraction(0))

    def steps(self, path: str, answer: Single) -> Fraction:
        """How many steps an answer is away from what is answered now."""
        return steps_between(self.space.questions[path].step, self.now.get(path), answer)

    def met(self, answers: Mapping[str, Single | None]) -> None:
        """Notes answers that do, when they are the cheapest so far."""
        given = {path: answer for path, answer in answers.items() if answer is not None}
        if len(given) < len(answers):
            return
        cost = self.cost(given)
        if self.best is not None and cost >= self.best[0]:
            return
        found = self.values.of(values_in(self.space.questions, given))
        if all(found[term] for term in self.wanted):
            self.best = cost, given


def steps_between(step: Fraction, one: Single | None, other: Single) -> Fraction:
    """How many steps apart two answers are; nothing from an answer that is not known."""
    if one is None or one == other:
        return Fraction(0)
    if isinstance(one, Fraction) and isinstance(other, Fraction) and not isinstance(one, bool) and not isinstance(other, bool):
        return abs(one - other) / step
    return Fraction(1)


def _width(parts: Answers, cost: Fraction) -> Fraction:
    part = parts[0]
    if len(parts) > 1 or not isinstance(part, Span) or part.low is None or part.high is None:
        return Fraction(10**9)
    return (part.high - part.low) * cost
