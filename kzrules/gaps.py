"""What the scores of a body can be while some of its facts are not known: exact ends, possible grades, the facts that matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from math import ceil
from typing import Literal

from kzrules.answer_sets import every_name, spans_of
from kzrules.box_search import Extreme, conjuncts, where_applicable
from kzrules.boxes import LIMIT, Space, about, greatest, least
from kzrules.completions import Answers, Attained, Reader, between, plainer
from kzrules.inquiry import OVERALL, Inquiry, Open, scored
from kzrules.outcome import Assessment
from kzrules.program import Band
from kzrules.questions import Question
from kzrules.term_bounds import Bounds, Span, Truth
from kzrules.term_folding import folded
from kzrules.terms import Term, Terms, unknowns
from kzrules.values import Missing, rounded

Verdict = Literal["yes", "no", "not_settled"]
_TRIES = 2_000
_WAY = 600
_BASES = 60
_JOINT = 8  # open questions that are still searched together


@dataclass(frozen=True, slots=True)
class Interval:
    """What one score can be.

    Attributes:
        low, high: nothing lies outside; None where no answers give a score.
        low_met, high_met: whether answers were found that give the end itself.
        lacks: whether some admissible answers give no score.
        lists: lists of which nothing is known, and on which the score rests: such a score is not covered.

    """

    low: Fraction | None
    high: Fraction | None
    low_met: bool
    high_met: bool
    lacks: Verdict
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeChance:
    """Whether a grade is possible, with answers that give it."""

    band: Band
    possible: Verdict
    attained: Attained | None


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one unknown fact matters.

    Attributes:
        most: this answer alone cannot change the overall score (before its rounding) by more, all others equal.
        change: by so much it does, for some answers of the others.
        grade: whether this answer alone can change the grade, for some answers of the others.

    """

    path: str
    most: Fraction
    change: Fraction
    grade: Verdict

    @property
    def exact(self) -> bool:
        """Whether no more is possible than what was met."""
        return self.most == self.change


@dataclass(frozen=True, slots=True)
class Gaps:
    """A body with unknown facts.

    Attributes:
        assessment: what the interpreter says of it as it is.
        overall: the overall score, rounded as the edition says; `low`, `high`: with the answers that attain the ends.
        rules: by path.
        grades: from the lowest band.
        weights: the unknown facts that matter, the weightiest first.
        idle: unknown facts that change nothing.
        lacking: answers that give no score, and what the interpreter says of them.

    """

    assessment: Assessment
    inquiry: Inquiry
    overall: Interval
    low: Attained | None
    high: Attained | None
    rules: Mapping[str, Interval]
    grades: tuple[GradeChance, ...]
    weights: tuple[Weight, ...]
    idle: tuple[str, ...]
    lacking: tuple[Answers, Missing] | None


def gaps_of(inquiry: Inquiry, limit: int = LIMIT) -> Gaps:
    """Everything that the unknown facts of a body leave open."""
    assessment = inquiry.run.assess(inquiry.body)
    rules = {path: _rule(inquiry, open_, limit) for path, open_ in inquiry.scores.items() if path != OVERALL}
    open_ = inquiry.scores[OVERALL]
    exact, low, high = interval_of(inquiry, open_, limit)
    rounding = inquiry.terms.program.overall.rounding
    ends = [None if end is None else rounded(end, rounding.places, rounding.mode) for end in (exact.low, exact.high)]
    overall = replace(exact, low=ends[0], high=ends[1])
    lacking = _lacking(inquiry, open_, limit) if exact.lacks != "no" and not exact.lists else None
    if low is None or high is None or inquiry.space is None:
        return Gaps(assessment, inquiry, overall, None, None, rules, (), (), (), lacking)
    reader = Reader(inquiry)
    attained = [_plain(reader, end) for end in (low, high)]
    met = [one is not None and one.score == end for one, end in zip(attained, ends, strict=True)]
    overall = replace(overall, low_met=met[0], high_met=met[1])
    whole_ = _Whole(inquiry, reader, overall, limit, _way(attained[0], attained[1], reader))
    grades = tuple(_grade(whole_, band) for band in sorted(reader.program.bands, key=lambda b: (b.low is not None, b.low or 0)))
    asked = set(unknowns([open_.value, open_.missing]))
    matter = [path for path, q in inquiry.space.questions.items() if not asked.isdisjoint(every_name(q))]
    weights = [_weight(whole_, path, [g for g in grades if g.possible != "no"]) for path in matter]
    heavy = sorted((w for w in weights if w.most), key=lambda w: (-w.change, -w.most))
    lack = set(unknowns([open_.missing]))
    deciding = {path for path, q in inquiry.space.questions.items() if not lack.isdisjoint(every_name(q))}
    idle = [path for path in inquiry.missing if path not in {*(w.path for w in heavy), *deciding}]
    return Gaps(assessment, inquiry, overall, attained[0], attained[1], rules, grades, tuple(heavy), tuple(idle), lacking)


