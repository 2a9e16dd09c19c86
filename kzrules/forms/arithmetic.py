"""What must hold among the cells of a filled form: totals, checks, columns that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.exact import ExactEvaluator
from kzrules.forms.cell_values import cell_value, value_text
from kzrules.forms.filing import CellKey, Filing
from kzrules.forms.form import Check, Column, Form, Section
from kzrules.forms.grids import Found
from kzrules.forms.totals import Total, totals_of
from kzrules.values import Missing, decimal_text, rounded
from kzrules.words import words


def arithmetic_faults(filing: Filing, shown: Mapping[CellKey, Found]) -> Iterator[Diagnostic]:
    """What does not hold among the cells of a filing with its totals computed; `shown` are the totals as the sheet has them."""
    yield from _totals(filing, shown)
    yield from _checks(filing)
    yield from _one_of(filing)


def _totals(filing: Filing, shown: Mapping[CellKey, Found]) -> Iterator[Diagnostic]:
    """A total that the sheet shows is the one that its parts make; a formula never computed shows nothing and is passed over."""
    for total in totals_of(filing.form, filing.counts):
        value = filing.cells.get(total.key)
        found = shown.get(total.key)
        if value is None or found is None or found.value is None:
            continue
        column = filing.form.section(total.key.section).column(total.key.column)
        said, _ = cell_value(Found(found.value), _as_number(column))
        places = 6 if total.mean else column.places
        if _unlike(said, value, places) and not (isinstance(said, Missing) or isinstance(value, Missing)):
            yield Diagnostic("KZ843", filing.places[total.key], _total_values(total, found, value, filing.form))
        elif isinstance(said, Missing) != isinstance(value, Missing):
            yield Diagnostic("KZ844", filing.places[total.key], _total_values(total, found, value, filing.form))


def _as_number(column: Column) -> Column:
    return replace(column, type="number", places=9, least=None, most=None)


def _unlike(said: object, value: object, places: int) -> bool:
    if not isinstance(said, Fraction) or not isinstance(value, Fraction):
        return not isinstance(said, Missing)
    return rounded(said, places, "half_up") != rounded(value, places, "half_up")


def _total_values(total: Total, found: Found, value: Any, form: Form) -> dict[str, object]:
    column = form.section(total.key.section).column(total.key.column)
    said = value_text(found.value) if found.value is not None else ""  # type: ignore[arg-type]
    computed = "-" if isinstance(value, Missing) else decimal_text(value)
    return {"row": total.key.row, "column": column.title(), "shown": said, "computed": computed}


def _checks(filing: Filing) -> Iterator[Diagnostic]:
    for section in filing.form.sections:
        for check in section.checks:
            yield from _by_column(filing, section, check) if check.scope == "column" else _by_line(filing, section, check)


def _by_column(filing: Filing, section: Section, check: Check) -> Iterator[Diagnostic]:
    rows = {row.id: row.code for row in section.rows}
    for column in section.columns:
        keys = {name: CellKey(section.id, rows[name], column.id) for name in check.that.names}
        called = {name: f"[{rows[name]}]" for name in check.that.names}
        yield from _broken(filing, check, keys, (called, column.title()))


def _by_line(filing: Filing, section: Section, check: Check) -> Iterator[Diagnostic]:
    called = {name: f"«{section.column(name).title()}»" for name in check.that.names}
    for row in section.rows:
        for line in [0, *filing.lines(section.id, row.code)]:
            keys = {name: CellKey(section.id, row.code, name, line) for name in check.that.names}
            yield from _broken(filing, check, keys, (called, row.code))


def _broken(filing: Filing, check: Check, keys: Mapping[str, CellKey], said_as: tuple[Mapping[str, str], str]) -> Iterator[Diagnostic]:
    """A check that does not hold; `said_as` is what the names are called, and where it is."""
    called, where = said_as
    if not all(key in filing.cells for key in keys.values()):
        return
    values: Mapping[str, Any] = {name: filing.cells[key] for name, key in keys.items()}
    if ExactEvaluator().value(check.that, lambda name: values[name]) is False:
        said = ", ".join(f"{called[name]} = {value_text(values[name])}" for name in sorted(values, key=check.that.text.index))
        that = {f"that_{lang}": words(check.that.tree, lambda name: called[name], lang) for lang in ("ru", "en")}
        place = filing.places[keys[min(values, key=check.that.text.index)]]
        yield Diagnostic("KZ845" if check.cite else "KZ899", place, {**that, "values": said, "where": where}, check.cite)


def _one_of(filing: Filing) -> Iterator[Diagnostic]:
    """Of the columns that exclude each other exactly one is marked in each line."""
    for section, row in filing.form.rows():
        groups: dict[str, list[Column]] = {}
        for column in section.columns:
            if column.one_of:
                groups.setdefault(column.one_of, []).append(column)
        lines = filing.lines(section.id, row.code) if row.lines else [0] if groups and row.kind == "input" else []
        for line in lines:
            for columns in groups.values():
                keys = [key for column in columns if (key := CellKey(section.id, row.code, column.id, line)) in filing.places]
                marked = [key for key in keys if filing.cells.get(key) is True]
                if keys and len(marked) != 1:  # a row of the other body kind, or without these columns, has nothing to mark
                    names = ", ".join(column.title() for column in columns)
                    yield Diagnostic("KZ846", filing.places[keys[0]], {"columns": names, "count": len(marked)})
