"""The shipped editions, read once, and what their programs are made of."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.drawing_limits import divisors_of, table_steps
from benchmarks.drawing_limits import records_in as parts
from kzrules.dictionary import Dictionary
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.library import Library, open_library
from kzrules.outcome import Assessment, Result
from kzrules.program import KINDS, Each, Kind, Line, Program, Rule, Value

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


def _chosen(name: str) -> Iterator[Program]:
    """The programs of an edition, under every choice."""
    return (one for choice in choices(name) for one in programs(name, choice).values())


@cache
def table_edges(name: str) -> frozenset[Fraction]:
    """Where the point tables of an edition step, under every choice."""
    return table_steps(_chosen(name))


@cache
def denominators(name: str) -> frozenset[str]:
    """Facts and fields of lists that an edition divides by: where they are zero, little can be scored."""
    return divisors_of(_chosen(name), dictionary())


@cache
def better(name: str) -> Mapping[str, str]:
    """Which way each fact is better, as the rules of an edition declare it."""
    rules = (rule for one in programs(name).values() for rule in one.rules.values())
    return {fact: way for rule in rules for fact, way in rule.better.items()}


def results(assessment: Assessment) -> dict[str, Result]:
    """Every result of a body: of the whole, of each rule by path, of each checklist line below its rule."""
    found: dict[str, Result] = {"overall": assessment.score}
    for score in assessment.walk():
        found[score.rule.path] = score.value
        for line in score.lines:
            found[f"{score.rule.path}.{line.line.id}"] = line.value
    return found
