"""Checks of single rows: one bound said twice, and written bounds that are not those of the act's printed words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from kzrules.checks_tables import tables_of
from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.merge import Chooser
from kzrules.nodes import Fields, Items, Node
from kzrules.printed import Bounds, agrees, bounds_from_words
from kzrules.program import Band, Program, Row
from kzrules.reading_nodes import citation, fields, items, text
from kzrules.tables import interval_text
from kzrules.values import decimal_text

_BOUNDS = ("from", "above", "to", "below")
_TWICE = (("from", "above"), ("to", "below"), *(("exactly", key) for key in _BOUNDS), *(("is", key) for key in (*_BOUNDS, "exactly")))


def double_bounds(edition: Edition) -> Iterator[Diagnostic]:
    """Rows that say one bound twice, as written or under an option of a reading: only one of the two would count."""
    choices: list[Mapping[str, str]] = [{}, *({r.id: o} for r in edition.readings.values() for o in r.options if o != r.default)]
    for chosen in choices:
        chooser = Chooser(edition.readings, chosen)
        for name, node in fields(edition.root.get("tables")).items():
            if isinstance(node, Fields):
                for row in _row_nodes(chooser.open(node, "table")[0].get("rows")):
                    yield from _doubled(name, chooser.open(row, "row")[0], citation(node.get("cite")))


def _row_nodes(node: Node | None) -> Iterator[Fields]:
    """The rows of a table, whichever kind they are for."""
    if isinstance(node, Items):
        yield from (row for row in items(node) if isinstance(row, Fields))
    for part in fields(node).values():
        yield from _row_nodes(part)


def _doubled(table: str, row: Fields, cite: Citation | None) -> Iterator[Diagnostic]:
    for one, two in _TWICE:
        if one in row.entries and two in row.entries:
            values = {"table": table, "first": f"{one}: {text(row.get(one))}", "second": f"{two}: {text(row.get(two))}"}
            yield Diagnostic("KZ344", row.entries[two].place, values, cite)


# ── printed bounds ──


def printed_rows(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """The bounds of a row are those that it prints; what a reading decides about the rows is left to it."""
    for one in tables_of(program, edition):
        if _decided(one.table.readings, program, edition, ("rows",)):
            continue
        for row in one.table.rows:
            said = bounds_from_words(row.printed) if row.printed and not row.code else None
            if said and not _decided(row.readings, program, edition, (*_BOUNDS, "exactly")) and _differ(said, row, one.values.step):
                values = {"what_ru": f"таблица «{one.table.id}»", "what_en": f"the table “{one.table.id}”"}
                yield Diagnostic("KZ355", row.place, {**values, "printed": row.printed, "written": interval_text(row)}, one.table.cite)


def _decided(readings: tuple[str, ...], program: Program, edition: Edition, keys: tuple[str, ...]) -> bool:
    """Whether one of the readings puts its own keys there."""
    options = (edition.readings[name].options[program.choices[name]] for name in readings)
    return any(key in option.keys for option in options for key in keys)


def _differ(said: Bounds, row: Row, step: Fraction | None) -> bool:
    """A bound that only one side states differs in nothing: a row may be open where the print names the scale's end."""
    low = said.low and row.low is not None and not agrees(said.low, row.low, row.low_included, 1, step)
    high = said.high and row.high is not None and not agrees(said.high, row.high, row.high_included, -1, step)
    return bool(low or high)


def printed_bands(program: Program, _: Edition) -> Iterator[Diagnostic]:
    """The bounds of a band are those that it prints, at the places the overall score is rounded to."""
    step = Fraction(1, 10**program.overall.rounding.places)
    for band in program.bands:
        said = bounds_from_words(band.printed) if band.printed else None
        row = _as_row(band)
        if said and _differ(said, row, step if program.overall.rounding.places <= said.places else None):
            values = {"what_ru": f"полоса «{band.grade}»", "what_en": f"the band “{band.grade}”"}
            yield Diagnostic("KZ355", band.place, {**values, "printed": band.printed, "written": interval_text(row)}, band.cite)


def _as_row(band: Band) -> Row:
    return Row(band.low, True, band.high, False, "", None, band.printed, False, (), band.place)


def open_scale(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """A score is rounded to the places that the scale prints: with more, values stand between its bands; with fewer, an edge is never met."""
    bands = sorted((b for b in program.bands if b.printed), key=lambda band: (band.low is not None, band.low or Fraction(0)))
    said = [bounds for band in bands if (bounds := bounds_from_words(band.printed))]
    printed, places = max((bounds.places for bounds in said), default=0), program.overall.rounding.places
    place = fields(edition.root.get("overall")).get("rounding", edition.root).place
    if len(said) < len(program.bands) or printed == places:
        return
    for one, two in pairwise(said):
        edges = one.high, two.low
        if edges[0] is None or edges[1] is None or edges[0].places != printed:
            continue
        values = {"places": places, "printed": printed, "first": decimal_text(edges[0].value), "second": decimal_text(edges[1].value)}
        yield Diagnostic("KZ356" if places > printed else "KZ357", place, values, program.overall.cite)
        return
