"""How near each body is to another grade: in points, by another rounding, another reading, or the smallest change of one fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil
from typing import get_args

from kzrules.cheapest import steps_between
from kzrules.comparison import report_of, run_of
from kzrules.edition import Edition
from kzrules.facts import Body, Cohort
from kzrules.inquiry import inquiry_of, scored
from kzrules.outcome import Assessment
from kzrules.program import Band
from kzrules.questions import Question
from kzrules.reading_runs import Runs, TooMany
from kzrules.scoring import band_of
from kzrules.seeking import Reached, share_of
from kzrules.spans import Attained, range_of
from kzrules.standing import Standing, freed, now_of, standing_of, unknown_to
from kzrules.term_bounds import Span
from kzrules.value_sets import values_where
from kzrules.values import Missing, Mode, rounded

READINGS_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Another score and grade, and what gives it: a rounding mode, or options of readings."""

    score: Fraction
    grade: str | None
    mode: Mode | None
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GradeEdge:
    """How near a body is to another grade.

    Attributes:
        to_next, to_previous: points that the score would have to rise or fall; None at the ends of the scale.
        exactly: the same from the score before its rounding.
        roundings: other modes that change the grade.
        options: single options of readings that do.
        combined: combinations that give grades which no single option gives; None: not examined.
        unsettled: grades that combinations were neither met nor excluded for.
        up, down: the smallest change of one fact that raises or lowers the grade.
        questions: those that the program asks the body.

    """

    assessment: Assessment
    to_next: Fraction | None
    to_previous: Fraction | None
    exactly: tuple[Fraction | None, Fraction | None]
    roundings: tuple[Otherwise, ...]
    options: tuple[Otherwise, ...]
    combined: tuple[Attained, ...] | None
    unsettled: tuple[str, ...]
    up: Reached | None
    down: Reached | None
    questions: Mapping[str, Question] = field(default_factory=dict)


def edges_of(edition: Edition, cohort: Cohort, bodies: Sequence[Body], choices: Mapping[str, str], limit: int = READINGS_LIMIT) -> list[GradeEdge]:
    """How near each of some bodies of a cohort is to another grade.

    Raises:
        Faults: when a choice names no reading or option.

    """
    chosen = with_defaults(edition, choices)
    base = report_of(edition, cohort, choices)  # names what is wrong with the choices
    index = {id(body): i for i, body in enumerate(cohort.bodies)}
    others = [(name, o) for name, reading in chosen.readings.items() for o in reading.options if o != reading.default]
    alone = {pair: report_of(chosen, cohort, dict([pair])).assessments for pair in others}
    found = []
    for period in cohort.periods:
        mine = [body for body in bodies if body.period == period]
        if not mine:
            continue
        runs = Runs(chosen, cohort.of(period).bodies, period, list(chosen.readings), limit)
        for body in mine:
            at = index[id(body)]
            found.append(_edge(chosen, runs, base.assessments[at], {pair: several[at] for pair, several in alone.items()}))
    order = {id(body): i for i, body in enumerate(bodies)}
    return sorted(found, key=lambda edge: order[id(edge.assessment.body)])


def with_defaults(edition: Edition, choices: Mapping[str, str]) -> Edition:
    """The edition as if these options were the defaults."""
    known = {name: option for name, option in choices.items() if name in edition.readings}
    if not known:
        return edition
    readings = {name: replace(reading, default=known.get(name, reading.default)) for name, reading in edition.readings.items()}
    return replace(edition, readings=readings, built={})


def _edge(edition: Edition, runs: Runs, base: Assessment, alone: Mapping[tuple[str, str], Assessment]) -> GradeEdge:
    if isinstance(base.score, Missing) or isinstance(base.exact, Missing) or base.band is None:
        return GradeEdge(base, None, None, (None, None), (), (), (), (), None, None)
    program, band = base.program, base.band
    unit = Fraction(1, 10**program.overall.rounding.places)
    above = min((b.low for b in program.bands if b.low is not None and b.low > base.score), default=None)
    below = None if band.low is None or not any(b.high == band.low for b in program.bands) else (ceil(band.low / unit) - 1) * unit
    exactly = (None if above is None else above - base.exact, None if below is None or band.low is None else base.exact - band.low)
    options = [
        Otherwise(a.score, a.grade, None, {name: option})
        for (name, option), a in alone.items()
        if not isinstance(a.score, Missing) and a.grade != base.grade
    ]
    combined, unsettled = _combined(runs, base, {base.grade, *(one.grade for one in options)})
    standing = standing_of(inquiry_of(run_of(edition, runs.bodies, {}, runs.period), base.body, edition.dictionary))
    up, down = _facts(standing, base, above, band)
    return GradeEdge(
        base,
        None if above is None else above - base.score,
        None if below is None else base.score - below,
        exactly,
        tuple(_roundings(base, base.exact)),
        tuple(options),
        combined,
        unsettled,
        up,
        down,
        standing.inquiry.questions,
    )


def _roundings(base: Assessment, exact: Fraction) -> Iterable[Otherwise]:
    """Other modes with the same number of places that change the grade."""
    rounding = base.program.overall.rounding
    for mode in get_args(Mode):
        score = rounded(exact, rounding.places, mode)
        band = band_of(base.program.bands, score)
        grade = band.grade if band else None
        if grade != base.grade:
            yield Otherwise(score, grade, mode, {})


def _combined(runs: Runs, base: Assessment, met: set[str | None]) -> tuple[tuple[Attained, ...] | None, tuple[str, ...]]:
    """Combinations that give grades not met yet."""
    try:
        found = range_of(runs, next(body for body in runs.bodies if body is base.body))
    except TooMany:
        return None, ()
    return tuple(one for one in found.grades if one.grade not in met), tuple(grade for grade in found.unsettled if grade not in met)


# ── one fact ──


def _facts(standing: Standing, base: Assessment, above: Fraction | None, band: Band) -> tuple[Reached | None, Reached | None]:
    """The smallest changes of one fact, upward and downward."""
    if unknown_to(standing, "", ()):
        return None, None
    best: list[tuple[tuple[Fraction, Fraction], str, Fraction | bool | str] | None] = [None, None]
    for path, question in standing.inquiry.questions.items():
        now = now_of(standing, path)
        if now is None:
            continue
        space, value, missing = freed(standing, [path])
        if space is None or value.figure is not None:
            continue
        t, rounding = standing.terms, base.program.overall.rounding
        score = t.rounded(value, rounding.places, rounding.mode)
        conditions = [
            t.false if above is None else t.at_most(t.number(above), score),
            t.false if band.low is None else t.below(score, t.number(band.low)),
        ]
        for way, condition in enumerate(conditions):
            if condition is t.false:
                continue
            answer = values_where(space, question, t.every(t.no(missing), condition)).nearest(now)
            if answer is None or isinstance(answer, Span) or not isinstance(answer, Fraction | bool | str):
                continue
            share = share_of(standing, {path: answer})
            key = (steps_between(question.step, now, answer), Fraction(1) if share is None else share)
            held = best[way]
            if held is None or key < held[0]:
                best[way] = key, path, answer
    up, down = (None if one is None else _changed(standing, one[1], one[2], one[0][0]) for one in best)
    return up, down


def _changed(standing: Standing, path: str, answer: Fraction | bool | str, steps: Fraction) -> Reached | None:
    """A change as the interpreter scores it."""
    assessment = scored(standing.inquiry, {path: answer})
    assert not isinstance(assessment.score, Missing)
    return Reached({path: answer}, assessment.score, assessment.grade, steps, share_of(standing, {path: answer}))
