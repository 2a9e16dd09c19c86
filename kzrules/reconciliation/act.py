"""A reconciliation act: what reverification found untrue, missing, late or absent in the reporting of one body for one year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kzrules.acts import unreal_dates
from kzrules.answers import answer_from_text
from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.dictionary import Dictionary, FactSpec
from kzrules.guess import guesses
from kzrules.nodes import Fields, Node, Text, read_nodes
from kzrules.place import Place
from kzrules.program import Kind
from kzrules.reading_nodes import Labels, fields, items, labels, text
from kzrules.shape import shape_faults
from kzrules.values import Single

FindingKind = Literal["unreliable", "incomplete", "late", "absent"]
KINDS_OF_FINDING: tuple[FindingKind, ...] = ("unreliable", "incomplete", "late", "absent")
_TODO = ("пустую книгу акта даёт kzrules act --new, образец — examples/reconciliation", "kzrules act --new writes an empty workbook")


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows a finding: a document, an information system, the day it was found; empty where not written."""

    document: str
    system: str
    date: str


@dataclass(frozen=True, slots=True)
class Of:
    """The answer of the facts that a finding is about: a fact, its language version, or a field of a record.

    Attributes:
        spec: what the answer is.
        reported, actual: the typed answers.

    """

    fact: str
    language: str
    record: str
    field: str
    spec: FactSpec
    reported: Single
    actual: Single

    @property
    def path(self) -> str:
        """`od_list.kk`, `services[судовой билет].channel`."""
        if self.record:
            return f"{self.fact}[{self.record}].{self.field}"
        return f"{self.fact}.{self.language}" if self.language else self.fact


@dataclass(frozen=True, slots=True)
class Untrue:
    """One fact that reality does not match; `of` None where it is no fact of the dictionary; `correct` None: as the run decides."""

    direction: str
    what: str
    reported: str
    actual: str
    of: Of | None
    correct: bool | None
    proof: Proof
    place: Place


@dataclass(frozen=True, slots=True)
class Incomplete:
    """One part that a report lacks."""

    direction: str
    report: str
    part: str
    proof: Proof
    place: Place


@dataclass(frozen=True, slots=True)
class Late:
    """A report filed after its term."""

    direction: str
    due: date
    filed: date
    place: Place


@dataclass(frozen=True, slots=True)
class NoReport:
    """A report that was not filed at all."""

    direction: str
    place: Place


@dataclass(frozen=True, slots=True)
class ActSignature:
    """Who signed for which side."""

    side: str
    position: str
    name: str
    date: str


@dataclass(frozen=True, slots=True)
class ReconciliationAct:
    """One act.

    Attributes:
        under: the edition it was drawn up under; `under_place`: where the act says so.
        sha256: of the file.

    """

    under: str
    under_place: Place
    body: str
    kind: Kind
    period: int
    name: Labels
    number: str
    date: str
    unreliable: tuple[Untrue, ...]
    incomplete: tuple[Incomplete, ...]
    late: tuple[Late, ...]
    absent: tuple[NoReport, ...]
    signatures: tuple[ActSignature, ...]
    place: Place
    sha256: str

    def title(self, lang: str) -> str:
        """The body's name, else its id."""
        return self.name.get(lang) or self.name.get("ru") or self.body

    def findings(self, kind: FindingKind, direction: str) -> tuple[Any, ...]:
        """The entries of one kind about one direction."""
        return tuple(entry for entry in getattr(self, kind) if entry.direction == direction)

    @property
    def directions(self) -> tuple[str, ...]:
        """The directions that it has entries about, in the order met."""
        return tuple(dict.fromkeys(entry.direction for kind in KINDS_OF_FINDING for entry in getattr(self, kind)))


