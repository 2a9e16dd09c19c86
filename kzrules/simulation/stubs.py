"""A rule by itself: its parts replaced by unknowns, and what of the facts it looks at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from kzrules.dictionary import FactSpec
from kzrules.formula import Formula
from kzrules.place import NOWHERE
from kzrules.program import Checklist, Each, Program, Rule
from kzrules.walk import pieces


def stub_specs(children: tuple[str, ...]) -> dict[str, FactSpec]:
    """The unknowns of parts, as facts of a dictionary."""
    return {stub_name(child): FactSpec(stub_name(child), {}, "number") for child in children}


def stub_name(path: str) -> str:
    """The unknown that stands for the score of a part of a rule."""
    return "score__" + path.replace(".", "__")


def stub_path(path: str) -> str:
    """The path under which it stands in the terms of the rule."""
    return f"@{path}"


def stub(parent: Rule, path: str) -> Rule:
    """A part of a rule whose score is an unknown."""
    name = stub_name(path)
    formula = Formula(name, ast.Name(name, ast.Load()), frozenset([name]), NOWHERE)
    return replace(
        parent, id=path.rpartition(".")[2], path=stub_path(path), label={}, cite=None, maximum=None, minimum=None, let={}, specials=(),
        score=formula, children=(), deductions=(), deductions_cap=None, floor=None, cap=None, readings=(), better={},
    )  # fmt: skip


def pieces_of(rule: Rule, program: Program) -> Iterator[object]:
    """Every record of a rule, and of the definitions that all rules share."""
    yield from pieces(rule)
    for value in program.let.values():
        yield from pieces(value)


def facts_of(rule: Rule, program: Program) -> frozenset[str]:
    """The facts of a program that a rule may look at: names in formulas, lines of checklists, fields of lists."""
    names: set[str] = set()
    lists: dict[str, set[str]] = {}
    for piece in pieces_of(rule, program):
        match piece:
            case Formula():
                names |= piece.names
            case Checklist(lines=lines):
                names.update(line.id for line in lines)
            case Each(over=over, fields=fields):
                lists.setdefault(over, {""}).update(fields)
            case _:
                pass
    heads = ((fact, *fact.partition(".")[::2]) for fact in program.facts)
    return frozenset(fact for fact, head, inner in heads if head in names or inner in lists.get(head, ()))
