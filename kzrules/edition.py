"""Resolve stage: the text of one edition to an Edition, ready to score either body kind."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kzrules.assessed_years import changes_in
from kzrules.build_parts import Parts
from kzrules.build_rules import program_from_node
from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.dictionary import Dictionary
from kzrules.guess import guesses
from kzrules.merge import Chooser, Reading, option_faults, readings_from_node
from kzrules.nodes import Fields, read_nodes
from kzrules.place import Place
from kzrules.program import KINDS, Kind, Program
from kzrules.reading_nodes import Labels, citation, fields, items, labels, text
from kzrules.shape import shape_faults

_TODO = ("начните с kzrules show interaction/2018-01 или скопируйте ближайшую редакцию", "copy the nearest edition and change it")


_KEPT = 48  # programs of an edition that are kept ready, those of the default readings among them


@dataclass(frozen=True, slots=True)
class Order:
    """An order that adopted or restated the act; who signed it and when are empty where no source tells."""

    by: Labels
    number: str
    date: str


@dataclass(frozen=True, slots=True)
class Act:
    """The act card."""

    id: str
    registered: str
    registered_on: str
    adopted: tuple[Order, ...]
    restated: tuple[Order, ...]
    repealed: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Assessor:
    """Who assesses whom, and what of it."""

    who: Labels
    whom: Labels
    scope: tuple[str, ...]
    cite: Citation | None


@dataclass(frozen=True, repr=False)
class Edition:
    """One text of a methodology, checked and ready.

    Attributes:
        id: `interaction/2018-01`.
        sha256: of the file as it was read.
        in_force: legal time, from (included) and until (excluded; empty: still in force).
        applies_to: assessed years, likewise.
        changes: assessed years from which rules of this edition differ, in order; mostly none.
        programs: the program of each body kind under the default readings, for the newest assessed year.

    """

    id: str
    title: Labels
    file: str
    sha256: str
    act: Act
    in_force: tuple[str, str]
    applies_to: tuple[str, str]
    assessors: tuple[Assessor, ...]
    readings: Mapping[str, Reading]
    translated: tuple[str, ...]
    dictionary: Dictionary
    changes: tuple[int, ...]
    programs: Mapping[Kind, Program]
    root: Fields
    built: dict[tuple[Kind, int | None, frozenset[tuple[str, str]]], Program] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Edition {self.id} sha256={self.sha256[:12]}>"

    @cached_property
    def line(self) -> str:
        """The act line: `interaction`."""
        return self.id.split("/")[0]

    @property
    def first_year(self) -> int:
        """The first year that it assesses.

        Raises:
            Faults: when it is a draft, and that is still to be written.

        """
        if not self.applies_to[0].isdigit():
            raise Faults([Diagnostic("KZ332", self.root.keys["applies_to"], {"edition": self.id})])
        return int(self.applies_to[0])

    @property
    def years(self) -> tuple[int | None, ...]:
        """One year for each stretch of assessed years with the same rules, oldest first; None: they never differ."""
        return (self.changes[0] - 1, *self.changes) if self.changes else (None,)

    def year(self, period: int | None) -> int | None:
        """The year of `years` whose rules hold in an assessed year.

        Raises:
            Faults: when the rules differ by year and no year is given.

        """
        if not self.changes:
            return None
        if period is None:
            raise Faults([Diagnostic("KZ620", Place(self.file), {"edition": self.id, "years": ", ".join(map(str, self.changes))})])
        return max(year for year in (self.changes[0] - 1, *self.changes) if year <= max(period, self.changes[0] - 1))

    def program(self, kind: Kind, choices: Mapping[str, str] | None = None, period: int | None = None) -> Program:
        """The program of a body kind under chosen readings, for an assessed year.

        Args:
            kind: the body kind.
            choices: option by reading; those left out take their default.
            period: the assessed year; needed where the edition's rules differ by year.

        Raises:
            Faults: when a choice names no reading or option of this edition, or a needed year is not given.

        """
        faults = choice_faults(self.readings, choices or {}, Place(self.file))
        if faults:
            raise Faults(faults)
        others = {name: option for name, option in (choices or {}).items() if self.readings[name].default != option}
        key = (kind, self.year(period), frozenset(others.items()))
        if key not in self.built:
            program, found, _ = program_with(self, kind, others, key[1])
            if errors(found):
                raise Faults(errors(found))
            if len(self.built) >= _KEPT:
                del self.built[next(k for k in self.built if k[2])]
            self.built[key] = program
        return self.built[key]


def choice_faults(readings: Mapping[str, Reading], choices: Mapping[str, str], place: Place) -> list[Diagnostic]:
    """Choices that name no reading, or no option of it."""
    faults = []
    for name, option in choices.items():
        if name not in readings:
            faults.append(Diagnostic("KZ211", place, {"what_ru": "чтения", "what_en": "reading", "name": name, **guesses(name, readings)}))
        elif option not in readings[name].options:
            faults.append(Diagnostic("KZ605", place, {"name": name, "option": option, **guesses(option, readings[name].options)}))
    return faults


def edition_from_bytes(data: bytes, file: str, dictionary: Dictionary) -> tuple[Edition | None, list[Diagnostic]]:
    """Read, validate, resolve: the edition, or None and every fault of the stage that failed."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "edition")
    if errors(faults) or not isinstance(root, Fields):
        return None, in_file_order(faults)
    readings, found = readings_from_node(root.get("readings"))
    faults += found
    changes = {year for key in ("directions", "let", "overall", "readings") for year in changes_in(root.get(key))}
    edition = _edition(root, data, file, readings, dictionary, tuple(sorted(changes)))
    used: set[tuple[str, str]] = set()
    for kind in KINDS:
        for year in edition.years:
            program, found, parts = program_with(edition, kind, {}, year)
            edition.built[kind, year, frozenset()] = edition.programs[kind] = program  # type: ignore[index]
            faults += found
            used |= parts.chooser.used
    for shape, word in sorted(used):
        name, _, part = word.partition(".")
        faults += option_faults(readings[name], shape, part)
    return (None if errors(faults) else edition), in_file_order(faults)


