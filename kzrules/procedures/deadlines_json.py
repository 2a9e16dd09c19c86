"""Procedures and due dates for programs: JSON, CSV, and iCalendar for a civil servant's own calendar."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from kzrules.procedures.deadlines import Due
from kzrules.procedures.moments import Moment
from kzrules.procedures.procedure import Limit, Procedure, Reading, Rule, Stated
from kzrules.procedures.words import limit_text, weekday
from kzrules.reading_nodes import in_language

_COLUMNS = ("procedure", "act", "event", "on", "rule", "due", "weekday", "label", "who", "citation", "term", "open")
_LONGEST = 75  # octets of a line, RFC 5545


def procedure_json(procedure: Procedure, lang: str) -> dict[str, Any]:
    """A procedure whole."""
    return {
        "procedure": procedure.id,
        "act": procedure.act,
        "wording": procedure.amended_by or None,
        "label": in_language(procedure.label, lang),
        "editions": list(procedure.editions),
        "events": [{"event": e.id, "label": in_language(e.label, lang), "kind": e.kind} for e in procedure.events.values()],
        "rules": [_rule_json(procedure, rule, lang) for rule in procedure.rules.values()],
        "readings": [_reading_json(reading, lang) for reading in procedure.readings.values()],
        "stated": [_stated_json(s, lang) for s in procedure.stated],
        "not_printed": [_stated_json(s, lang) for s in procedure.unprinted],
    }


def dues_json(procedure: Procedure, event: str, moment: Moment, dues: Iterable[Due], lang: str) -> dict[str, Any]:
    """The due dates of an event."""
    return {
        "procedure": procedure.id,
        "act": procedure.act,
        "event": event,
        "on": moment.text,
        "day": moment.day.isoformat(),
        "before_the_wording": bool(procedure.since) and moment.day.isoformat() < procedure.since,
        "dues": [_due_json(due, lang) for due in dues],
    }


def _due_json(due: Due, lang: str) -> dict[str, Any]:
    return {
        **_rule_json(due.procedure, due.rule, lang, due.limit),
        "from": due.start.isoformat(),
        "due": due.day.isoformat(),
        "weekday": weekday(due.day, lang),
        "moved_from": due.before_moving.isoformat() if due.before_moving else None,
        "days_off": [{"day": day.isoformat(), "name": in_language(said, lang)} for day, said in due.skipped],
        "worked_weekend_days": [day.isoformat() for day, _ in due.worked],
        "rests_on": [
            {"reading": reading.id, "chosen": chosen, "otherwise": {option: day.isoformat() if day else None for option, day in dates}}
            for reading, chosen, dates in due.others
        ],
        "doubts": [in_language(said, lang) for said in due.doubts],
    }


def _rule_json(procedure: Procedure, rule: Rule, lang: str, limit: Limit | None = None) -> dict[str, Any]:
    limit = limit or rule.limit
    return {
        "rule": rule.id,
        "label": in_language(rule.label, lang),
        "who": in_language(rule.who, lang),
        "starts_from": limit.start,
        "event": procedure.event_of(rule, {}),
        "kind": limit.kind,
        "number": limit.span.number if limit.span else None,
        "unit": limit.span.unit if limit.span else None,
        "term": limit_text(limit, lang),
        "citation": rule.cite.as_json(),
        "note": in_language(rule.note, lang),
        "reading": rule.reading or None,
    }


def _reading_json(reading: Reading, lang: str) -> dict[str, Any]:
    return {
        "reading": reading.id,
        "question": in_language(reading.question, lang),
        "confidence": reading.confidence,
        "default": reading.default,
        "options": {option.id: in_language(option.label, lang) for option in reading.options.values()},
    }


def _stated_json(stated: Stated, lang: str) -> dict[str, Any]:
    return {"label": in_language(stated.label, lang), "citation": stated.cite.as_json() if stated.cite else None}


def dues_csv(found: Iterable[tuple[Procedure, str, Moment, Sequence[Due]]], lang: str) -> str:
    """A line per due date."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    for procedure, event, moment, dues in found:
        for due in dues:
            others = "; ".join(f"{r.id}={o}: {d.isoformat() if d else '—'}" for r, _, dates in due.others for o, d in dates)
            texts = (in_language(due.rule.label, lang), in_language(due.rule.who, lang), due.rule.cite.text(lang), limit_text(due.limit, lang))
            where = (procedure.id, procedure.act, event, moment.text, due.rule.id)
            table.writerow([*where, due.day.isoformat(), weekday(due.day, lang), *texts, others])
    return out.getvalue()


def dues_ics(found: Iterable[tuple[Procedure, str, Moment, Sequence[Due]]], lang: str) -> str:
    """All-day entries of RFC 5545; the same dates give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kzrules//deadlines//RU", "CALSCALE:GREGORIAN"]
    for procedure, event, moment, dues in found:
        for due in dues:
            lines += [
                "BEGIN:VEVENT",
                f"UID:{procedure.id}.{event}.{moment.day:%Y%m%d}.{due.rule.id}@kzrules",
                f"DTSTAMP:{moment.day:%Y%m%d}T000000Z",
                f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}",
                f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}",
                f"SUMMARY:{_escaped(in_language(due.rule.label, lang))}",
                f"DESCRIPTION:{_escaped(_description(due, lang))}",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
    return "\r\n".join(part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)) + "\r\n"


def _description(due: Due, lang: str) -> str:
    parts = [in_language(due.procedure.label, lang), due.rule.cite.text(lang), limit_text(due.limit, lang), in_language(due.rule.who, lang)]
    return "; ".join(part for part in parts if part)


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """A line in pieces of at most 75 octets, the later ones begun with a space; letters are not torn."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > _LONGEST:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]
