"""What one filing gives to one fact: cells added up, lines counted, records of a list, a single answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from kzrules.forms.cell_values import folded
from kzrules.forms.filing import NO_INFORMATION, CellKey, CellValue, Filing, LineKey
from kzrules.forms.form import Column, Feed
from kzrules.place import Place
from kzrules.reading_nodes import in_language
from kzrules.values import FactValue, Missing, Record, Single


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a fact: what one filing gives, and the cells it comes from."""

    fact: str
    filing: Filing
    value: FactValue
    places: tuple[Place, ...]


def term_of(feed: Feed, filing: Filing, names: set[str]) -> Term:
    """What a filing gives to a fact; `names` are those of the body whose lines count, folded."""
    keys: list[CellKey]
    match feed.how:
        case "cells":
            keys = list(_cell_keys(feed, filing, names))
            return Term(feed.fact, filing, _sum(filing.cells.get(key, NO_INFORMATION) for key in keys), _places(filing, keys))
        case "answer":
            keys = [CellKey(feed.section, feed.rows[0], feed.columns[0])]
            return Term(feed.fact, filing, _single(filing.cells.get(keys[0], NO_INFORMATION)), _places(filing, keys))
        case "lines":
            keys = [key for key in _line_keys(feed, filing) if _holds(feed, filing, key)]
            if feed.columns:
                keys = [key._replace(column=feed.columns[0]) for key in keys]
                return Term(feed.fact, filing, _sum(filing.cells.get(key, NO_INFORMATION) for key in keys), _places(filing, keys))
            return Term(feed.fact, filing, Fraction(len(keys)), _places(filing, keys))
        case "over_lines":
            keys = [key for key in _line_keys(feed, filing) if _holds(feed, filing, key)]
            return Term(feed.fact, filing, tuple(_line_record(feed, filing, key) for key in keys), _places(filing, keys))
        case "over_columns":
            return Term(feed.fact, filing, tuple(_column_record(feed, filing, name) for name in feed.columns), ())


def _cell_keys(feed: Feed, filing: Filing, names: set[str]) -> Iterator[CellKey]:
    for row in feed.rows:
        if not feed.body:
            yield from (CellKey(feed.section, row, column) for column in feed.columns)
            continue
        lines = filing.form.section(feed.section).row(row).lines
        assert lines
        number = [name for name, _ in lines.names].index(feed.body)
        for line in filing.lines(feed.section, row):
            own = filing.names[LineKey(feed.section, row, line)]
            if folded(own[number]) in names:
                yield from (CellKey(feed.section, row, column, line) for column in feed.columns)


def _line_keys(feed: Feed, filing: Filing) -> Iterator[CellKey]:
    for row in feed.rows:
        yield from (CellKey(feed.section, row, "", line) for line in filing.lines(feed.section, row))


def _holds(feed: Feed, filing: Filing, key: CellKey) -> bool:
    for column, wanted in feed.where.items():
        value = filing.cells.get(key._replace(column=column))
        said = ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else value
        if said != ("yes" if wanted == "+" else wanted):
            return False
    return True


def _sum(values: Iterable[CellValue]) -> Single:
    whole = Fraction(0)
    for value in values:
        if not isinstance(value, Fraction):
            return NO_INFORMATION
        whole += value
    return whole


def _single(value: CellValue) -> Single:
    return value if isinstance(value, bool | Fraction | Missing | str) else value.isoformat()


def _line_record(feed: Feed, filing: Filing, key: CellKey) -> Record:
    section = filing.form.section(feed.section)
    lines = section.row(key.row).lines
    assert lines
    names = [name for name, _ in lines.names]
    record: dict[str, Single] = {}
    for field, source in feed.fields.items():
        if source in names:
            own = filing.names[LineKey(key.section, key.row, key.line)]
            record[field] = own[names.index(source)]
        else:
            value = filing.cells.get(key._replace(column=source))
            record[field] = _unmarked(section.column(source)) if value is None else _single(value)
    return record


def _unmarked(column: Column) -> Single:
    """A mark that is not there says no; any other empty cell is not known."""
    return False if column.type == "mark" else NO_INFORMATION


def _column_record(feed: Feed, filing: Filing, name: str) -> Record:
    column = filing.form.section(feed.section).column(name)
    record: dict[str, Single] = {feed.key: in_language(column.label, "ru")} if feed.key else {}
    for field, row in feed.fields.items():
        record[field] = _single(filing.cells.get(CellKey(feed.section, row, name), NO_INFORMATION))
    return record


def _places(filing: Filing, keys: Iterable[CellKey]) -> tuple[Place, ...]:
    return tuple(filing.places[key] for key in keys if key in filing.places)