def act_from_bytes(data: bytes, file: str, dictionary: Dictionary) -> tuple[ReconciliationAct | None, list[Diagnostic]]:
    """The act of a YAML file, or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    act, found = act_from_node(root, dictionary, hashlib.sha256(data).hexdigest())
    return act, in_file_order([*faults, *found])


def act_from_node(root: Node, dictionary: Dictionary, sha256: str) -> tuple[ReconciliationAct | None, list[Diagnostic]]:
    """The act that nodes write, from YAML or from a workbook, or None and every fault."""
    faults = shape_faults(root, "reconciliation")
    if errors(faults) or not isinstance(root, Fields):
        return None, faults
    faults += unreal_dates(root)
    if errors(faults):
        return None, faults
    top = root.entries
    reader = _Reader(dictionary)
    act = ReconciliationAct(
        under=text(top["under"]),
        under_place=top["under"].place,
        body=text(top["body"]),
        kind=text(top["kind"]),  # type: ignore[arg-type]
        period=int(text(top["period"])),
        name=labels(top.get("name")),
        number=text(top.get("number")),
        date=text(top.get("date")),
        unreliable=tuple(reader.untrue(node) for node in items(top.get("unreliable"))),
        incomplete=tuple(_incomplete(node) for node in items(top.get("incomplete"))),
        late=tuple(_late(node) for node in items(top.get("late"))),
        absent=tuple(NoReport(text(fields(node)["direction"]), node.place) for node in items(top.get("absent"))),
        signatures=tuple(_signature(node) for node in items(top.get("signatures"))),
        place=top["body"].place,
        sha256=sha256,
    )
    faults += [*reader.faults, *_contradictions(act)]
    return (None if errors(faults) else act), faults


class _Reader:
    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.faults: list[Diagnostic] = []

    def untrue(self, node: Node) -> Untrue:
        """One entry; the answers are typed where a fact of the dictionary is named."""
        entry = fields(node)
        correct = {"yes": True, "no": False}.get(text(entry.get("correct")))
        of = self._of(entry) if "fact" in entry else None
        direction, what, reported, actual = (text(entry.get(key)) for key in ("direction", "what", "reported", "actual"))
        return Untrue(direction, what, reported, actual, of, correct, _proof(node), node.place)

    def _of(self, entry: Any) -> Of | None:
        name, place = text(entry["fact"]), entry["fact"].place
        spec = self.dictionary.facts.get(name)
        if spec is None:
            self.faults.append(Diagnostic("KZ501", place, {"name": name, **guesses(name, self.dictionary.facts)}))
            return None
        language, record, field = (text(entry.get(key)) for key in ("language", "record", "field"))
        why = _unsaid(spec, language, record, field)
        if why:
            self.faults.append(Diagnostic("KZ876", place, {"fact": name, "label": spec.title(), "why_ru": why[0], "why_en": why[1]}))
            return None
        inner = spec.fields[field] if spec.type == "list" else spec
        answers = []
        for key in ("reported", "actual"):
            node = entry[key]
            assert isinstance(node, Text)
            value, found = answer_from_text(node, inner, name)
            self.faults += found
            answers.append(value)
        return Of(name, language, record, field, inner, answers[0], answers[1])


def _unsaid(spec: FactSpec, language: str, record: str, field: str) -> tuple[str, str] | None:
    if spec.type == "list":
        if not record:
            return "нужна запись перечня (record)", "a record of the list is needed (record)"
        if field not in spec.fields:
            known = ", ".join(spec.fields)
            return f"нужно поле записи (field): {known}", f"a field of the record is needed (field): {known}"
        return None
    if record or field:
        return "это не перечень: record и field здесь не пишутся", "it is no list: record and field do not belong here"
    if spec.per_language and not language:
        return "нужна языковая версия (language)", "a language version is needed (language)"
    if language and not spec.per_language:
        return "языковых версий у него нет: language здесь не пишется", "it has no language versions: language does not belong here"
    return None


def _proof(node: Node) -> Proof:
    entry = fields(node)
    return Proof(text(entry.get("document")), text(entry.get("system")), text(entry.get("date")))


def _incomplete(node: Node) -> Incomplete:
    entry = fields(node)
    return Incomplete(text(entry["direction"]), text(entry["report"]), text(entry["part"]), _proof(node), node.place)


def _late(node: Node) -> Late:
    entry = fields(node)
    return Late(text(entry["direction"]), date.fromisoformat(text(entry["due"])), date.fromisoformat(text(entry["filed"])), node.place)


def _signature(node: Node) -> ActSignature:
    entry = fields(node)
    side, position, name, day = (text(entry.get(key)) for key in ("side", "position", "name", "date"))
    return ActSignature(side, position, name, day)


def _contradictions(act: ReconciliationAct) -> Iterator[Diagnostic]:
    """Entries that find nothing, or that cannot both be."""
    for entry in act.unreliable:
        same = entry.of.reported == entry.of.actual if entry.of else entry.reported.strip() == entry.actual.strip()
        if same:
            why = f"сообщённое и действительное совпадают ({entry.reported})", f"what was reported and what is true are the same ({entry.reported})"
            yield _contradiction(entry.place, *why)
    for late in act.late:
        if late.filed <= late.due:
            yield _contradiction(
                late.place, f"представлено {late.filed}, срок {late.due}: опоздания нет", f"filed {late.filed}, due {late.due}: not late"
            )
        if any(none.direction == late.direction for none in act.absent):
            yield _contradiction(late.place, "отчётность и опоздала, и отсутствует", "the report is both late and absent")
    yield from twice([act])


def twice(acts: Sequence[ReconciliationAct]) -> Iterator[Diagnostic]:
    """Findings that stand twice, in one act or in several: they would be counted twice."""
    seen: set[tuple[str, ...]] = set()
    for act in acts:
        entries: tuple[Late | NoReport, ...] = (*act.late, *act.absent)
        for entry in entries:
            key = (type(entry).__name__, entry.direction)
            if key in seen:
                yield _contradiction(
                    entry.place, f"второй раз по направлению «{entry.direction}»", f"a second time about the direction “{entry.direction}”"
                )
            seen.add(key)
        for found in act.unreliable:
            if found.of is not None:
                if ("fact", found.of.path) in seen:
                    yield _contradiction(found.place, f"«{found.of.path}» названо второй раз", f"“{found.of.path}” is named a second time")
                seen.add(("fact", found.of.path))


def _contradiction(place: Place, ru: str, en: str) -> Diagnostic:
    return Diagnostic("KZ877", place, {"why_ru": ru, "why_en": en})
