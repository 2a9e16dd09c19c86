"""What facts would have to be for a score to reach a wanted value: all values of one, the cheapest of several, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kzrules.answer_sets import values_in
from kzrules.boxes import LIMIT, greatest
from kzrules.cheapest import cheapest, steps_between
from kzrules.completions import Answers, plainer
from kzrules.inquiry import OVERALL, scored
from kzrules.outcome import Assessment, Result
from kzrules.program import Band, Rule
from kzrules.standing import Standing, freed, now_of
from kzrules.term_bounds import Span
from kzrules.term_values import TermValues
from kzrules.terms import Term
from kzrules.value_sets import Values, values_where
from kzrules.values import Missing, Single, rounded


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: a score of at least so much, of a rule or overall (""), perhaps for the sake of a grade."""

    least: Fraction
    rule: str = OVERALL
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """Answers that reach what is wanted, scored by the interpreter.

    Attributes:
        steps, share: how far one answer moves, in steps and as a share of what it was; None where that says nothing.

    """

    answers: Answers
    score: Fraction
    grade: str | None
    steps: Fraction
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class OneFact:
    """All values of one fact that are enough, and the nearest of them."""

    path: str
    now: Single | None
    values: Values
    nearest: Reached | None


@dataclass(frozen=True, slots=True)
class Several:
    """The cheapest change of several facts.

    Attributes:
        least: nothing costs less; the same as `cost` where that is proven.

    """

    reached: Reached | None
    cost: Fraction | None
    least: Fraction


