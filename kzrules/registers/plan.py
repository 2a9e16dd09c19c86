"""What the SQL is built from: a layout, what to count, the files, the chosen readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kzrules.registers.counts import Counts, FactCount
from kzrules.registers.layout import Layout
from kzrules.registers.sources import Source

DAYS = ("registered", "done", "extended_on", "notified_on")
MAY_BE_EMPTY = ("done", "extended_on", "extension_days", "notified_on")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the SQL is built from.

    Attributes:
        choices: the chosen option of every reading, defaults included.
        facts: the facts that the columns allow to count.
        as_of: the last day of the counted years: what is not done by then and should be is late.
        repeated: whether there is a table `repeated` with case numbers that stand more than once.

    """

    layout: Layout
    counts: Counts
    sources: tuple[Source, ...]
    choices: Mapping[str, str]
    facts: tuple[FactCount, ...]
    as_of: date
    repeated: bool = False

    @property
    def titles(self) -> Mapping[str, str]:
        """The register's columns by our names."""
        return self.layout.titles

    @property
    def first_included(self) -> bool:
        """Whether the day of an event is the first of its term."""
        return self.choices["first_day"] == "included"

    @property
    def still_open(self) -> str:
        """The day after the counted years, in SQL: what is not done is as late as if it were done then."""
        return f"DATE '{date.fromordinal(self.as_of.toordinal() + 1).isoformat()}'"

    @property
    def by_calendar(self) -> bool:
        """Whether a term may be in calendar days."""
        terms = self.counts.terms
        if terms.by:
            return any(rule.limit.span and rule.limit.span.unit == "calendar_days" for rule in terms.rules.values())
        words = self.layout.words.get(terms.unit, {})
        in_cells = terms.unit in self.titles and ("calendar_days" in words.values() or not words)
        return in_cells or self.layout.constants.get(terms.unit) == "calendar_days"

    @property
    def calendar_stays(self) -> bool:
        """Whether a term in calendar days may end on a day off."""
        return self.by_calendar and self.choices["last_day"] == "stays"


def uncountable(plan: Plan, facts: Sequence[FactCount]) -> dict[str, str]:
    """Facts that no column of the register allows to count, and the column that is lacking."""
    lacking: dict[str, str] = {}
    for fact in facts:
        for key in _needs(fact):
            column = plan.counts.columns.get(key)
            if column and not column.default and key not in plan.titles and key not in plan.layout.constants:
                lacking.setdefault(fact.fact, key)
    return lacking


def _needs(fact: FactCount) -> Iterator[str]:
    for key in fact.where:
        yield from {"one_day": ("term",), "late_in_outage": ("outage",)}.get(key, (key,))
