"""Rows of a table as bodies of the interpreter: to explain one, and to score by the definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzrules.dictionary import LANGUAGES
from kzrules.facts import Body
from kzrules.frames.keys import NO_YEAR
from kzrules.frames.table import Table
from kzrules.program import KINDS
from kzrules.values import Missing


def body_at(table: Table, row: int) -> Body:
    """The body of a row; of a rejected one nothing is known."""
    keys = table.keys
    values: dict[str, Any] = {}
    if not table.rejected[row]:
        for name, cells in table.cells.items():
            fact, _, language = name.partition(".")
            if language:
                known = values.setdefault(fact, dict.fromkeys(LANGUAGES, Missing(frozenset([fact]))))
                known[language] = cells.at(row, fact)
            else:
                values[name] = cells.at(row, name)
        values.update({name: _records(table, name, row) for name in table.lists})
    year = int(keys.period[row])
    title = keys.name[row]
    return Body(keys.body[row], KINDS[keys.kind[row]], {"ru": title} if title else {}, values, period=None if year == NO_YEAR else year)


def _records(table: Table, name: str, row: int) -> Missing | tuple[Mapping[str, Any], ...]:
    if table.list_unknown[name][row]:
        return Missing(frozenset([name]))
    records = table.lists[name]
    found = []
    for place in (records.body == row).nonzero()[0]:
        one = {field: cells.at(place, f"{name}.{field}") for field, cells in records.cells.items() if cells.spec.type != "text"}
        titled = [field for field, cells in records.cells.items() if cells.spec.type == "text" and records.titles is not None]
        texts = {field: records.titles[int(place)].as_py() for field in titled}
        found.append({**texts, **one})
    return tuple(found)
