"""Check stage: what an edition means, before any data arrive. Each check is a small generator of faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.edition import Edition, program_with
from kzrules.nodes import Fields, Items, Node, Text
from kzrules.program import KINDS, Band, Lookup, Program, Row, Table
from kzrules.reading_nodes import fields, is_todo, words_of
from kzrules.values import decimal_text
from kzrules.walk import pieces

Check = Callable[[Program, Fields], Iterator[Diagnostic]]


def check_edition(edition: Edition, every_option: bool = False) -> list[Diagnostic]:
    """Faults of meaning under the default readings; with `every_option`, under each other option alone too."""
    found = [fault for kind in KINDS for year in edition.years for fault in _program_faults(edition.program(kind, period=year), edition.root)]
    found += _dates(edition)
    if every_option:
        found += [*todos(edition.root), *_options(edition)]
    return in_file_order(found)


def _program_faults(program: Program, root: Fields) -> Iterator[Diagnostic]:
    for check in CHECKS:
        yield from check(program, root)


# ── tables ──


def tables_of(program: Program) -> dict[str, Table]:
    """Every table that the rules of a program use."""
    shared = (piece for value in program.let.values() for piece in pieces(value))
    own = (piece for rule in program.rules.values() for piece in pieces(rule))
    return {piece.id: piece for piece in (*shared, *own) if isinstance(piece, Table)}


def _tables(program: Program, _: Fields) -> Iterator[Diagnostic]:
    """A value falls in exactly one row."""
    for table in tables_of(program).values():
        yield from table_faults(table)


def table_faults(table: Table) -> Iterator[Diagnostic]:
    """Rows that overlap, gaps between rows, a code twice."""
    codes = [row.code for row in table.rows if row.code]
    for row in table.rows:
        if row.code and codes.count(row.code) > 1:
            yield Diagnostic("KZ301", row.place, {"table": table.id, "first": row.code, "second": row.code}, table.cite)
    rows = sorted((row for row in table.rows if not row.code), key=_start)
    for one, next_ in pairwise(rows):
        values = {"table": table.id, "first": interval_text(one), "second": interval_text(next_)}
        match _touch(one, next_):
            case "overlap":
                yield Diagnostic("KZ301", next_.place, values, table.cite)
            case "gap":
                yield Diagnostic("KZ302", next_.place, values, table.cite)


def _start(row: Row) -> tuple[bool, Fraction, bool]:
    return (row.low is not None, row.low or Fraction(0), not row.low_included)


def _touch(one: Row, next_: Row) -> str:
    if one.high is None or next_.low is None or one.high > next_.low:
        return "overlap"
    if one.high < next_.low:
        return "gap"
    return {2: "overlap", 0: "gap"}.get(one.high_included + next_.low_included, "")


def interval_text(row: Row) -> str:
    """`[20; 40)`: what a row covers, or its code."""
    if row.code:
        return row.code
    low = "(−∞" if row.low is None else ("[" if row.low_included else "(") + decimal_text(row.low)
    high = "+∞)" if row.high is None else decimal_text(row.high) + ("]" if row.high_included else ")")
    return f"{low}; {high}"


# ── scale and sums ──


def _bands(program: Program, _: Fields) -> Iterator[Diagnostic]:
    """Every rounded score falls in exactly one band."""
    bands = sorted(program.bands, key=lambda b: (b.low is not None, b.low or Fraction(0)))
    for one, next_ in pairwise(bands):
        if one.high is None or next_.low is None or one.high > next_.low:
            yield Diagnostic("KZ305", next_.place, {"first": one.grade, "second": next_.grade}, next_.cite)
        elif one.high < next_.low:
            yield Diagnostic("KZ304", next_.place, {"first": decimal_text(one.high), "second": decimal_text(next_.low)}, next_.cite)
    yield from _open_ends(bands)


def _open_ends(bands: list[Band]) -> Iterator[Diagnostic]:
    if bands[0].low is not None:
        yield Diagnostic("KZ304", bands[0].place, {"first": "−∞", "second": decimal_text(bands[0].low)}, bands[0].cite)
    if bands[-1].high is not None:
        yield Diagnostic("KZ304", bands[-1].place, {"first": decimal_text(bands[-1].high), "second": "+∞"}, bands[-1].cite)


def _weights(program: Program, root: Fields) -> Iterator[Diagnostic]:
    """The weights of the directions add up to 1, and every direction has one."""
    total = sum(program.overall.weights.values(), Fraction(0))
    node = fields(root.get("overall")).get("weights")
    if total != 1:
        place = node.place if node is not None else root.keys["overall"]
        yield Diagnostic("KZ303", place, {"sum": decimal_text(total)}, program.overall.cite)

    for direction in program.directions:
        if direction.id not in program.overall.weights:
            yield Diagnostic("KZ317", direction.place, {"name": direction.id}, program.overall.cite)


def _points(program: Program, _: Fields) -> Iterator[Diagnostic]:
    """A table that is the score of a rule gives no more than the rule's maximum."""
    for rule in program.rules.values():
        if isinstance(rule.score, Lookup) and rule.maximum is not None:
            for row in rule.score.table.rows:
                if row.points is not None and row.points > rule.maximum:
                    values = {"table": rule.score.table.id, "points": decimal_text(row.points), "rule": rule.path, "max": decimal_text(rule.maximum)}
                    yield Diagnostic("KZ318", row.place, values, rule.score.table.cite)


