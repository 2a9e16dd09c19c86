"""Checks of what nothing asks for: tables, checklists, readings and shared values of an edition, facts of the dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kzrules.build_parts import Parts
from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import Dictionary, FactSpec
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.nodes import Fields
from kzrules.place import Place
from kzrules.program import Each, Program, Rule
from kzrules.reading_nodes import fields, words_of
from kzrules.walk import pieces

_WORDS = {
    "tables": ("таблица", "table"),
    "checklists": ("перечень", "checklist"),
    "readings": ("чтение", "reading"),
    "let": ("общая величина", "shared value"),
}


@dataclass(frozen=True, slots=True)
class Used:
    """What the programs of an edition asked for, under any option: names by section, and facts.

    Attributes:
        own: values that rules and lists define for themselves (`rule name`), with their places.
        own_used: those of them that something in the rule uses.

    """

    sections: Mapping[str, set[str]] = field(default_factory=lambda: {section: set() for section in _WORDS})
    facts: set[str] = field(default_factory=set)
    own: dict[str, Place] = field(default_factory=dict)
    own_used: set[str] = field(default_factory=set)

    def note(self, program: Program, parts: Parts) -> None:
        """Adds what one program asked for."""
        self.sections["tables"].update(parts.used_tables)
        self.sections["checklists"].update(parts.used_checklists)
        self.sections["readings"].update(word.partition(".")[0] for _, word in parts.chooser.used)
        self.facts.update(program.facts)
        if not set(program.let) <= self.sections["let"]:
            self.sections["let"].update(_shared_names(program))
        for rule in program.rules.values():
            self._note_own(rule)

    def _note_own(self, rule: Rule) -> None:
        inner = (piece.let for piece in pieces(rule) if isinstance(piece, Each)) if _has_list(rule) else ()
        defined = {f"{rule.path} {name}": value.place for let in (rule.let, *inner) for name, value in let.items()}
        if not set(defined) <= self.own_used:
            self.own.update(defined)
            self.own_used.update(f"{rule.path} {name}" for name in _names(rule))


def _shared_names(program: Program) -> set[str]:
    """Shared values that the rules of a program use, and those that these use."""
    wanted = {name for rule in program.rules.values() for name in _names(rule)}
    used: set[str] = set()
    while new := (wanted & set(program.let)) - used:
        used |= new
        wanted |= {name for value in new for name in _names(program.let[value])}
    return used


def _has_list(rule: Rule) -> bool:
    return any(isinstance(value, Each) for value in (rule.score, *rule.let.values()))


def _names(part: object) -> Iterator[str]:
    return (name for piece in pieces(part) if isinstance(piece, Formula) for name in piece.names)


def unused(edition: Edition, used: Used) -> Iterator[Diagnostic]:
    """Tables, checklists, readings and shared values that nothing asks for, under no option."""
    dated = {word.value for key in ("in_force", "applies_to") for word in words_of(fields(edition.root.get(key)).get("reading"))}
    for section, names in used.sections.items():
        node = edition.root.get(section)
        for name in fields(node):
            if name not in names | dated and isinstance(node, Fields):
                ru, en = _WORDS[section]
                yield Diagnostic("KZ309", node.keys[name], {"what_ru": ru, "what_en": en, "name": name})

    for key in used.own.keys() - used.own_used:
        path, _, name = key.rpartition(" ")
        yield Diagnostic("KZ309", used.own[key], {"what_ru": "величина", "what_en": "value", "name": f"{path}.{name}"})


def unasked_facts(dictionary: Dictionary, asked: set[str]) -> Iterator[Diagnostic]:
    """Facts that no edition asks for; the key of a list tells its records apart and need not be asked."""
    for name, spec in dictionary.facts.items():
        if name not in asked:
            yield _unasked(name, spec)
            continue
        for part, own in spec.fields.items():
            if part != spec.key and f"{name}.{part}" not in asked:
                yield _unasked(f"{name}.{part}", own)


def _unasked(name: str, spec: FactSpec) -> Diagnostic:
    return Diagnostic("KZ371", spec.place, {"name": name, "label_ru": spec.title("ru"), "label_en": spec.title("en")})
