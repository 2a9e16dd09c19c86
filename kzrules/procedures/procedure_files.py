"""Procedures on disk: `methodologies/procedures/*.yaml` to records, with every fault of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kzrules.acts import unreal_dates
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.guess import guesses
from kzrules.library import Unreadable, read_file, shown_path
from kzrules.nodes import Node, read_nodes
from kzrules.procedures.procedure import (
    KINDS,
    UNITS,
    DayOfMonth,
    Event,
    Limit,
    Option,
    Procedure,
    Reading,
    Reports,
    Rule,
    Span,
    Stated,
)
from kzrules.reading_nodes import citation, fields, items, key_places, labels, text
from kzrules.resources import data_folder
from kzrules.shape import shape_faults

COUNTING = "counting.yaml"
_YEARS = {"month_of_year_before": -1, "month_of_year_after": 1}
_TODO = (
    "начните с копии готового файла из methodologies/procedures",
    "begin with a copy of a file of methodologies/procedures",
)


def procedures_folder(folder: Path | None = None) -> Path:
    """Where the procedures of a methodologies folder stand; the shipped ones when it has none."""
    own = folder / "procedures" if folder else None
    return own if own is not None and own.is_dir() else data_folder("methodologies") / "procedures"


def open_procedures(folder: Path | None = None) -> dict[str, Procedure]:
    """All procedures of a methodologies folder, by id.

    Raises:
        Faults: when a file has faults.
        Unreadable: when there are none.

    """
    found: dict[str, Procedure] = {}
    faults: list[Diagnostic] = []
    for path in sorted(procedures_folder(folder).glob("*.yaml")):
        if path.name == COUNTING:
            continue
        procedure, wrong = procedure_from_bytes(read_file(path), shown_path(path))
        faults += wrong
        if procedure:
            found[procedure.id] = procedure
    if errors(faults):
        raise Faults(errors(faults))
    if not found:
        raise Unreadable(f"порядков нет: {procedures_folder(folder)}")
    return found


def open_counting(folder: Path | None = None) -> dict[str, Reading]:
    """The readings that every term shares: how days are counted.

    Raises:
        Faults: when the file has faults.

    """
    return _shared("counting", folder)


def open_late_reports(folder: Path | None = None) -> dict[str, Reading]:
    """The readings about reports that are late, absent or incomplete.

    Raises:
        Faults: when the file has faults.

    """
    return _shared("late_reports", folder)


def _shared(key: str, folder: Path | None) -> dict[str, Reading]:
    path = procedures_folder(folder) / COUNTING
    if not path.is_file():
        path = data_folder("methodologies") / "procedures" / COUNTING
    root, faults = read_nodes(read_file(path), shown_path(path), _TODO)
    if root is not None and not errors(faults):
        faults += shape_faults(root, "counting")
    if root is None or errors(faults):
        raise Faults(errors(faults))
    return _readings(fields(root)[key])


def procedure_from_bytes(data: bytes, file: str) -> tuple[Procedure | None, list[Diagnostic]]:
    """The procedure that a file writes, or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "procedure")
    faults += unreal_dates(root)
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    events = {name: Event(name, labels(fields(node)["label"]), text(fields(node).get("kind"), "day")) for name, node in fields(top["events"]).items()}  # type: ignore[arg-type]
    readings = _readings(top.get("readings"))
    places = key_places(top["rules"])
    rules = {name: _rule(name, fields(node), places[name]) for name, node in fields(top["rules"]).items()}
    procedure = Procedure(
        id=text(top["procedure"]),
        act=text(top["act"]),
        amended_by=text(top.get("wording")),
        label=labels(top["label"]),
        seen=labels(top.get("seen")),
        since=text(top.get("since")),
        editions=tuple(text(node) for node in items(top.get("editions"))),
        events=events,
        readings=readings,
        rules=rules,
        stated=tuple(_stated(fields(node)) for node in items(top.get("stated"))),
        unprinted=tuple(_stated(fields(node)) for node in items(top.get("not_printed"))),
        reports={name: _reports(name, fields(node)) for name, node in fields(top.get("reports")).items()},
        file=file,
    )
    faults += list(_unknown_names(procedure, top))
    if not errors(faults):
        faults += list(_circles(procedure))
    return (None if errors(faults) else procedure), in_file_order(faults)


