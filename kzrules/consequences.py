"""What a change of edition does to whom: scores, grades and ranks of a cohort under two editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.comparison import difference
from kzrules.outcome import Assessment
from kzrules.values import Missing, decimal_text, exact_text


@dataclass(frozen=True, slots=True)
class Consequence:
    """One body under two editions; ranks among the bodies of its kind and assessed year, best first.

    Attributes:
        ranks: the place under each edition, None without a score; bodies with one score share the best place.
        difference: of the rounded scores; None where one is not known.

    """

    before: Assessment
    after: Assessment
    ranks: tuple[int | None, int | None]
    difference: Fraction | None

    @property
    def grade_changes(self) -> bool:
        """Whether the grade differs, both being known."""
        return self.before.grade is not None and self.after.grade is not None and self.before.grade != self.after.grade

    @property
    def rank_changes(self) -> bool:
        """Whether the place differs, both being known."""
        return None not in self.ranks and self.ranks[0] != self.ranks[1]


def consequences_of(before: Iterable[Assessment], after: Iterable[Assessment]) -> list[Consequence]:
    """Each body's consequence, the largest difference first, those without one last."""
    one, other = list(before), list(after)
    ranks = zip(ranks_of(one), ranks_of(other), strict=True)
    found = [Consequence(a, b, places, difference(a.score, b.score)) for a, b, places in zip(one, other, ranks, strict=True)]
    return sorted(found, key=lambda c: (c.difference is None, -abs(c.difference or 0), c.before.body.id, c.before.body.period or 0))


def ranks_of(assessments: Sequence[Assessment]) -> list[int | None]:
    """The place of each body among those of its year and kind that have a score; ties share the best place."""

    def group(a: Assessment) -> tuple[int | None, str]:
        return a.body.period, a.body.kind

    scored = [(group(a), a.score) for a in assessments if not isinstance(a.score, Missing)]
    return [None if isinstance(a.score, Missing) else 1 + sum(g == group(a) and score > a.score for g, score in scored) for a in assessments]


def consequences_json(found: Iterable[Consequence]) -> Iterator[dict[str, Any]]:
    """One record for each body."""
    for one in found:
        yield {
            "body": one.before.body.id,
            "kind": one.before.body.kind,
            "period": one.before.body.period,
            "scores": [_number(a.score, a.program.overall.rounding.places) for a in (one.before, one.after)],
            "difference": None if one.difference is None else {"decimal": decimal_text(one.difference, 2), "exact": exact_text(one.difference)},
            "grades": [one.before.grade, one.after.grade],
            "ranks": list(one.ranks),
            "missing": [sorted(a.missing.facts) + a.missing.sentences("ru") for a in (one.before, one.after)],
        }


def _number(value: Any, places: int) -> str | None:
    return None if isinstance(value, Missing) else decimal_text(value, places)
