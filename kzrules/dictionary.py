"""The dictionary of facts: one measurement, one name, whichever edition asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from kzrules.diagnostic import Diagnostic, errors
from kzrules.formula import Formula, formula_from_text
from kzrules.nodes import Node, Text, read_nodes
from kzrules.place import NOWHERE, Place
from kzrules.reading_nodes import Labels, fields, in_language, items, labels, number, text
from kzrules.shape import shape_faults

_EVERYDAY_PLACES = 10
FactType = Literal["count", "number", "yes_no", "choice", "defects", "text", "list"]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What one fact is.

    Attributes:
        name: its name in formulas and facts files.
        type: the kind of answer.
        unit: for numbers, what is counted or measured.
        least, most: bounds of a number, both included.
        places: most decimal places of a `number`.
        choices: the codes of a `choice`, with labels.
        per_language: one answer for each language version.
        not_applicable: what `n/a` means; None where `n/a` is not accepted.
        fields: the fields of a `list`, by name; `key` names the one that tells records apart.
        source: where the fact comes from.

    """

    name: str
    label: Labels
    type: FactType
    unit: str = ""
    least: Fraction | None = None
    most: Fraction | None = None
    places: int = 0
    choices: Mapping[str, Labels] = field(default_factory=dict)
    per_language: bool = False
    not_applicable: Labels | None = None
    fields: Mapping[str, FactSpec] = field(default_factory=dict)
    key: str = ""
    source: Labels = field(default_factory=dict)
    place: Place = NOWHERE

    def title(self, lang: str = "ru") -> str:
        """The label in a language."""
        return in_language(self.label, lang)

    @property
    def wide(self) -> bool:
        """Whether its numbers, counted in units of the last decimal, may need more digits than an answer has."""
        return self.places > _EVERYDAY_PLACES

    @property
    def kind(self) -> str:
        """The type a formula sees: a unit for numbers, else the type's name."""
        if self.type in ("count", "number"):
            return self.unit or "number"
        return "answer" if self.type == "defects" else self.type


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold among facts; `within` names the list whose records it is about."""

    that: Formula
    within: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All facts by name, and what must hold among them."""

    facts: Mapping[str, FactSpec]
    constraints: tuple[Constraint, ...]
    translated: tuple[str, ...] = ()
    sha256: str = ""


LANGUAGES = ("kk", "ru")


def dictionary_from_bytes(data: bytes, file: str) -> tuple[Dictionary | None, list[Diagnostic]]:
    """The dictionary that a file writes, or every fault in it."""
    root, faults = read_nodes(data, file)
    if root is None:
        return None, faults
    faults += shape_faults(root, "dictionary")
    if errors(faults):
        return None, faults
    top = fields(root)
    facts = {name: _spec(name, node) for name, node in fields(top["facts"]).items()}
    constraints = []
    for node in items(top.get("constraints")):
        entry = fields(node)
        that = entry["that"]
        assert isinstance(that, Text)
        formula, found = formula_from_text(that)
        faults += found
        if formula is not None:
            within = text(entry.get("in"))
            known = facts[within].fields if within in facts else facts
            faults += [Diagnostic("KZ203", that.place, {"name": n}) for n in sorted(formula.names - set(known))]
            constraints.append(Constraint(formula, within))
    if errors(faults):
        return None, faults
    return Dictionary(facts, tuple(constraints), tuple(text(t) for t in items(top.get("translated"))), hashlib.sha256(data).hexdigest()), faults


def _spec(name: str, node: Node) -> FactSpec:
    entry = fields(node)
    kind = text(entry["type"])
    counted = kind in ("count", "defects")
    return FactSpec(
        name=name,
        label=labels(entry["label"]),
        type=kind,  # type: ignore[arg-type]
        unit=text(entry.get("unit")),
        least=number(entry.get("min")) if "min" in entry else Fraction(0) if counted else None,
        most=number(entry.get("max")),
        places=int(number(entry.get("places")) or 0),
        choices={code: labels(label) for code, label in fields(entry.get("choices")).items()},
        per_language=text(entry.get("per")) == "language",
        not_applicable=labels(entry["not_applicable"]) if "not_applicable" in entry else None,
        fields={field_name: _spec(field_name, spec) for field_name, spec in fields(entry.get("fields")).items()},
        key=text(entry.get("key")),
        source=labels(entry.get("source")),
        place=node.place,
    )