def _rule(name: str, entry: Mapping[str, Node], place: object) -> Rule:
    kind = next(kind for kind in KINDS if kind in entry)
    cite = citation(entry["cite"])
    assert cite is not None
    return Rule(
        id=name,
        label=labels(entry["label"]),
        who=labels(entry.get("who")),
        limit=Limit(kind, text(entry["from"]), _span(entry[kind]), _day(entry[kind])),
        cite=cite,
        note=labels(entry.get("note")),
        reading=text(entry.get("reading")),
        ours=text(entry.get("ours")) == "true",
        place=place,  # type: ignore[arg-type]
    )


def _span(node: Node) -> Span | None:
    return next((Span(int(text(part)), unit) for unit in UNITS if (part := fields(node).get(unit)) is not None), None)


def _day(node: Node) -> DayOfMonth | None:
    entry = fields(node)
    if "day" not in entry:
        return None
    years, month = next(((years, entry[key]) for key, years in _YEARS.items() if key in entry), (0, None))
    return DayOfMonth(int(text(entry["day"])), int(text(month, "0")), years)


def _readings(node: Node | None) -> dict[str, Reading]:
    found = {}
    for name, part in fields(node).items():
        entry = fields(part)
        options = {key: Option(key, labels(fields(option)["label"]), _changes(fields(option))) for key, option in fields(entry["options"]).items()}
        found[name] = Reading(
            id=name,
            question=labels(entry["question"]),
            why=labels(entry.get("why")),
            cite=citation(entry.get("cite")),
            confidence=text(entry["confidence"]),
            default=text(entry["default"]),
            options=options,
        )
    return found


def _changes(entry: Mapping[str, Node]) -> dict[str, object]:
    """What an option makes of the limit of a rule that names its reading."""
    changes: dict[str, object] = {"start": text(entry["from"])} if "from" in entry else {}
    kind = next((kind for kind in KINDS if kind in entry), None)
    if kind:
        changes |= {"kind": kind, "span": _span(entry[kind]), "day": _day(entry[kind])}
    return changes


def _stated(entry: Mapping[str, Node]) -> Stated:
    return Stated(labels(entry["label"]), citation(entry.get("cite")))


def _reports(name: str, entry: Mapping[str, Node]) -> Reports:
    cite = citation(entry["cite"])
    assert cite is not None
    facts = {key: text(node) for key, node in fields(entry["facts"]).items()}
    return Reports(name, labels(entry["label"]), text(entry.get("lateness"), "calendar_days"), facts, cite)  # type: ignore[arg-type]


# ── what may be wrong with a procedure ──


def _unknown_names(procedure: Procedure, top: Mapping[str, Node]) -> Iterator[Diagnostic]:
    known = {**procedure.events, **procedure.rules}
    for name, node in fields(top["rules"]).items():
        entry = fields(node)
        start = text(entry["from"])
        if start not in known:
            yield Diagnostic("KZ850", entry["from"].place, {"rule": name, "event": start, **guesses(start, known)}, procedure.rules[name].cite)
        reading = text(entry.get("reading"))
        if reading and reading not in procedure.readings:
            values = {"what_ru": "чтения", "what_en": "reading", "name": reading, **guesses(reading, procedure.readings)}
            yield Diagnostic("KZ211", entry["reading"].place, values)
    for name, node in fields(top.get("readings")).items():
        entry = fields(node)
        for option in fields(entry["options"]).values():
            start = text(fields(option).get("from"))
            if start and start not in known:
                yield Diagnostic("KZ850", fields(option)["from"].place, {"rule": name, "event": start, **guesses(start, known)})
        default = text(entry["default"])
        if default not in fields(entry["options"]):
            yield Diagnostic("KZ308", entry["default"].place, {"name": default, **guesses(default, fields(entry["options"]))})


def _circles(procedure: Procedure) -> Iterator[Diagnostic]:
    """Rules that start from one another's due dates, under any option."""
    starts = {
        rule.id: {rule.limit.start, *(str(o.changes["start"]) for o in _options(procedure, rule) if "start" in o.changes)}
        for rule in procedure.rules.values()
    }
    done: set[str] = set()
    for name in starts:
        circle = _circle(name, starts, ())
        if circle and not done & set(circle):
            done |= set(circle)
            yield Diagnostic("KZ851", procedure.rules[name].place, {"circle": " → ".join(circle)}, procedure.rules[name].cite)


def _options(procedure: Procedure, rule: Rule) -> tuple[Option, ...]:
    return tuple(procedure.readings[rule.reading].options.values()) if rule.reading else ()


def _circle(name: str, starts: Mapping[str, set[str]], path: tuple[str, ...]) -> tuple[str, ...]:
    if name in path:
        return (*path[path.index(name) :], name)
    found = (_circle(start, starts, (*path, name)) for start in sorted(starts.get(name, ())))
    return next((circle for circle in found if circle), ())