def _maxima(program: Program, _: Fields) -> Iterator[Diagnostic]:
    """A rule that is the sum of its parts has the sum of their maxima."""
    for rule in program.rules.values():
        if rule.score is not None or not rule.children or rule.maximum is None:
            continue
        parts = [child.maximum for child in rule.children]
        total = sum((m for m in parts if m is not None), Fraction(0))
        if None not in parts and total != rule.maximum:
            values = {"rule": rule.path, "sum": decimal_text(total), "max": decimal_text(rule.maximum), "kind": program.kind}
            yield Diagnostic("KZ306", rule.place, values, rule.cite)


CHECKS: tuple[Check, ...] = (_tables, _bands, _weights, _points, _maxima)


# ── the edition as a whole ──


def _dates(edition: Edition) -> Iterator[Diagnostic]:
    for key, (first, until) in (("in_force", edition.in_force), ("applies_to", edition.applies_to)):
        if until and until <= first and not is_todo(first):
            yield Diagnostic("KZ310", edition.root.keys[key], {"first": first, "second": until})


def todos(node: Node, key: str = "") -> Iterator[Diagnostic]:
    """Values of a draft that are still to be written."""
    match node:
        case Text(value, _, place):
            if is_todo(value):
                yield Diagnostic("KZ331", place, {"key": key, "text": value})
        case Items(parts, _):
            for part in parts:
                yield from todos(part, key)
        case Fields(entries, _, _):
            for name, part in entries.items():
                yield from todos(part, name)


def _options(edition: Edition) -> Iterator[Diagnostic]:
    """Each option alone must build and be sound too; what is said of the default is not said again."""
    used: dict[str, set[str]] = {"tables": set(), "checklists": set(), "readings": set()}
    kinds = [(kind, year) for kind in KINDS for year in edition.years]
    said = {(d.code, d.place) for kind, year in kinds for d in _program_faults(edition.program(kind, period=year), edition.root)}
    alternatives = [(r.id, o) for r in edition.readings.values() for o in r.options if o != r.default]
    for kind, year in kinds:
        for choices in ({}, *({reading: option} for reading, option in alternatives)):
            program, faults, parts = program_with(edition, kind, choices, year)
            faults += [f for f in _program_faults(program, edition.root) if f.severity == "error"]
            yield from (f for f in faults if (f.code, f.place) not in said)
            used["tables"] |= parts.used_tables
            used["checklists"] |= parts.used_checklists
            used["readings"] |= {word.partition(".")[0] for _, word in parts.chooser.used}
    yield from _unused(edition, used)


_UNUSED = {"tables": ("таблица", "table"), "checklists": ("перечень", "checklist"), "readings": ("чтение", "reading")}


def _unused(edition: Edition, used: dict[str, set[str]]) -> Iterator[Diagnostic]:
    """Tables, checklists and readings that nothing asks for, under no option."""
    for key in ("in_force", "applies_to"):
        used["readings"] |= {word.value for word in words_of(fields(edition.root.get(key)).get("reading"))}
    for section, names in used.items():
        node = edition.root.get(section)
        for name in fields(node):
            if name not in names and isinstance(node, Fields):
                ru, en = _UNUSED[section]
                yield Diagnostic("KZ309", node.keys[name], {"what_ru": ru, "what_en": en, "name": name})
