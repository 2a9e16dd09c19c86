"""Places of bodies among those of their kind, with ties, and what changed against the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kzrules.comparison import difference
from kzrules.consequences import ranks_of
from kzrules.outcome import Assessment
from kzrules.program import KINDS
from kzrules.replay import grade_change
from kzrules.report import Report


@dataclass(frozen=True, slots=True)
class Placing:
    """The place of one body among those of its kind that have a score.

    Attributes:
        rank, last: the places that a tie shares, first and last; both None without a score.
        tied: the bodies it shares them with.
        count: bodies of the kind with a score.

    """

    assessment: Assessment
    rank: int | None
    last: int | None
    tied: tuple[Assessment, ...]
    count: int

    @property
    def text(self) -> str:
        """`3`, or `3–4` where the place is shared; a dash without a score."""
        if self.rank is None:
            return "—"
        return f"{self.rank}" if self.rank == self.last else f"{self.rank}–{self.last}"


@dataclass(frozen=True, slots=True)
class Rated:
    """A body's place, and its place the year before where that is known."""

    now: Placing
    before: Placing | None

    @property
    def change(self) -> Fraction | None:
        """Of the rounded score."""
        return None if self.before is None else difference(self.before.assessment.score, self.now.assessment.score)

    @property
    def rank_change(self) -> int | None:
        """Places won (above zero) or lost; a shared place counts as the best of those it shares."""
        if self.before is None or self.before.rank is None or self.now.rank is None:
            return None
        return self.before.rank - self.now.rank

    @property
    def grade_change(self) -> int:
        """1 a higher grade than the year before, -1 a lower one, 0 the same or not known."""
        return 0 if self.before is None else grade_change(self.before.assessment, self.now.assessment)


@dataclass(frozen=True, slots=True)
class Rating:
    """All bodies of one assessed year, by kind, best first; those without a score last within their kind.

    Attributes:
        previous: the report of the year before, if there is one.

    """

    report: Report
    previous: Report | None
    rated: tuple[Rated, ...]

    @property
    def period(self) -> int | None:
        """The assessed year."""
        return next((a.body.period for a in self.report.assessments), None)

    @property
    def previous_period(self) -> int | None:
        """The year before, as the data have it."""
        return next((a.body.period for a in self.previous.assessments), None) if self.previous else None

    def of_kind(self, kind: str) -> tuple[Rated, ...]:
        """The bodies of a kind that have a score, best first."""
        return tuple(r for r in self.rated if r.now.assessment.body.kind == kind and r.now.rank is not None)

    @property
    def unranked(self) -> tuple[Rated, ...]:
        """The bodies without a score."""
        return tuple(r for r in self.rated if r.now.rank is None)


def places_of(assessments: Sequence[Assessment]) -> tuple[Placing, ...]:
    """The place of each body, in the order given; bodies of one score share the places that they take together."""
    ranks = ranks_of(assessments)
    found = []
    for a, rank in zip(assessments, ranks, strict=True):
        peers = [b for b, r in zip(assessments, ranks, strict=True) if r is not None and _group(b) == _group(a)]
        tied = tuple(b for b in peers if b is not a and rank is not None and b.score == a.score)
        found.append(Placing(a, rank, None if rank is None else rank + len(tied), tied, len(peers)))
    return tuple(found)


def rating_of(report: Report, previous: Report | None = None) -> Rating:
    """The rating of a report of one assessed year, compared with that of the year before."""
    before = {place.assessment.body.id: place for place in places_of(previous.assessments)} if previous else {}
    rated = [Rated(place, before.get(place.assessment.body.id)) for place in places_of(report.assessments)]
    return Rating(report, previous, tuple(sorted(rated, key=_order)))


def _group(a: Assessment) -> tuple[int | None, str]:
    return a.body.period, a.body.kind


def _order(rated: Rated) -> tuple[int, bool, int, str]:
    body = rated.now.assessment.body
    return KINDS.index(body.kind), rated.now.rank is None, rated.now.rank or 0, body.id
