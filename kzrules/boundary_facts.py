"""Which facts a rule asks for, and the answers worth trying: at the figures of the rule, a step beside them, and the odd ones."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kzrules.coverage_points import all_pieces
from kzrules.dictionary import LANGUAGES, Dictionary, FactSpec
from kzrules.edges import step_of
from kzrules.formula import Formula
from kzrules.program import Deduction, Each, Line, Lookup, Number, Program, Row, Rule
from kzrules.values import terminates

_MOST = 60


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place for an answer: a fact, or a field of the first record of a list (`field` empty: the list itself)."""

    fact: str
    field: str = ""

    def put(self, given: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
        """The facts with this answer."""
        if not self.field:
            return {**given, self.fact: value}
        records = given.get(self.fact)
        first = records[0] if isinstance(records, list) and records else {}
        rest = records[1:] if isinstance(records, list) else []
        return {**given, self.fact: [{**first, self.field: value}, *rest]}


def asked(program: Program, what: str) -> tuple[set[str], set[str]]:
    """The single facts and the lists that a rule asks for; nothing for the overall score: all are."""
    names: set[str] = set()
    lists: set[str] = set()
    for piece in _pieces(program, what):
        match piece:
            case Formula():
                names |= piece.names
            case Each():
                lists.add(piece.over)
            case Line():
                names.add(piece.id)
    return names, lists


def figures(programs: Iterable[Program], what: str, dictionary: Dictionary) -> list[Fraction]:
    """Every figure of a rule, and the nearest ones beside its edges."""
    found: dict[Fraction, None] = {}
    for program in programs:
        for piece in _pieces(program, what):
            for figure in _figures(piece, dictionary):
                found[figure] = None
    return list(found)


def variations(program: Program, what: str, dictionary: Dictionary, near: list[Fraction], given: Mapping[str, Any]) -> dict[Spot, list[Any]]:
    """Answers to try for each fact that the rule asks for."""
    names, lists = asked(program, what)
    found: dict[Spot, list[Any]] = {}
    amounts = [Fraction(value) for value in given.values() if isinstance(value, int | Decimal)]
    for name in sorted(names & set(dictionary.facts)):
        spec = dictionary.facts[name]
        found[Spot(name)] = _per_language(spec, list(_answers(spec, near, amounts)))
    for name in sorted(lists):
        spec = dictionary.facts[name]
        records = given.get(name)
        whole: list[Any] = [[]]
        if isinstance(records, list) and records:
            whole += [records[:1], records[:2]]
        found[Spot(name)] = whole
        for field, inner in spec.fields.items():
            if inner.type != "text":
                found[Spot(name, field)] = list(_answers(inner, near, []))
    return {spot: values for spot, values in found.items() if values}


def _pieces(program: Program, what: str) -> Iterator[Any]:
    for path, rule in program.rules.items():
        if what in ("overall", path) or path.startswith(what + "."):
            yield from all_pieces(rule, program)


def _figures(piece: Any, dictionary: Dictionary) -> Iterator[Fraction]:
    match piece:
        case Number(value=value):
            yield value
        case Formula():
            for node in ast.walk(piece.tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, Fraction):
                    yield from (node.value, node.value + 1, node.value - 1)
        case Lookup():
            step = step_of(piece, dictionary)
            ends = [end for row in piece.table.rows for end in (row.low, row.high) if end is not None]
            yield from (end + way * step for end in ends for way in (0, -1, 1, Fraction(-1, 2)))
        case Row() | Rule() | Deduction():
            limits = (getattr(piece, name, None) for name in ("cap", "floor", "deductions_cap", "points", "maximum"))
            yield from (limit for limit in limits if isinstance(limit, Fraction))


def _answers(spec: FactSpec, near: list[Fraction], amounts: list[Fraction]) -> Iterator[Any]:
    odd = ["n/a"] if spec.not_applicable is not None else []
    match spec.type:
        case "yes_no":
            yield from ("yes", "no", *odd)
        case "choice":
            yield from (*spec.choices, *odd)
        case "defects":
            yield from (0, 1, 2, 5, 30, 100, "absent", *odd)
        case "count" | "number":
            shares = [amount * figure / 100 for amount in amounts for figure in near]
            multiples = [figure * 100 for figure in near]
            wanted = [Fraction(0), Fraction(1), *near, *amounts, *shares, *multiples, Fraction(100), Fraction(10000), Fraction(100000)]
            seen = [value for value in dict.fromkeys(wanted) if _fits(value, spec)]
            yield from (_plain(value) for value in seen[: _MOST * 4])
            yield from odd


def _fits(value: Fraction, spec: FactSpec) -> bool:
    low, high = spec.least if spec.least is not None else Fraction(0), spec.most
    return value >= low and (high is None or value <= high) and terminates(value) and (value * 10**spec.places).denominator == 1


def _plain(value: Fraction) -> int | Decimal:
    return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)


def _per_language(spec: FactSpec, answers: list[Any]) -> list[Any]:
    if not spec.per_language:
        return answers
    same = [dict.fromkeys(LANGUAGES, answer) for answer in answers]
    return [*same, *({**dict.fromkeys(LANGUAGES, 0), LANGUAGES[0]: answer} for answer in answers if answer != "n/a")]
