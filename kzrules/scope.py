"""Names of a formula at load time: what each stands for, of what kind, and whether it exists at all."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import Dictionary, FactSpec
from kzrules.formula import Formula
from kzrules.guess import guesses
from kzrules.program import Checklist, Each, Lookup, Normalise, Number, Value
from kzrules.units import PLAIN, Kinds, names_in, place_in
from kzrules.walk import pieces

FULL = "full"
INDICATORS = "indicators"


@dataclass(slots=True)
class Scope:
    """What the names in the formulas of one rule can stand for.

    Looked up in this order: fields of the list element, `let`, `full` and `indicators`, children, facts.
    """

    dictionary: Dictionary
    let: Mapping[str, Value] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    has_full: bool = False
    element: Mapping[str, FactSpec] = field(default_factory=dict)
    over: str = ""
    facts: set[str] = field(default_factory=set)
    faults: list[Diagnostic] = field(default_factory=list)

    def kind(self, name: str) -> str | None:
        """The kind a name has, or None when nothing here has that name."""
        if name in self.element:
            self.facts.add(f"{self.over}.{name}")
            return _fact_kind(self.element[name])
        if name in self.let:
            return self.value_kind(self.let[name])
        if (name == FULL and self.has_full) or (name == INDICATORS and self.children) or name in self.children:
            return "points"
        if name in self.dictionary.facts:
            self.facts.add(name)
            return _fact_kind(self.dictionary.facts[name])
        return None

    def value_kind(self, value: Value) -> str:
        """The kind of a value, without complaint: faults are said where the value is checked."""
        match value:
            case Formula():
                return Kinds(value, self.kind).kind()
            case Lookup() | Checklist() | Normalise():
                return PLAIN
            case Number() | Each():
                return PLAIN

    def check(self, formula: Formula, expected: str = "any") -> str:
        """Faults of one formula (unknown names, unlike units); `expected`: `yes_no`, `number` of any unit, or `any`."""
        unknown = [n for n in names_in(formula) if self.kind(n.id) is None]
        for name in unknown:
            self.faults.append(Diagnostic("KZ203", place_in(formula, name), {"name": name.id, **guesses(name.id, self.known())}))
        kinds = Kinds(formula, self.kind)
        found = kinds.kind()
        if not unknown:
            if not kinds.faults:
                kinds.require(expected)
            self.faults += kinds.faults
        self._codes(formula)
        return found

    def known(self) -> set[str]:
        """Every name that could stand here."""
        own = {FULL} if self.has_full else set()
        return {*self.element, *self.let, *own, *self.children, *self.dictionary.facts}

    def cycle(self) -> list[str]:
        """The names of `let` values that are defined through one another, or nothing."""
        graph = {name: _let_names(value) & set(self.let) for name, value in self.let.items()}
        try:
            tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            return list(reversed(error.args[1]))
        return []

    def _codes(self, formula: Formula) -> None:
        """A code compared with a choice must be one of its codes."""
        for node in ast.walk(formula.tree):
            if not isinstance(node, ast.Compare):
                continue
            sides = [node.left, *node.comparators]
            specs = [self._spec(side.id) for side in sides if isinstance(side, ast.Name)]
            for side in sides:
                if isinstance(side, ast.Constant) and isinstance(side.value, str):
                    for spec in specs:
                        if spec is not None and spec.type == "choice" and side.value not in spec.choices:
                            values = {"fact": spec.name, "code": side.value, **guesses(side.value, spec.choices)}
                            self.faults.append(Diagnostic("KZ213", place_in(formula, side), values))

    def _spec(self, name: str) -> FactSpec | None:
        return self.element.get(name) or self.dictionary.facts.get(name)

    def choice_codes(self, formula: Formula) -> Mapping[str, object] | None:
        """The codes that a formula which is one choice fact can take."""
        spec = self._spec(formula.tree.id) if isinstance(formula.tree, ast.Name) else None
        return spec.choices if spec is not None and spec.type == "choice" else None


def _fact_kind(spec: FactSpec) -> str:
    return "answer" if spec.per_language else spec.kind


def _let_names(value: Value) -> set[str]:
    """Names that a value looks up, wherever inside it they stand."""
    own = set(value.let) if isinstance(value, Each) else set()
    return {name for piece in pieces(value) if isinstance(piece, Formula) for name in piece.names} - own
