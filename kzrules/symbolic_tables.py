"""Point tables and means over values that are not known yet; follows tables.py."""

from __future__ import annotations

from fractions import Fraction

from kzrules.program import Row, Table
from kzrules.symbols import Symbol, Symbols, codes
from kzrules.terms import Term, Terms

_TOLD_APART = 3


def points_of(table: Table, of: Symbol, symbols: Symbols) -> tuple[Symbol, list[tuple[Row, Term]]]:
    """The points of the row that a value falls in (a hole of the act is undecided), and when it falls in each row."""
    t = symbols.terms
    number = of.term if isinstance(of.value, Term) else t.number(0)
    if table.rounding is not None:
        number = t.rounded(number, table.rounding.places, table.rounding.mode)
    above = t.every(t.no(of.missing), t.no(of.na))
    inside = [codes(of).get(row.code, t.false) if row.code else _inside(row, number, t) for row in table.rows]
    met = []
    for row, falls in zip(table.rows, inside, strict=True):
        met.append((row, t.every(above, falls)))
        above = t.every(above, t.no(falls))
    points = symbols.undecided()
    for row, falls in reversed(list(zip(table.rows, inside, strict=True))):
        points = symbols.chosen(falls, symbols.undecided() if row.points is None else symbols.known(row.points), points)
    return Symbol(points.value, t.some(of.missing, t.every(t.no(of.na), points.missing)), of.na), met


def _inside(row: Row, number: Term, t: Terms) -> Term:
    low, high = (None if end is None else t.number(end) for end in (row.low, row.high))
    above = t.true if low is None else t.at_most(low, number) if row.low_included else t.below(low, number)
    under = t.true if high is None else t.at_most(number, high) if row.high_included else t.below(number, high)
    return t.every(above, under)


def mean_of(points: list[Term], counted: list[Term], t: Terms) -> Term:
    """The mean over the records that count; a few records of which it is open whether they count are told apart one by one."""
    if sum(c.op != "constant" for c in counted) <= _TOLD_APART:
        return _mean([p for p, c in zip(points, counted, strict=True) if c is t.true], _open(points, counted, t), t)
    total = t.add(*(t.choice(c, p, t.number(0)) for p, c in zip(points, counted, strict=True)))
    count = t.add(*(t.choice(c, t.number(1), t.number(0)) for c in counted))
    mean = total
    for size in range(2, len(counted) + 1):
        mean = t.choice(t.equal(count, t.number(size)), t.times(total, Fraction(1, size)), mean)
    return mean


def _open(points: list[Term], counted: list[Term], t: Terms) -> list[tuple[Term, Term]]:
    return [(p, c) for p, c in zip(points, counted, strict=True) if c not in (t.true, t.false)]


def _mean(sure: list[Term], open_: list[tuple[Term, Term]], t: Terms) -> Term:
    if open_:
        (points, counts), rest = open_[0], open_[1:]
        return t.choice(counts, _mean([*sure, points], rest, t), _mean(sure, rest, t))
    return t.times(t.add(*sure), Fraction(1, max(1, len(sure))))
