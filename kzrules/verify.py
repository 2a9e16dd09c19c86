"""A run record against the world of today: is it whole, are its inputs the same, are its results."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import kzrules
from kzrules.catalogue import acts_path
from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.library import Library
from kzrules.nodes import Fields, plain_value, read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import fields, items, text
from kzrules.run_record import Command, command_from, is_path, schema_path, seal_of, sha256_of
from kzrules.shape import shape_faults

_TODO = ("запись делает --record у replay, eval и compare", "a record is made by --record of replay, eval and compare")


@dataclass(frozen=True, slots=True)
class Record:
    """A run record that is whole."""

    value: Mapping[str, Any]
    command: Command
    root: Fields


@dataclass(frozen=True, slots=True)
class Input:
    """A file that the run read, and where it is today.

    Attributes:
        kind: `data`, `edition`, `dictionary`, `acts` or `schema`.
        name: as it was given, or its name in the library.
        id: of an edition.
        path: None when it is not found.

    """

    kind: str
    name: str
    id: str
    sha256: str
    place: Place
    path: Path | None

    @property
    def decides(self) -> bool:
        """Whether a change of it is a change of the run: an edition or data; the rest only helps to read them."""
        return self.kind in ("data", "edition")


def record_from_bytes(data: bytes, file: str) -> tuple[Record | None, list[Diagnostic]]:
    """The record of a file, or why it cannot be trusted: first its seal, then its shape."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults) or not isinstance(root, Fields):
        return None, in_file_order(faults or [Diagnostic("KZ103", Place(file), _NOT_A_RECORD)])
    value = plain_value(root)
    if "seal" in value and not _whole(data):
        return None, [Diagnostic("KZ650", root.keys["seal"])]
    faults += shape_faults(root, "run")
    if errors(faults):
        return None, in_file_order(faults)
    return Record(value, command_from(value["command"]), root), []


def _whole(data: bytes) -> bool:
    """Whether the seal fits; a record is strict JSON, and YAML would overlook a line broken inside a text."""
    try:
        value = json.loads(data.decode("utf-8"))
    except ValueError:
        return False
    return bool(value["seal"] == seal_of(value))


_NOT_A_RECORD = {
    "key": "run",
    "expected_ru": "запись прогона",
    "expected_en": "a run record",
    "found_ru": "нечто иное",
    "found_en": "something else",
}


def inputs_of(record: Record, library: Library, folder: Path | None) -> list[Input]:
    """Every file of a record, found today: typed paths from the working folder or, by name, in `folder`; the rest in the library."""
    parts = fields(record.root.get("inputs"))
    found = [_input("dictionary", parts["dictionary"], library.folder / "facts.yaml"), _input("acts", parts["acts"], acts_path(library))]
    found += [_input("schema", node, schema_path(text(fields(node)["file"]).partition(".")[0])) for node in items(parts["schemas"])]
    for node in items(parts["editions"]):
        entry = fields(node)
        given = text(entry["file"])
        typed = given in record.command.editions and is_path(given)
        found.append(_input("edition", node, _typed(entry, folder) if typed else library.files.get(text(entry["id"]))))
    return [*found, *(_input("data", node, _typed(fields(node), folder)) for node in items(parts["data"]))]


def _input(kind: str, node: Any, path: Path | None) -> Input:
    entry = fields(node)
    there = path if path is not None and path.is_file() else None
    return Input(kind, text(entry["file"]), text(entry.get("id")), text(entry["sha256"]), entry["sha256"].place, there)


def _typed(entry: Mapping[str, Any], folder: Path | None) -> Path | None:
    """The file itself where one of the places has it, else the first file of that name."""
    path = Path(text(entry["file"]))
    found = [p for p in ([folder / path.name] if folder else []) + [path] if p.is_file()]
    same = [p for p in found if sha256_of(p) == text(entry["sha256"])]
    return next(iter([*same, *found]), None)


def input_faults(record: Record, inputs: Sequence[Input], dictionary_sha256: str) -> Iterator[Diagnostic]:
    """Inputs that are not there or not the same, and an engine that is not."""
    yield from _engine(record)
    for one in inputs:
        ru, en = _KINDS[one.kind]
        values = {"file": one.name, "what_ru": ru, "what_en": en}
        if one.kind == "dictionary":
            if one.sha256 != dictionary_sha256:
                yield Diagnostic("KZ653", one.place, values)
        elif one.path is None:
            yield Diagnostic("KZ651", one.place, values)
        elif sha256_of(one.path) != one.sha256:
            yield Diagnostic("KZ652" if one.decides else "KZ653", one.place, values)


_KINDS = {
    "data": ("данные", "the data"),
    "edition": ("редакция", "the edition"),
    "dictionary": ("словарь фактов", "the dictionary of facts"),
    "acts": ("реестр актов", "the register of acts"),
    "schema": ("схема", "the schema"),
}


def _engine(record: Record) -> Iterator[Diagnostic]:
    for key, now, code in (("semantics", kzrules.SEMANTICS, "KZ654"), ("engine", kzrules.__version__, "KZ656")):
        if record.value[key] != now:
            yield Diagnostic(code, record.root.entries[key].place, {"was": record.value[key], "now": now})


def command_today(record: Record, inputs: Sequence[Input]) -> Command:
    """The command of a record with its files where they are today."""
    paths = {one.name: str(one.path) for one in inputs if one.path and one.kind in ("data", "edition")}
    command = record.command
    editions = tuple(paths.get(name, name) if is_path(name) else name for name in command.editions)
    return replace(command, data=tuple(paths.get(name, name) for name in command.data), editions=editions)


def library_then(library: Library, inputs: Sequence[Input]) -> Library:
    """The library as the run saw it: without editions that came later."""
    ids = {one.id for one in inputs if one.kind == "edition"}
    return replace(library, files={name: path for name, path in library.files.items() if name in ids})


@dataclass(frozen=True, slots=True)
class Difference:
    """One body under one edition: what the record says and what comes out today (None: nothing)."""

    period: int
    edition: str
    body: str
    was: Mapping[str, Any] | None
    now: Mapping[str, Any] | None


def differences(was: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Results that are not the same to the last digit, in the order of the record."""
    before, after = ({(r["period"], r["edition"], r["body"]): r for r in results} for results in (was, now))
    return [Difference(*key, before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
