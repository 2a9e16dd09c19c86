"""What the cases of an edition could exercise: every rule, row, edge, special case, deduction, bound, line, branch, list and option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from kzrules.branches import Branch, branches_of
from kzrules.dictionary import Dictionary
from kzrules.edges import Edge, band_edges, edges_of
from kzrules.edition import Edition, program_with
from kzrules.formula import Formula
from kzrules.place import Place
from kzrules.program import KINDS, Deduction, Each, Line, Lookup, Normalise, Program, Row, Rule, Special
from kzrules.reading_nodes import fields, key_places
from kzrules.values import decimal_text
from kzrules.walk import pieces

What = Literal["rule", "row", "edge", "band", "band_edge", "special", "deduction", "bound", "line", "branch", "list", "normalise", "option"]


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """One thing that a case can exercise.

    Attributes:
        what: its kind.
        name: what it is about: a grade, the text of a formula, `reading=option`.
        way: which side or way of it, where there are several.

    """

    place: Place
    what: What
    name: str
    way: str = ""


def points_of(edition: Edition) -> dict[Point, tuple[str, ...]]:
    """Every point of an edition in file order, with the rules (by path) that lead to it; `()` for the scale."""
    found: dict[Point, dict[str, None]] = {}
    for program in programs_of(edition):
        for path, point in _points(program, edition.dictionary):
            found.setdefault(point, {})[path] = None
    for path, point in option_points(edition):
        if path or point not in found:
            found.setdefault(point, {})[path] = None
    return {point: tuple(p for p in found[point] if p) for point in sorted(found)}


def programs_of(edition: Edition) -> Iterator[Program]:
    """The programs of every kind and stretch of years: all readings at their defaults, then each other option alone."""
    for kind in KINDS:
        for year in edition.years:
            yield program_with(edition, kind, {}, year)[0]
            for reading in edition.readings.values():
                plain = not reading.options[reading.default].keys
                for option in reading.options:
                    if option != reading.default and (reading.options[option].keys or not plain):  # else they say the same
                        yield program_with(edition, kind, {reading.id: option}, year)[0]


def option_points(edition: Edition) -> Iterator[tuple[str, Point]]:
    """The options of every reading that a score can rest on (those about the dates of the edition decide no score)."""
    rests: dict[str, dict[str, None]] = {}
    for kind in KINDS:
        for year in edition.years:
            program = edition.program(kind, None, year)
            for name in (*program.overall.readings, *program.overall.rounding.readings):
                rests.setdefault(name, {})[""] = None
            for path, rule in program.rules.items():
                for name in _readings(rule):
                    rests.setdefault(name, {})[path] = None
    nodes = fields(edition.root.get("readings"))
    for name, paths in rests.items():
        for option, place in key_places(fields(nodes[name])["options"]).items():
            for path in paths:
                yield path, option_point(place, name, option)


def option_point(place: Place, reading: str, option: str) -> Point:
    """The point of an option."""
    return Point(place, "option", f"{reading}={option}")


def _readings(rule: Rule) -> Iterator[str]:
    for piece in pieces(rule):
        yield from getattr(piece, "readings", ())
        yield from getattr(piece, "empty_readings", ())
        yield from getattr(piece, "equal_readings", ())
        if isinstance(piece, Lookup) and piece.table.rounding:
            yield from piece.table.rounding.readings


def _points(program: Program, dictionary: Dictionary) -> Iterator[tuple[str, Point]]:
    for band in program.bands:
        yield "", Point(band.place, "band", band.grade)
    for edge in band_edges(program):
        yield "", edge_point(edge, "band_edge")
    for path, rule in program.rules.items():
        for piece in all_pieces(rule, program):
            for point in piece_points(piece, dictionary):
                yield path, point


def all_pieces(rule: Rule, program: Program) -> Iterator[Any]:
    """Every record of a rule, and of the shared definitions that it asks for."""
    waiting: list[Any] = [rule]
    seen: set[str] = set()
    while waiting:
        for piece in pieces(waiting.pop()):
            yield piece
            names = piece.names if isinstance(piece, Formula) else ()
            for name in names:
                if name in program.let and name not in rule.let and name not in seen:
                    seen.add(name)
                    waiting.append(program.let[name])


def piece_points(piece: Any, dictionary: Dictionary) -> Iterator[Point]:
    """The points of one record, those of its parts not counted."""
    match piece:
        case Rule():
            yield Point(piece.place, "rule", piece.path)
            yield from bound_points(piece)
        case Row():
            yield Point(piece.place, "row", piece.printed or piece.code)
        case Lookup():
            yield from (edge_point(edge, "edge") for edge in edges_of(piece, dictionary))
        case Special(when=when):
            yield Point(when.place, "special", when.text)
        case Deduction():
            ways = ("taken", "reached", "within") if piece.cap is not None else ("taken",)
            yield from (Point(piece.place, "deduction", piece.id, way) for way in ways)
        case Line():
            yield Point(piece.place, "line", piece.id)
        case Each():
            yield from (Point(piece.place, "list", piece.over, way) for way in ("some", "empty", *(("left_out",) if piece.where else ())))
        case Normalise():
            yield from (normalise_point(piece, way) for way in ("between", "equal"))
        case Formula():
            yield from (branch_point(branch) for branch in branches_of(piece))


def normalise_point(piece: Normalise, way: str) -> Point:
    """The point of a normalisation: the bodies differ, or all have one value."""
    return Point(piece.place, "normalise", piece.pool, way)


def bound_points(rule: Rule) -> Iterator[Point]:
    """The limits of a rule, each where it binds and where it does not."""
    limits: Iterable[tuple[str, Fraction | None]] = (("floor", rule.floor), ("cap", rule.cap), ("deductions_cap", rule.deductions_cap))
    for name, limit in limits:
        if limit is not None:
            yield from (Point(rule.place, "bound", f"{rule.path} {name}", way) for way in ("reached", "within"))


def edge_point(edge: Edge, what: Literal["edge", "band_edge"]) -> Point:
    """The point of a side of an edge."""
    return Point(edge.place, what, decimal_text(edge.value), edge.side)


def branch_point(branch: Branch) -> Point:
    """The point of a branch."""
    return Point(branch.place, "branch", branch.text, branch.way)