def interval_of(inquiry: Inquiry, open_: Open, limit: int = LIMIT) -> tuple[Interval, Extreme | None, Extreme | None]:
    """What a score can be before rounding, and the answers that give its ends."""
    space, t = inquiry.space, inquiry.terms.symbols.terms
    if open_.lists or space is None:
        return Interval(None, None, low_met=False, high_met=False, lacks="not_settled", lists=open_.lists), None, None
    there = [t.no(open_.missing)]
    low, high = least(space, open_.value, there, limit), greatest(space, open_.value, there, limit)
    lacks: Verdict = "no"
    if open_.missing is not t.false:
        found = greatest(space, t.number(0), [open_.missing], limit)
        lacks = "no" if found is None else "yes" if found.exact else "not_settled"
    if low is None or high is None:
        return Interval(None, None, low_met=False, high_met=False, lacks=lacks), None, None
    return Interval(low.bound, high.bound, low.exact, high.exact, lacks), low, high


def _rule(inquiry: Inquiry, open_: Open, limit: int) -> Interval:
    """What the score of a rule can be: only the questions that bear on it are looked at."""
    space = inquiry.space and about(inquiry.space, [open_.value, open_.missing])
    return interval_of(replace(inquiry, space=space), open_, limit)[0]


def _lacking(inquiry: Inquiry, open_: Open, limit: int) -> tuple[Answers, Missing] | None:
    """Answers that give no score, and the reasons of the interpreter."""
    t = inquiry.terms.symbols.terms
    found = inquiry.space and greatest(inquiry.space, t.number(0), [open_.missing], limit)
    if not found or not found.exact:
        return None
    reasons = _kinds(scored(inquiry, found.answers).missing)
    reader = Reader(inquiry)

    def same(answers: Answers) -> bool:
        return reader.lacks(answers) and _kinds(scored(inquiry, answers).missing) == reasons

    answers = plainer(found.answers, reader.questions, same)
    return answers, scored(inquiry, answers).missing


def _kinds(lack: Missing) -> tuple[str, ...]:
    """The reasons without the figures in them."""
    return tuple("".join(letter for letter in sentence if letter.isalpha()) for sentence in lack.sentences("ru"))


def _plain(reader: Reader, end: Extreme) -> Attained | None:
    """The end of an interval with the plainest answers that round to it."""
    first = None if end.met is None else reader.attained(end.answers)
    if first is None:
        return None
    return reader.attained(plainer(end.answers, reader.questions, lambda answers: reader.score(answers) == first.score))


@dataclass(frozen=True, slots=True)
class _Whole:
    """The overall score of a body, for the questions about its grade."""

    inquiry: Inquiry
    reader: Reader
    overall: Interval
    limit: int
    way: tuple[Answers, ...]

    @property
    def space(self) -> Space:
        """The open questions."""
        assert self.inquiry.space is not None
        return self.inquiry.space


def _way(low: Attained | None, high: Attained | None, reader: Reader) -> tuple[Answers, ...]:
    """Answers from those of the lowest score to those of the highest."""
    if low is None or high is None:
        return ()
    return (low.answers, high.answers, *islice(between(low.answers, high.answers, reader.questions), _WAY))


def _grid(value: Fraction, places: int) -> tuple[Fraction, Fraction]:
    """The greatest score below an edge, and the least at or above it."""
    unit = Fraction(1, 10**places)
    return (ceil(value / unit) - 1) * unit, ceil(value / unit) * unit


def _grade(whole_: _Whole, band: Band) -> GradeChance:
    """Whether a band can be reached: met on the way between the ends, or else searched for."""
    low, high = whole_.overall.low, whole_.overall.high
    assert low is not None
    assert high is not None
    if (band.high is not None and low >= band.high) or (band.low is not None and high < band.low):
        return GradeChance(band, "no", None)
    for answers in whole_.way:
        met = whole_.reader.attained(answers)
        if met and met.grade == band.grade:
            plain = plainer(answers, whole_.reader.questions, lambda a: (one := whole_.reader.attained(a)) is not None and one.grade == band.grade)
            return GradeChance(band, "yes", whole_.reader.attained(plain))
    return _searched(whole_, band)


def _searched(whole_: _Whole, band: Band) -> GradeChance:
    t, open_ = whole_.space.terms, whole_.inquiry.scores[OVERALL]
    rounding = whole_.reader.program.overall.rounding
    score = t.rounded(open_.value, rounding.places, rounding.mode)
    parts = []
    if band.low is not None:
        parts.append(t.less(score, t.number(_grid(band.low, rounding.places)[1])))
    if band.high is not None:
        parts.append(t.less(t.number(_grid(band.high, rounding.places)[0]), score))
    found = greatest(whole_.space, t.least(*parts), [t.no(open_.missing)], min(whole_.limit, _TRIES), Fraction(0)) if parts else None
    if found and found.met is not None and found.met >= 0:
        return GradeChance(band, "yes", whole_.reader.attained(found.answers))
    return GradeChance(band, "not_settled" if found and found.bound >= 0 else "no", None)


# ── which facts matter ──


