"""What the names of a formula stand for where it stands: the facts, `let` values and parts that its place can see."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from kzrules.dictionary import Dictionary, FactSpec
from kzrules.program import Each, Line, Lookup, Program, Rule, Value
from kzrules.scope import FULL, INDICATORS
from kzrules.walk import inside


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of a formula stand for where it stands.

    Attributes:
        not_above: pairs of facts of which the first is never above the second, by list (empty: the body's own facts).

    """

    dictionary: Dictionary
    shared: Mapping[str, Value]
    not_above: Mapping[str, frozenset[tuple[str, str]]]
    let: Mapping[str, Value] = field(default_factory=dict)
    element: Mapping[str, FactSpec] = field(default_factory=dict)
    over: str = ""
    children: frozenset[str] = frozenset()
    full: Fraction | None = None

    def inside(self, part: Any) -> Names:
        """The names inside a rule, a list or a line of a checklist."""
        match part:
            case Rule():
                children = frozenset(child.id for child in part.children)
                return replace(self, let={**self.shared, **part.let}, children=children, full=part.maximum)
            case Each(over=over):
                return replace(self, let={**self.let, **part.let}, element=self.dictionary.facts[over].fields, over=over)
            case Line(points=points):
                return replace(self, let=self.shared, element={}, over="", children=frozenset(), full=points)
            case _:
                return self

    def spec(self, name: str) -> FactSpec | None:
        """The fact that a name stands for, if it is one."""
        if name in self.element:
            return self.element[name]
        if name in self.let or name in (FULL, INDICATORS) or name in self.children:
            return None
        return self.dictionary.facts.get(name)


def names_of(program: Program, dictionary: Dictionary) -> Names:
    """The names that every rule of a program can use."""
    pairs: dict[str, set[tuple[str, str]]] = {}
    for constraint in dictionary.constraints:
        match constraint.that.tree:
            case ast.Compare(left=left, ops=[ast.LtE()], comparators=[ast.Name(id=large)]):
                pairs.setdefault(constraint.within, set()).update((small, large) for small in _summands(left))
    return Names(dictionary, program.let, {within: frozenset(found) for within, found in pairs.items()}, program.let)


def _summands(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            yield name
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _summands(left)
            yield from _summands(right)


def lookups(part: Any, names: Names) -> Iterator[tuple[Lookup, Names]]:
    """Every lookup inside a record, with the names that its value can use."""
    here = names.inside(part)
    if isinstance(part, Lookup):
        yield part, here
    for piece in inside(part):
        yield from lookups(piece, names if isinstance(part, Each) and piece is part.empty else here)


def all_lookups(program: Program, dictionary: Dictionary) -> Iterator[tuple[Lookup, Names]]:
    """Every lookup of a program."""
    names = names_of(program, dictionary)
    for part in (*program.let.values(), *program.rules.values()):
        yield from lookups(part, names)
