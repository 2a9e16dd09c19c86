"""Checks of point tables: every value that can come falls in exactly one row, and every row can be reached.

What can come is read off the looked-up value (`ranges`) and the rounding of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby

from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.names import all_lookups
from kzrules.place import Place
from kzrules.program import Program, Row, Table
from kzrules.ranges import ANY, Range, rounded_range, united
from kzrules.regions import Region, empty, reached, regions_of
from kzrules.tables import interval_text
from kzrules.value_ranges import codes_of, range_of
from kzrules.values import decimal_text


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A table that a program uses, and what it is asked for.

    Attributes:
        values: the numbers that can come, after the table's rounding.
        codes: the codes that can come; None where that is not known.
        plain: every lookup asks for a choice of the dictionary itself (its codes were checked when the program was built).

    """

    table: Table
    values: Range
    codes: frozenset[str] | None
    plain: bool


def tables_of(program: Program, edition: Edition) -> list[LookedUp]:
    """Every table that the rules of a program use."""
    asked: dict[str, list[tuple[Table, Range, Mapping[str, object] | None, bool]]] = {}
    for lookup, names in all_lookups(program, edition.dictionary):
        found, codes = range_of(lookup.of, names), codes_of(lookup.of, names)
        plain = isinstance(lookup.of, Formula) and lookup.of.text.strip().isidentifier()
        asked.setdefault(lookup.table.id, []).append((lookup.table, found, codes, plain))
    return [_looked_up(uses) for uses in asked.values()]


def _looked_up(uses: list[tuple[Table, Range, Mapping[str, object] | None, bool]]) -> LookedUp:
    table = uses[0][0]
    values = united(found for _, found, _, _ in uses)
    if table.rounding is not None:
        values = rounded_range(values, table.rounding.places, table.rounding.mode)
    known = [codes for _, _, codes, _ in uses if codes is not None]
    codes = frozenset(code for one in known for code in one) if len(known) == len(uses) else None
    return LookedUp(table, values, codes, all(plain for *_, plain in uses))


