"""As few programs as show every rule of an edition under all choices of the readings that its own text asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kzrules.bearing import Bearings, asked, bearings_of, branches
from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import Edition
from kzrules.place import Place
from kzrules.program import Kind, Program
from kzrules.simulation.by_choice import Choice

MOST_CHOICES = 1024
"""Choices of readings that one rule may have to be made for."""
Options = Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Packs:
    """The programs of an edition for one body kind and year.

    Attributes:
        given: the options that hold throughout; `options`: those of each reading that varies.
        packs: as few choices as show every rule under all of its own.
        programs: that of each pack.

    """

    edition: Edition
    kind: Kind
    period: int | None
    given: Choice
    options: Options
    bearings: Bearings
    packs: list[dict[str, str]] = field(default_factory=lambda: [{}])
    programs: dict[int, Program] = field(default_factory=dict)

    def program(self, choice: Choice) -> Program:
        """A program that shows what a choice comes to."""
        at = next(i for i, pack in enumerate(self.packs) if all(pack.get(name) == option for name, option in choice.items()))
        if at not in self.programs:
            self.programs[at] = self.edition.program(self.kind, {**self.given, **self.packs[at]}, self.period)
        return self.programs[at]


def packs_of(edition: Edition, kind: Kind, period: int | None, given: Choice, options: Options) -> Packs:
    """The programs of a kind.

    Raises:
        Faults: when the readings that vary have too many choices at one rule.

    """
    found = Packs(edition, kind, period, given, options, bearings_of(edition))
    every = [choice for path in ("", *found.bearings.rules) for choice in _choices(found, path)]
    for choice in sorted(every, key=len, reverse=True):
        pack = next((pack for pack in found.packs if all(pack.get(name, option) == option for name, option in choice.items())), None)
        if pack is None:
            found.packs.append(dict(choice))
        else:
            pack.update(choice)
    for pack in found.packs:
        found.program(pack)
    return found


def _choices(packs: Packs, path: str) -> list[dict[str, str]]:
    """Every choice of the varied readings that a rule's own text (of "": the overall score's) asks for."""
    roots = packs.bearings.rules[path] if path else packs.bearings.overall
    found: list[dict[str, str]] = []
    fixed = {name: (option,) for name, option in packs.given.items()}  # an option that is given may ask for readings that the default does not
    for choice in branches(packs.bearings, roots, {**fixed, **packs.options}):
        found.append({name: option for name, option in choice.items() if name in packs.options})
        if len(found) > MOST_CHOICES:
            names = ", ".join(sorted(asked(packs.bearings, roots) & packs.options.keys()))
            why_ru = f"от чтений {names} правило «{path}» зависит больше чем {MOST_CHOICES} способами"
            why_en = f"the rule “{path}” depends on the readings {names} in more than {MOST_CHOICES} ways"
            todo = {"todo_ru": "оставьте часть из них как есть: --reading имя=вариант", "todo_en": "keep some of them: --reading name=option"}
            raise Faults([Diagnostic("KZ909", Place(packs.edition.file), {"why_ru": why_ru, "why_en": why_en, **todo})])
    return found


def leaves(packs: Packs, path: str) -> Iterator[tuple[dict[str, str], Program]]:
    """Every choice that a rule (or the overall score, "") has to be made for, with a program that shows it."""
    for choice in _choices(packs, path):
        yield choice, packs.program(choice)
