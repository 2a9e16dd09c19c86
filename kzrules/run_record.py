"""The record of a run: what was asked, the hashes of all that it read, and its exact results, under one seal.

The same run gives the same bytes: no dates, no clock, no path but those that were typed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import kzrules
from kzrules.catalogue import acts_path
from kzrules.comparison import comparison_of, report_of
from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.library import Library, read_file
from kzrules.replay import catalogue_under, replay_of, replay_records
from kzrules.resources import data_folder
from kzrules.results import result_json, result_records

SCHEMA = "https://kzrules.example/schemas/run.schema.json"
SCHEMAS = ("acts", "dictionary", "edition", "facts")


@dataclass(frozen=True, slots=True)
class Command:
    """A command that scores, as it was given.

    Attributes:
        data: paths of the facts files.
        editions: names or paths of editions; none: those of the line.
        folder: of the methodologies; empty: the shipped ones.

    """

    name: Literal["eval", "compare", "replay"]
    data: tuple[str, ...]
    editions: tuple[str, ...] = ()
    line: str = ""
    period: int | None = None
    every: bool = False
    bodies: tuple[str, ...] = ()
    readings: Mapping[str, str] | None = None
    folder: str = ""


def record_of(command: Command, library: Library, named: Sequence[Edition], results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The sealed record of a run.

    Args:
        command: what was asked.
        library: the editions it could see.
        named: the editions that `command.editions` name, in that order.
        results: of each edition, year and body, as `result_records` gives them.

    """
    record = {
        "$schema": SCHEMA,
        "version": "1",
        "engine": kzrules.__version__,
        "semantics": kzrules.SEMANTICS,
        "command": command_json(command),
        "inputs": {
            "editions": list(_editions(command, library, named)),
            "dictionary": {"file": "facts.yaml", "sha256": library.dictionary.sha256},
            "acts": {"file": "acts.yaml", "sha256": sha256_of(acts_path(library))},
            "data": [{"file": path, "sha256": sha256_of(Path(path))} for path in command.data],
            "schemas": [{"file": f"{name}.schema.json", "sha256": sha256_of(schema_path(name))} for name in SCHEMAS],
        },
        "readings": dict(sorted((command.readings or {}).items())),
        "results": [result_json(result) for result in results],
    }
    return {**record, "seal": seal_of(record)}


def record_text(record: Mapping[str, Any]) -> str:
    """The file that a record is."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def seal_of(record: Mapping[str, Any]) -> str:
    """The sha256 of everything in a record but its seal: of its JSON with sorted keys and without spaces."""
    rest = {key: value for key, value in record.items() if key != "seal"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode()).hexdigest()


def command_json(command: Command) -> dict[str, Any]:
    """The command and those options that were given."""
    options: dict[str, Any] = {
        "edition": list(command.editions),
        "line": command.line,
        "period": command.period,
        "all": command.every,
        "body": list(command.bodies),
        "reading": [f"{name}={option}" for name, option in (command.readings or {}).items()],
        "methodologies": command.folder,
    }
    return {"name": command.name, "data": list(command.data), "options": {name: value for name, value in options.items() if value}}


def command_from(value: Mapping[str, Any]) -> Command:
    """The command that a record, sound in shape, holds."""
    options = value["options"]
    return Command(
        name=value["name"],
        data=tuple(value["data"]),
        editions=tuple(options.get("edition", ())),
        line=options.get("line", ""),
        period=options.get("period"),
        every=options.get("all", False),
        bodies=tuple(options.get("body", ())),
        readings=dict(text.split("=", 1) for text in options.get("reading", ())),
        folder=options.get("methodologies", ""),
    )


def is_path(name: str) -> bool:
    """Whether an edition is named by its file."""
    return name.endswith((".yaml", ".yml"))


def _editions(command: Command, library: Library, named: Sequence[Edition]) -> Iterable[dict[str, str]]:
    """Every edition file that could bear on the run: in a replay those of the whole line, for they decide which one governs a year."""
    line = library.line(command.line) if command.name == "replay" or not named else []
    files = {library.files[name]: (name, library.files[name].relative_to(library.folder).as_posix()) for name in line}
    for given, edition in zip(command.editions, named, strict=True):
        path = Path(given) if is_path(given) else library.files[edition.id]
        files.setdefault(path, (edition.id, given if is_path(given) else path.relative_to(library.folder).as_posix()))
    return ({"id": name, "file": file, "sha256": sha256_of(path)} for path, (name, file) in files.items())


def sha256_of(path: Path) -> str:
    """Of the bytes of a file.

    Raises:
        Unreadable: when there is none.

    """
    return hashlib.sha256(read_file(path)).hexdigest()


def schema_path(name: str) -> Path:
    """Where a schema stands."""
    return data_folder("schemas") / f"{name}.schema.json"


def results_of(command: Command, library: Library, cohort: Cohort) -> list[dict[str, Any]]:
    """What a command gives: the results that its record holds.

    Raises:
        Faults: when an edition has faults, or a choice fits none.

    """
    named = [library.load(name) for name in command.editions]
    readings = command.readings or {}
    match command.name:
        case "eval":
            found = list(result_records(report_of(named[0], cohort, readings)))
        case "compare":
            editions = named or [library.load(name) for name in library.line(command.line)]
            found = [record for report in comparison_of(editions, cohort, readings).reports for record in result_records(report)]
        case "replay":
            catalogue = catalogue_under(library, command.line, readings, named)
            years = replay_of(library, catalogue, command.line, cohort, readings, named=named, period=command.period, every=command.every)
            found = list(replay_records(years))
    return [result_json(record) for record in found if not command.bodies or record["body"] in command.bodies]