def _weight(whole_: _Whole, path: str, grades: list[GradeChance]) -> Weight:
    """The most that one answer changes alone: the greatest difference of the score between two answers to it."""
    t, open_ = whole_.space.terms, whole_.inquiry.scores[OVERALL]
    twin = Question(f"{path}′", whole_.space.questions[path].spec)
    names = dict(zip(every_name(whole_.space.questions[path]), every_name(twin), strict=True))
    made = folded(t, [open_.value, open_.missing, *whole_.space.holding], {}, names=names)
    both = Space(
        t,
        {**whole_.space.questions, twin.path: twin},
        tuple(dict.fromkeys([*whole_.space.holding, *(made[h] for h in whole_.space.holding)])),
        {**whole_.space.box, twin.path: whole_.space.box[path]},
    )
    gain = t.less(open_.value, made[open_.value])
    space = about(both, [gain])
    if len(space.questions) > _JOINT:
        steps = {q.path: q.step for q in whole_.space.questions.values() if q.is_number}
        bounds = Bounds([open_.value], steps, where_applicable(t, whole_.space.holding, whole_.space.questions))
        gain = gain_of(t, open_.value, made, bounds.of(spans_of(whole_.space.questions, whole_.space.box)))
        space = about(both, [gain])
    owner = {name for question in space.questions.values() for name in every_name(question)}
    lacks = (open_.missing, made[open_.missing])
    there = [part for lack in lacks for part in conjuncts(t, t.no(lack)) if owner.issuperset(unknowns([part]))]
    many = max(1, len(whole_.space.questions) // 20)  # less for each where there are very many
    found = greatest(space, gain, there, min(whole_.limit, _TRIES // many))
    if found is None or not found.bound:
        return Weight(path, Fraction(0), Fraction(0), "no")
    met, grade = Fraction(0), False
    pair = (found.answers.get(path), found.answers.get(twin.path))
    mine = {name: answer for name, answer in found.answers.items() if name in whole_.space.questions}
    for base in whole_.way[: _BASES // many]:
        ends = [whole_.reader.exact({**base, **mine, path: answer}) for answer in pair if answer is not None]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            met = max(met, ends[0] - ends[1])
            grade = grade or whole_.reader.grade(ends[0]) != whole_.reader.grade(ends[1])
        if grade or (len(grades) < 2 and met == found.bound):
            break
    verdict: Verdict = "yes" if grade else "no" if len(grades) < 2 else "not_settled"
    if verdict == "not_settled" and len(both.questions) <= _JOINT:
        verdict = _changes_grade(whole_, both, made)
    return Weight(path, found.bound, met, verdict)


def gain_of(t: Terms, term: Term, made: Mapping[Term, Term], bounds: Mapping[Term, Span | Truth], more: bool = True) -> Term:
    """At least as much as a term can rise (or fall: `more` is no) when it is made anew; what is the same in both falls out."""
    if made[term] is term:
        return t.number(0)
    match term.op:
        case "linear":
            return t.total((gain_of(t, atom, made, bounds, more == (times > 0)), abs(times)) for atom, times in term.args[1])
        case "rounded":
            unit = t.number(Fraction(1, 10 ** term.args[1]))
            return _within(t, term, bounds, t.add(gain_of(t, term.args[0], made, bounds, more), unit))
        case "least" | "greatest":
            return _within(t, term, bounds, t.greatest(*(gain_of(t, part, made, bounds, more) for part in term.args)))
        case "choice" if made[term.args[0]] is term.args[0]:
            return t.choice(term.args[0], gain_of(t, term.args[1], made, bounds, more), gain_of(t, term.args[2], made, bounds, more))
        case _:
            return t.less(term, made[term]) if more else t.less(made[term], term)


def _within(t: Terms, term: Term, bounds: Mapping[Term, Span | Truth], gain: Term) -> Term:
    """A gain, not more than from the least of a term to its greatest."""
    span = bounds[term]
    if not isinstance(span, Span) or span.low is None or span.high is None:
        return gain
    return t.least(gain, t.number(span.high - span.low))


def _changes_grade(whole_: _Whole, both: Space, made: Mapping[Term, Term]) -> Verdict:
    """Whether two answers can fall on two sides of an edge: searched for."""
    t, program = both.terms, whole_.reader.program
    open_, rounding = whole_.inquiry.scores[OVERALL], program.overall.rounding
    there = [t.no(open_.missing), t.no(made[open_.missing])]
    above, below = (t.rounded(term, rounding.places, rounding.mode) for term in (open_.value, made[open_.value]))
    verdict: Verdict = "no"
    low, high = whole_.overall.low, whole_.overall.high
    for band in program.bands:
        if band.low is None or low is None or high is None or not low < band.low <= high:
            continue
        under, over = _grid(band.low, rounding.places)
        gap = t.least(t.less(above, t.number(over)), t.less(t.number(under), below))
        one = greatest(both, gap, there, min(whole_.limit, _TRIES), Fraction(0))
        if one and one.met is not None and one.met >= 0:
            return "yes"
        if one and one.bound >= 0:
            verdict = "not_settled"
    return verdict


def places_of(gaps: Gaps) -> int:
    """How many decimals the edition rounds the overall score to."""
    return gaps.inquiry.terms.program.overall.rounding.places
