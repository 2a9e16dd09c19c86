"""What bounds an answer: what the dictionary says must hold among facts, and where the point tables step."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from graphlib import TopologicalSorter

from kzrules.dictionary import Dictionary
from kzrules.formula import Formula
from kzrules.place import Place
from kzrules.program import Each, Program, Rule, Table, Value


@dataclass(frozen=True, slots=True)
class Limit:
    """`terms` add up to nothing above zero: what is bounded counts above zero in them, what bounds it below."""

    terms: Mapping[str, Fraction]

    def bounded(self) -> list[str]:
        """The answers that may not be more."""
        return [name for name, times in self.terms.items() if times > 0]

    def bounds(self) -> list[str]:
        """The answers that say how much."""
        return [name for name, times in self.terms.items() if times < 0]


def limits_of(dictionary: Dictionary, within: str = "") -> tuple[Limit, ...]:
    """The constraints of a dictionary, which all have the form `a + 2 * b <= c + 4 * d`; `within` a list, those of its records."""
    found = []
    for constraint in dictionary.constraints:
        match constraint.that.tree:
            case ast.Compare(left=left, ops=[ast.LtE()], comparators=[right]):
                terms = _terms(left, Fraction(1)) + _terms(right, Fraction(-1))
                assert len(dict(terms)) == len(terms), f"a fact stands twice in {constraint.that.text}"
                found.append((constraint.within, Limit(dict(terms))))
            case _:
                raise NotImplementedError(constraint.that.text)
    return tuple(limit for place, limit in found if place == within)


def _terms(node: ast.expr, times: Fraction) -> list[tuple[str, Fraction]]:
    match node:
        case ast.Name(id=name):
            return [(name, times)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _terms(left, times) + _terms(right, times)
        case ast.BinOp(left=ast.Constant() as factor, op=ast.Mult(), right=right):
            return _terms(right, times * Fraction(str(factor.value)))
        case _:
            raise NotImplementedError(ast.dump(node))


def in_order_of(limits: Iterable[Limit], names: Iterable[str]) -> list[str]:
    """What bounds before what is bounded; of two facts that bound each other, the one that stands in more constraints."""
    limits = tuple(limits)
    stands = Counter(name for limit in limits for name in limit.terms)
    before: dict[str, set[str]] = {name: set() for name in sorted(names)}
    for limit in limits:
        for part in before.keys() & limit.bounded():
            before[part] |= before.keys() & set(limit.bounds())
    first = {part: {whole for whole in wholes if part not in before[whole] or stands[whole] > stands[part]} for part, wholes in before.items()}
    return list(TopologicalSorter(first).static_order())


def records_in(record: object) -> Iterator[object]:
    """A record of a program and every record below it."""
    yield record
    if isinstance(record, Mapping):
        for part in record.values():
            yield from records_in(part)
    elif isinstance(record, tuple):
        for part in record:
            yield from records_in(part)
    elif is_dataclass(record) and not isinstance(record, Formula | Place):
        for field in fields(record):
            yield from records_in(getattr(record, field.name))


def table_steps(programs: Iterable[Program]) -> frozenset[Fraction]:
    """Where the point tables of programs step."""
    tables = (part for program in programs for part in records_in((program.let, program.directions)) if isinstance(part, Table))
    bounds = (bound for table in tables for row in table.rows for bound in (row.low, row.high))
    return frozenset(bound for bound in bounds if bound is not None)


def divisors_of(programs: Iterable[Program], dictionary: Dictionary) -> frozenset[str]:
    """Facts and fields of lists that programs divide by: where they are zero, little can be scored."""
    found: set[str] = set()
    lets: list[tuple[str, Value]] = []
    for program in programs:
        lets += program.let.items()
        for part in records_in((program.let, program.directions)):
            match part:
                case Formula():
                    found |= _divided_by(part)
                case Rule(let=let) | Each(let=let):
                    lets += let.items()
                case _:
                    pass
    before = 0
    while before < len(found):
        before = len(found)
        found |= {term for let, value in lets if let in found for part in records_in(value) if isinstance(part, Formula) for term in part.names}
    return frozenset(found & {*dictionary.facts, *(field for spec in dictionary.facts.values() for field in spec.fields)})


def _divided_by(formula: Formula) -> set[str]:
    below: list[ast.expr] = []
    for node in ast.walk(formula.tree):
        match node:
            case ast.BinOp(op=ast.Div(), right=divisor):
                below.append(divisor)
            case ast.Call(func=ast.Name(id="percent" | "share"), args=[_, divisor]):
                below.append(divisor)
            case _:
                pass
    return {node.id for tree in below for node in ast.walk(tree) if isinstance(node, ast.Name)}