@dataclass(frozen=True, slots=True)
class Highest:
    """The most that the facts can give.

    Attributes:
        bound: they cannot give more.
        met: what the interpreter says at `answers`; None when no answers were found.
        held: what each criterion (or rule without parts) then still lacks, in points of what is wanted, the most first.

    """

    bound: Fraction
    met: Fraction | None
    grade: str | None
    answers: Answers
    held: tuple[tuple[Rule, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What it takes.

    Attributes:
        facts: the facts that may change; none named: each alone.
        singles: facts that are enough alone.
        several: the cheapest of several together, where several were named.
        highest: the most that can be had, where it is not enough; with none named, the fact that gives the most alone.

    """

    standing: Standing
    wish: Wish
    now: Result
    grade: str | None
    facts: tuple[str, ...]
    singles: tuple[OneFact, ...]
    several: Several | None
    highest: Highest | None

    @property
    def reached(self) -> bool:
        """Whether it is reached as the facts are."""
        return not isinstance(self.now, Missing) and self.now >= self.wish.least


def sought(standing: Standing, wish: Wish, facts: Sequence[str], costs: Mapping[str, Fraction], limit: int = LIMIT) -> Sought:
    """The values that reach a wish: of each fact alone, or of the named ones together."""
    base = standing.inquiry.run.assess(standing.inquiry.body)
    now, grade = result_of(base, wish.rule), base.grade
    lines = [_one(standing, wish, path, limit) for path in (facts or standing.inquiry.questions)] if len(facts) < 2 else []
    singles = tuple(sorted((one for one in lines if one and one.nearest), key=_order)) if not facts else tuple(one for one in lines if one)
    several = _several(standing, wish, facts, costs, limit) if len(facts) > 1 else None
    enough = any(one.nearest for one in singles) or (several is not None and several.reached is not None)
    highest = None if enough else _highest(standing, wish, facts, limit)
    return Sought(standing, wish, now, grade, tuple(facts), singles, several, highest)


def _order(one: OneFact) -> tuple[Fraction, Fraction]:
    assert one.nearest
    return one.nearest.steps, one.nearest.share if one.nearest.share is not None else Fraction(1)


def result_of(assessment: Assessment, rule: str) -> Result:
    """The overall score, or that of a rule."""
    return assessment.score if rule == OVERALL else next(score.value for score in assessment.walk() if score.rule.path == rule)


def wanted(standing: Standing, wish: Wish, value: Term, missing: Term) -> Term:
    """The condition that a score is at least what is wished."""
    t, rounding = standing.terms, standing.inquiry.terms.program.overall.rounding
    score = t.rounded(value, rounding.places, rounding.mode) if wish.rule == OVERALL else value
    return t.every(t.no(missing), t.at_most(t.number(wish.least), score))


def _one(standing: Standing, wish: Wish, path: str, limit: int) -> OneFact | None:
    """One fact with all the others as they are; None when the score does not rest on it."""
    space, value, missing = freed(standing, [path], wish.rule)
    if space is None or (value.figure is not None and missing.op == "constant"):
        return None
    question, now = standing.inquiry.questions[path], now_of(standing, path)
    values = values_where(space, question, wanted(standing, wish, value, missing), limit)
    answer = values.nearest(now)
    reached = None if answer is None or isinstance(answer, Span) else met(standing, wish, {path: answer})
    return OneFact(path, now, values, reached)


def met(standing: Standing, wish: Wish, answers: Answers) -> Reached | None:
    """Answers as the interpreter scores them; None when they do not reach the wish."""
    assessment = scored(standing.inquiry, answers)
    score = result_of(assessment, wish.rule)
    if isinstance(score, Missing) or score < wish.least:
        return None
    changed = {path: answer for path, answer in answers.items() if answer != now_of(standing, path)}
    steps = sum((steps_between(standing.inquiry.questions[p].step, now_of(standing, p), a) for p, a in changed.items()), Fraction(0))
    return Reached(changed, score, assessment.grade, steps, share_of(standing, changed))


def share_of(standing: Standing, changed: Answers) -> Fraction | None:
    """By what share of what it was a single number moves."""
    if len(changed) != 1:
        return None
    ((path, answer),) = changed.items()
    now = now_of(standing, path)
    return abs(answer - now) / abs(now) if isinstance(answer, Fraction) and isinstance(now, Fraction) and now else None


def _several(standing: Standing, wish: Wish, facts: Sequence[str], costs: Mapping[str, Fraction], limit: int) -> Several | None:
    """The cheapest change of several facts; those enough alone are tried first."""
    space, value, missing = freed(standing, facts, wish.rule)
    if space is None:
        return None
    condition = wanted(standing, wish, value, missing)
    now = {path: answer for path in facts if (answer := now_of(standing, path)) is not None}
    alone = [one.nearest.answers for path in facts if (one := _one(standing, wish, path, limit)) and one.nearest] if len(now) == len(facts) else []
    found = cheapest(space, condition, now, costs, limit, alone)
    if found is None:
        return None
    answers = found.answers
    if answers is not None and len(now) < len(facts):
        reader = TermValues([condition, *space.holding])
        free = {path: space.questions[path] for path in facts if path not in now}

        def enough(given: Answers) -> bool:
            return all(reader.of(values_in(space.questions, given))[term] for term in (condition, *space.holding))

        answers = plainer(answers, free, enough)
    reached = None if answers is None else met(standing, wish, answers)
    return Several(reached, found.cost if reached else None, found.least)


def _highest(standing: Standing, wish: Wish, facts: Sequence[str], limit: int) -> Highest | None:
    """The most that the facts give together; with none named, the most that one gives alone."""
    best: Highest | None = None
    for paths in [list(facts)] if facts else [[path] for path in standing.inquiry.questions]:
        space, value, missing = freed(standing, paths, wish.rule)
        if space is None or (not facts and value.figure is not None):
            continue
        found = greatest(space, value, [standing.terms.no(missing)], limit)
        if found is None:
            continue
        rounding = standing.inquiry.terms.program.overall.rounding
        bound = rounded(found.bound, rounding.places, rounding.mode) if wish.rule == OVERALL else found.bound
        if best is None or bound > best.bound:
            assessment = scored(standing.inquiry, found.answers)
            score = result_of(assessment, wish.rule)
            answers = {path: answer for path, answer in found.answers.items() if answer != now_of(standing, path)}
            met_ = None if found.met is None or isinstance(score, Missing) else score
            best = Highest(bound, met_, assessment.grade, answers, held(assessment, wish.rule))
    return best


def held(assessment: Assessment, rule: str) -> tuple[tuple[Rule, Fraction], ...]:
    """How many points of the wanted score each criterion lacks, the most first."""
    found = []
    weights = assessment.program.overall.weights
    for direction in assessment.directions:
        for score in direction.walk():
            parts = [part for part in score.children if part.rule.level != "indicator"]
            inside = rule == OVERALL or f"{score.rule.path}.".startswith(f"{rule}.")
            if parts or not inside or (score.rule.level == "indicator" and rule == OVERALL) or score.rule.maximum is None:
                continue
            weight = weights.get(direction.rule.id, Fraction(0)) if rule == OVERALL else Fraction(1)
            if not isinstance(score.value, Missing) and score.value < score.rule.maximum:
                found.append((score.rule, (score.rule.maximum - score.value) * weight))
    return tuple(sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1]))