def program_with(edition: Edition, kind: Kind, choices: Mapping[str, str], year: int | None = None) -> tuple[Program, list[Diagnostic], Parts]:
    """A program, its faults, and the parts that made it (for checks of every option)."""
    parts = Parts(kind, Chooser(edition.readings, choices), edition.dictionary, edition.root.entries, year)
    program = program_from_node(edition.id, edition.root, parts)
    return program, parts.finish(), parts


def _edition(root: Fields, data: bytes, file: str, readings: dict[str, Reading], dictionary: Dictionary, changes: tuple[int, ...]) -> Edition:
    top = root.entries
    chooser = Chooser(readings, {})
    in_force, _ = chooser.open(top["in_force"], "dates")  # type: ignore[arg-type]
    applies_to, _ = chooser.open(top["applies_to"], "years")  # type: ignore[arg-type]
    return Edition(
        id=text(top["edition"]),
        title=labels(top["title"]),
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        act=_act(fields(top["act"])),
        in_force=(text(in_force.get("from")), text(in_force.get("until"))),
        applies_to=(text(applies_to.get("from")), text(applies_to.get("until"))),
        assessors=tuple(_assessor(fields(a)) for a in items(top.get("assessors"))),
        readings=readings,
        translated=tuple(text(t) for t in items(top.get("translated"))),
        dictionary=dictionary,
        changes=changes,
        programs={},
        root=root,
    )


def _act(entry: Mapping[str, object]) -> Act:
    registered = fields(entry.get("registered"))  # type: ignore[arg-type]

    def orders(key: str) -> tuple[Order, ...]:
        found = (fields(o) for o in items(entry.get(key)))  # type: ignore[arg-type]
        return tuple(Order(labels(o.get("by")), text(o["number"]), text(o.get("date"))) for o in found)

    return Act(
        id=text(entry["id"]),  # type: ignore[arg-type]
        registered=text(registered.get("number")),
        registered_on=text(registered.get("date")),
        adopted=orders("adopted"),
        restated=orders("restated"),
        repealed=orders("repealed"),
    )


def _assessor(entry: Mapping[str, object]) -> Assessor:
    return Assessor(
        who=labels(entry["who"]),  # type: ignore[arg-type]
        whom=labels(entry["whom"]),  # type: ignore[arg-type]
        scope=tuple(text(s) for s in items(entry["scope"])),  # type: ignore[arg-type]
        cite=citation(entry.get("cite")),  # type: ignore[arg-type]
    )
