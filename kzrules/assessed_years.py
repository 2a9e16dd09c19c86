"""What a node says for one assessed year: `applies_to` of rules, rows of `by_period`. `until` is excluded."""

from __future__ import annotations

from kzrules.nodes import Fields, Node
from kzrules.reading_nodes import fields, items, number


def in_years(node: Node | None, year: int | None) -> bool:
    """Whether a year lies in `{from, until}`; an end left out is open, and so is everything where no year matters."""
    first, until = (number(fields(node).get(key)) for key in ("from", "until"))
    return year is None or ((first is None or first <= year) and (until is None or year < until))


def rows_for(node: Fields, year: int | None) -> list[Node | None]:
    """The values of the rows of `by_period` that hold in a year; a sound edition has exactly one."""
    return [fields(part).get("is") for part in items(node.entries["by_period"]) if in_years(part, year)]


def changes_in(node: Node | None) -> list[int]:
    """Years from which something below a node differs."""
    found: list[int] = []
    for part in items(node) or fields(node).values():
        found += changes_in(part)
    for years in (fields(node).get("applies_to"), *items(fields(node).get("by_period"))):
        found += [int(year) for key in ("from", "until") if (year := number(fields(years).get(key))) is not None]
    return found
