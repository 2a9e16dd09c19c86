"""One walk over the records of a program: every part of a rule, from its special cases down to the rows of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kzrules.formula import Formula
from kzrules.program import Checklist, CohortMean, Deduction, Each, Line, Lookup, Normalise, Number, Row, Rule, Special, Table
from kzrules.values import Missing


def pieces(part: Any) -> Iterator[Any]:
    """A record and every record inside it; the parts (`children`) of a rule are rules of their own and left out."""
    yield part
    for inner in inside(part):
        yield from pieces(inner)


def inside(part: Any) -> Iterator[Any]:
    """The records directly inside a record, in the order of the file."""
    match part:
        case Rule():
            yield from part.let.values()
            yield from part.specials
            yield from () if part.score is None else (part.score,)
            yield from part.deductions
        case Special(when=when, outcome=outcome):
            yield from (when, outcome)
        case Deduction():
            yield part.points
            yield from (f for f in (part.per, part.when) if f is not None)
        case Lookup(table=table, of=of):
            yield from (table, of)
        case Table(rows=rows):
            yield from rows
        case Each():
            yield from () if part.where is None else (part.where,)
            yield from part.let.values()
            yield from part.specials
            yield from (part.score, part.empty)
        case Normalise(value=value, when_equal=when_equal):
            yield from (value, when_equal)
        case Checklist(lines=lines):
            yield from lines
        case Line():
            yield from part.specials
            yield from (v for v in (part.defects, part.score) if v is not None)
        case Number() | Formula() | Row() | Missing() | CohortMean():
            return
        case _:  # pragma: no cover - a record of program.py that this walk does not know
            raise AssertionError(part)


def readings_of(part: Any) -> set[str]:
    """Readings that a record rests on, those of everything inside it too."""
    found: set[str] = set()
    for piece in pieces(part):
        found |= set(getattr(piece, "readings", ())) | set(getattr(piece, "empty_readings", ())) | set(getattr(piece, "equal_readings", ()))
        if isinstance(piece, Table) and piece.rounding:
            found |= set(piece.rounding.readings)
    return found