def table_checks(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """A value falls in exactly one row."""
    for one in tables_of(program, edition):
        yield from table_faults(one.table, one.values)
        if one.codes is not None and not one.plain and any(row.code for row in one.table.rows):
            missing = sorted(one.codes - {row.code for row in one.table.rows})
            yield from (Diagnostic("KZ307", one.table.place, {"table": one.table.id, "code": code}, one.table.cite) for code in missing)


def table_faults(table: Table, values: Range = ANY) -> Iterator[Diagnostic]:
    """Rows that overlap, are empty or stand behind others; values without a row; a code twice."""
    codes = [row.code for row in table.rows if row.code]
    for row in table.rows:
        if row.code and codes.count(row.code) > 1:
            yield Diagnostic("KZ301", row.place, {"table": table.id, "first": row.code, "second": row.code}, table.cite)
    intervals = [row for row in table.rows if not row.code]
    for row in intervals:
        if empty(row):
            yield Diagnostic("KZ341", row.place, {"table": table.id, "row": interval_text(row)}, table.cite)
    rows = tuple(row for row in intervals if not empty(row))
    if rows:
        regions = [region for region in regions_of(rows) if reached(region, values)]
        yield from _overlaps(table, rows, regions)
        yield from _gaps(table, values, regions)


def _overlaps(table: Table, rows: tuple[Row, ...], regions: list[Region]) -> Iterator[Diagnostic]:
    """Rows that share values; a row that shares all of them with rows before it stands behind them."""
    behind = [row for row in rows if (own := [r for r in regions if row in r.rows]) and all(r.rows[0] is not row for r in own)]
    for row in behind:
        before = [other for other in rows if any(region.rows[0] is other and row in region.rows for region in regions)]
        values = {"table": table.id, "row": interval_text(row), "before": ", ".join(map(interval_text, before))}
        yield Diagnostic("KZ342", row.place, values, table.cite)
    for one, two in combinations(rows, 2):
        if two not in behind and any(one in region.rows and two in region.rows for region in regions):
            first, second = sorted((one, two), key=_start)
            values = {"table": table.id, "first": interval_text(first), "second": interval_text(second)}
            yield Diagnostic("KZ301", second.place, values, table.cite)


def _start(row: Row) -> tuple[bool, object, bool]:
    return (row.low is not None, row.low or 0, not row.low_included)


def _gaps(table: Table, values: Range, regions: list[Region]) -> Iterator[Diagnostic]:
    """Values without a row: between two rows, below all of them, above all of them."""
    runs = [(covered, list(run)) for covered, run in groupby(regions, key=lambda region: bool(region.rows))]
    for at, (covered, _) in enumerate(runs):
        if covered:
            continue
        before = runs[at - 1][1][-1].rows[-1] if at else None
        after = runs[at + 1][1][0].rows[0] if at + 1 < len(runs) else None
        if before and after:
            yield Diagnostic("KZ302", after.place, {"table": table.id, "first": interval_text(before), "second": interval_text(after)}, table.cite)
        elif row := before or after:
            yield Diagnostic("KZ340", row.place, {"table": table.id, "row": interval_text(row), **_end(values, below=after is not None)}, table.cite)


def _end(values: Range, below: bool) -> dict[str, str]:
    end = values.low if below else values.high
    said = ("ниже", "below", "наименьшее", "least") if below else ("выше", "above", "наибольшее", "greatest")
    known = ("словарь предела не задаёт", "the dictionary sets no bound")
    if end is not None:
        known = (f"{said[2]} значение — {decimal_text(end)}", f"the {said[3]} value is {decimal_text(end)}")
    return {"side_ru": said[0], "side_en": said[1], "known_ru": known[0], "known_en": known[1], "key": "below" if below else "from"}


def outside(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """Bounds beyond the least or the greatest value of rows that values do reach."""
    for one in tables_of(program, edition):
        for row in one.table.rows:
            low, high = one.values.low, one.values.high
            beyond = (
                row.low if row.low is not None and low is not None and row.low < low else None,
                row.high if row.high is not None and high is not None and row.high > high else None,
            )
            met = not row.hole and not empty(row) and any(reached(region, one.values) for region in regions_of((row,)) if region.rows)
            for bound in (edge for edge in beyond if edge is not None and met):
                values = {"table": one.table.id, "row": interval_text(row), "bound": decimal_text(bound)}
                yield Diagnostic("KZ346", row.place, {**values, **_said(one, row)}, one.table.cite)


# ── over all programs of an edition ──


def unreached_rows(programs: Iterable[Program], edition: Edition) -> Iterator[Diagnostic]:
    """Rows that no value reaches, in whichever program: those that the act lacks (`hole`) are left out."""
    met: dict[Place, bool] = {}
    rows: dict[Place, tuple[Row, LookedUp]] = {}
    for program in programs:
        for one in tables_of(program, edition):
            regions = [region for region in regions_of(tuple(row for row in one.table.rows if not row.code)) if reached(region, one.values)]
            for row in one.table.rows:
                rows[row.place] = (row, one)
                found = (one.codes is None or row.code in one.codes) if row.code else any(row in region.rows for region in regions)
                met[row.place] = met.get(row.place, False) or found or row.hole or empty(row)
    for place, (row, one) in rows.items():
        if not met[place]:
            yield Diagnostic("KZ343", place, {"table": one.table.id, "row": interval_text(row), **_said(one, row)}, one.table.cite)


def _said(one: LookedUp, row: Row) -> dict[str, str]:
    """What can come, in words."""
    if row.code:
        known = ", ".join(sorted(one.codes or ()))
        return {"known_ru": f"значение бывает только таким: {known}", "known_en": f"the value is one of: {known}"}
    low, high = (None if end is None else decimal_text(end) for end in (one.values.low, one.values.high))
    ru = " ".join(part for part in (low and f"от {low}", high and f"до {high}") if part) or "любым"
    en = " ".join(part for part in (low and f"from {low}", high and f"to {high}") if part) or "anything"
    step = one.values.step
    if step is not None:
        ru, en = f"{ru} с шагом {decimal_text(step)}", f"{en} in steps of {decimal_text(step)}"
    return {"known_ru": f"значение бывает {ru}", "known_en": f"the value is {en}"}
