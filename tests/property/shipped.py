"""The shipped editions, read once, and what their programs are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from kzrules.dictionary import Dictionary
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.library import Library, open_library
from kzrules.outcome import Assessment, Result
from kzrules.place import Place
from kzrules.program import KINDS, Each, Kind, Line, Program, Rule, Table, Value

ROOT = Path(__file__).parents[2]

Choice = tuple[tuple[str, str], ...]
DEFAULTS: Choice = ()


@cache
def library() -> Library:
    return open_library(ROOT / "methodologies")


def dictionary() -> Dictionary:
    return library().dictionary


def id_of(name: str) -> str:
    return name.partition("@")[0]


def edition(name: str) -> Edition:
    return _loaded(id_of(name))


@cache
def _loaded(id_: str) -> Edition:
    return library().load(id_)


def _names(id_: str) -> list[str]:
    return [id_ if year is None else f"{id_}@{year}" for year in _loaded(id_).years]


EDITIONS = tuple(name for id_ in library().files for name in _names(id_))
"""Ids of the editions; where rules differ by assessed year, once for each year: `organizational-development/2020-01@2019`."""
PROGRAMS = [(name, kind) for name in EDITIONS for kind in KINDS]


@cache
def program(name: str, kind: Kind, choice: Choice = DEFAULTS) -> Program:
    year = name.partition("@")[2]
    return edition(name).program(kind, dict(choice), int(year) if year else None)


@cache
def programs(name: str, choice: Choice = DEFAULTS) -> Mapping[Kind, Program]:
    return {kind: program(name, kind, choice) for kind in KINDS}


SURVEYED = [name for name in EDITIONS if any("services" in one.facts for one in programs(name).values())]
"""Editions that look at the public monitoring of services: some of their rules, under one choice or another, look at other bodies."""


@cache
def choices(name: str) -> tuple[Choice, ...]:
    """The default readings, then each other option of each reading alone."""
    readings = edition(name).readings.values()
    return (DEFAULTS, *(((r.id, option),) for r in readings for option in r.options if option != r.default))


@cache
def asked(name: str, kind: Kind) -> frozenset[str]:
    """Every fact that a program asks for, under one choice or another."""
    return frozenset[str]().union(*(program(name, kind, choice).facts for choice in choices(name)))


def parts(record: object) -> Iterator[object]:
    """A record of a program and every record below it."""
    yield record
    if isinstance(record, Mapping):
        for part in record.values():
            yield from parts(part)
    elif isinstance(record, tuple):
        for part in record:
            yield from parts(part)
    elif is_dataclass(record) and not isinstance(record, Formula | Place):
        for field in fields(record):
            yield from parts(getattr(record, field.name))


def parts_of(name: str) -> Iterator[object]:
    """Every record of the programs of an edition, under every choice: of its rules and of the definitions that they share."""
    for choice in choices(name):
        for one in programs(name, choice).values():
            yield from parts((one.let, one.directions))


@cache
def all_formulas(name: str) -> tuple[Formula, ...]:
    """The formulas of an edition under every option, each text once."""
    return tuple({part.text: part for part in parts_of(name) if isinstance(part, Formula)}.values())


def facts_under(record: Rule | Value, shared: Mapping[str, Value]) -> frozenset[str]:
    """The facts that a rule and all below it look at, through shared definitions too (a few more where a `let` is named like a fact)."""
    known = dictionary().facts
    found: set[str] = set()
    for part in parts(record):
        match part:
            case Formula(names=names):
                found |= names & known.keys()
                for name in names & shared.keys():
                    found |= facts_under(shared[name], shared)
            case Each(over=over, fields=names):
                found |= {over, *(f"{over}.{name}" for name in names)}
            case Line(id=name):
                found |= {name} & known.keys()
            case _:
                pass
    return frozenset(found)


@cache
def table_edges(name: str) -> frozenset[Fraction]:
    """Where the point tables of an edition step, under every choice."""
    tables = (part for part in parts_of(name) if isinstance(part, Table))
    bounds = (bound for table in tables for row in table.rows for bound in (row.low, row.high))
    return frozenset(bound for bound in bounds if bound is not None)


@cache
def denominators(name: str) -> frozenset[str]:
    """Facts and fields of lists that an edition divides by: where they are zero, little can be scored."""
    found: set[str] = set()
    lets: list[tuple[str, Value]] = []
    for part in parts_of(name):
        match part:
            case Formula():
                found |= _divided_by(part)
            case Rule(let=let) | Each(let=let):
                lets += let.items()
            case _:
                pass
    lets += [(let, value) for choice in choices(name) for one in programs(name, choice).values() for let, value in one.let.items()]
    before = 0
    while before < len(found):
        before = len(found)
        found |= {term for let, value in lets if let in found for part in parts(value) if isinstance(part, Formula) for term in part.names}
    known = dictionary().facts
    return frozenset(found & {*known, *(field for spec in known.values() for field in spec.fields)})


@cache
def better(name: str) -> Mapping[str, str]:
    """Which way each fact is better, as the rules of an edition declare it."""
    rules = (rule for one in programs(name).values() for rule in one.rules.values())
    return {fact: way for rule in rules for fact, way in rule.better.items()}


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


def results(assessment: Assessment) -> dict[str, Result]:
    """Every result of a body: of the whole, of each rule by path, of each checklist line below its rule."""
    found: dict[str, Result] = {"overall": assessment.score}
    for score in assessment.walk():
        found[score.rule.path] = score.value
        for line in score.lines:
            found[f"{score.rule.path}.{line.line.id}"] = line.value
    return found
