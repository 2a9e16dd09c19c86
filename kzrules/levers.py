"""The open questions of an edition, and how much each matters: every option alone, then all combinations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kzrules.bearing import bearings_of
from kzrules.comparison import report_of, run_of
from kzrules.consequences import ranks_of
from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import Edition
from kzrules.facts import Body, Cohort
from kzrules.guess import guesses
from kzrules.merge import Reading
from kzrules.outcome import Assessment
from kzrules.place import Place
from kzrules.reading_runs import Runs, TooMany
from kzrules.report import Report
from kzrules.spans import Attained, Range, range_of
from kzrules.values import Missing

LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """One reading and what it bears on: paths of rules, `overall`, `dates`."""

    reading: Reading
    bears_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """By how much the score of one body changes."""

    body: Body
    points: Fraction


@dataclass(frozen=True, slots=True)
class Lever:
    """What one option changes, all other readings left at their defaults.

    Attributes:
        scores, grades, ranks: how many bodies change theirs; bodies without a score before or after are not among them.
        up, down: the largest changes.
        lost, gained: bodies that cease to be computable, and that become so.

    """

    reading: Reading
    option: str
    scores: int
    grades: int
    ranks: int
    up: Change | None
    down: Change | None
    lost: tuple[Body, ...]
    gained: tuple[Body, ...]

    @property
    def moves(self) -> bool:
        """Whether anything changes for any body."""
        return bool(self.scores or self.lost or self.gained)


@dataclass(frozen=True, slots=True)
class Span:
    """What the score of one body can be over all combinations.

    Attributes:
        exact: every combination is accounted for; otherwise the range may be wider than said here.

    """

    assessment: Assessment
    range: Range
    exact: bool


@dataclass(frozen=True, slots=True)
class Study:
    """The questions of an edition over one cohort; no levers and spans without data."""

    edition: Edition
    data_sha256: str
    limit: int
    questions: tuple[Question, ...]
    levers: tuple[Lever, ...] = ()
    spans: tuple[Span, ...] = ()


def questions_of(edition: Edition, only: Iterable[str] = ()) -> tuple[Question, ...]:
    """The readings of an edition, in the order of the file.

    Raises:
        Faults: when `only` names no reading of the edition.

    """
    wanted = set(only)
    what = {"what_ru": "чтения", "what_en": "reading"}
    faults = [
        Diagnostic("KZ211", Place(edition.file), {**what, "name": name, **guesses(name, edition.readings)})
        for name in sorted(wanted - edition.readings.keys())
    ]
    if faults:
        raise Faults(faults)
    bearings = bearings_of(edition)
    return tuple(Question(reading, bearings.of(name)) for name, reading in edition.readings.items() if not wanted or name in wanted)


def study_of(edition: Edition, cohort: Cohort, only: Iterable[str] = (), limit: int = LIMIT) -> Study:
    """Each option alone, those that matter most first, and the range of every body over all combinations.

    Args:
        edition: from `load`.
        cohort: the bodies, of one assessed year or several.
        only: readings to vary; the others keep their defaults. Empty: all.
        limit: evaluations per body above which its range is no longer exact.

    Raises:
        Faults: when `only` names no reading, or combined options do not make an edition.

    """
    questions = questions_of(edition, only)
    base = report_of(edition, cohort)
    alone = {(q.reading.id, option): report_of(edition, cohort, {q.reading.id: option}) for q in questions for option in _others(q.reading)}
    levers = [_lever(edition.readings[name], option, base, report) for (name, option), report in alone.items()]
    spans: dict[int, Span] = {}
    for period in cohort.periods:
        runs = Runs(edition, cohort.of(period).bodies, period, [q.reading.id for q in questions], limit)
        for index, assessment in enumerate(base.assessments):
            if assessment.body.period == period:
                spans[index] = _span(runs, assessment, {key: report.assessments[index] for key, report in alone.items()})
    return Study(edition, cohort.sha256, limit, questions, tuple(sorted(levers, key=_weight)), tuple(spans[i] for i in sorted(spans)))


def _others(reading: Reading) -> list[str]:
    return [option for option in reading.options if option != reading.default]


def _weight(lever: Lever) -> tuple[int, int, Fraction, int]:
    """Lost and gained scores matter most, then grades, then the largest change, then the number of bodies."""
    largest = max((abs(c.points) for c in (lever.up, lever.down) if c), default=Fraction(0))
    return (-len(lever.lost) - len(lever.gained), -lever.grades, -largest, -lever.scores)


# ── one option alone ──


def _lever(reading: Reading, option: str, base: Report, report: Report) -> Lever:
    pairs = list(zip(base.assessments, report.assessments, strict=True))
    both = [(a, b, b.score - a.score) for a, b in pairs if not isinstance(a.score, Missing) and not isinstance(b.score, Missing)]
    ranks = list(zip(ranks_of(base.assessments), ranks_of(report.assessments), strict=True))
    changes = [Change(a.body, points) for a, _, points in both if points]
    return Lever(
        reading=reading,
        option=option,
        scores=len(changes),
        grades=sum(a.grade != b.grade for a, b, _ in both),
        ranks=sum(one != other for one, other in ranks if one is not None and other is not None),
        up=max((c for c in changes if c.points > 0), key=lambda c: c.points, default=None),
        down=min((c for c in changes if c.points < 0), key=lambda c: c.points, default=None),
        lost=tuple(a.body for a, b in pairs if isinstance(b.score, Missing) and not isinstance(a.score, Missing)),
        gained=tuple(a.body for a, b in pairs if isinstance(a.score, Missing) and not isinstance(b.score, Missing)),
    )


# ── all combinations ──


def _span(runs: Runs, base: Assessment, alone: Mapping[tuple[str, str], Assessment]) -> Span:
    try:
        found = range_of(runs, base.body)
    except TooMany:
        return Span(base, _at_least(runs, base, alone), exact=False)
    return Span(base, replace(found, lacking=_lacking(base, alone) or found.lacking), exact=True)


def _lacking(base: Assessment, alone: Mapping[tuple[str, str], Assessment]) -> dict[str, str]:
    """The one option that takes the score away, if one does so alone."""
    if isinstance(base.score, Missing):
        return {}
    return next(({name: option} for (name, option), a in alone.items() if isinstance(a.score, Missing)), {})


def _at_least(runs: Runs, base: Assessment, alone: Mapping[tuple[str, str], Assessment]) -> Range:
    """The range of what was met: every option alone, and options added one by one while the score goes on that way."""
    met = [_attained(base, {}), *(_attained(a, {name: option}) for (name, option), a in alone.items())]
    for further in (lambda a, b: a > b, lambda a, b: a < b):
        met += _climb(runs, base, alone, further)
    scored = sorted((one for one in met if one is not None), key=lambda one: one.score)
    grades: dict[str | None, Attained] = {}
    for one in scored:
        grades.setdefault(one.grade, one)
    return Range(
        low=scored[0] if scored else None,
        high=scored[-1] if scored else None,
        grades=tuple(grades.values()),
        unsettled=tuple(band.grade for band in base.program.bands if band.grade not in grades),
        combinations=runs.count(tuple(runs.options)),
        missing=None,
        lacking=_lacking(base, alone),
    )


def _climb(
    runs: Runs, base: Assessment, alone: Mapping[tuple[str, str], Assessment], further: Callable[[Fraction, Fraction], bool]
) -> list[Attained | None]:
    choices: dict[str, str] = {}
    best = base.score
    met = []
    for (name, option), single in alone.items():
        if isinstance(single.score, Missing) or (not isinstance(base.score, Missing) and not further(single.score, base.score)):
            continue
        tried = {**choices, name: option}
        assessment = run_of(runs.edition, runs.bodies, tried, runs.period).assess(base.body)
        if not isinstance(assessment.score, Missing) and (isinstance(best, Missing) or further(assessment.score, best)):
            choices, best = tried, assessment.score
            met.append(_attained(assessment, choices))
    return met


def _attained(assessment: Assessment, choices: Mapping[str, str]) -> Attained | None:
    return None if isinstance(assessment.score, Missing) else Attained(assessment.score, assessment.grade, dict(choices))
