"""A study of readings as the JSON of `schemas/readings.schema.json` (exact numbers as text)."""

from __future__ import annotations

from typing import Any

import kzrules
from kzrules.levers import Change, Lever, Question, Span, Study
from kzrules.spans import Attained
from kzrules.values import Missing, decimal_text, exact_text

SCHEMA = "https://kzrules.example/schemas/readings.schema.json"


def study_json(study: Study) -> dict[str, Any]:
    """The questions; with data, what each option changes alone and the range of every body."""
    edition = study.edition
    found: dict[str, Any] = {
        "$schema": SCHEMA,
        "readings": {
            "version": "1",
            "engine": kzrules.__version__,
            "semantics": kzrules.SEMANTICS,
            "edition": {"id": edition.id, "sha256": edition.sha256},
            "dictionary": {"sha256": edition.dictionary.sha256},
        },
        "questions": [_question(question) for question in study.questions],
    }
    if study.spans:
        found["readings"]["data"] = {"sha256": study.data_sha256}
        found["readings"]["limit"] = study.limit
        found["options"] = [_lever(lever) for lever in study.levers]
        found["ranges"] = [_span(span) for span in study.spans]
    return found


def _question(question: Question) -> dict[str, Any]:
    reading = question.reading
    return {
        "id": reading.id,
        "question": dict(reading.question),
        "citation": reading.cite.as_json() if reading.cite else {},
        "confidence": reading.confidence,
        "why": dict(reading.why),
        "default": reading.default,
        "options": {option.id: dict(option.label) for option in reading.options.values()},
        "bears_on": list(question.bears_on),
    }


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "reading": lever.reading.id,
        "option": lever.option,
        "changed": {"scores": lever.scores, "grades": lever.grades, "ranks": lever.ranks},
        "up": _change(lever.up),
        "down": _change(lever.down),
        "lost": [body.id for body in lever.lost],
        "gained": [body.id for body in lever.gained],
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    return None if change is None else {"body": change.body.id, "period": change.body.period, "points": exact_text(change.points)}


def _span(span: Span) -> dict[str, Any]:
    assessment, found = span.assessment, span.range
    return {
        "body": assessment.body.id,
        "kind": assessment.body.kind,
        "period": assessment.body.period,
        "default": None if isinstance(assessment.score, Missing) else decimal_text(assessment.score),
        "grade": assessment.grade,
        "exact": span.exact,
        "low": _end(found.low),
        "high": _end(found.high),
        "grades": [_end(one) for one in found.grades],
        "unsettled": list(found.unsettled),
        "combinations": str(found.combinations),
        "not_computable": None if found.missing is None else str(found.missing),
        "not_computable_under": dict(found.lacking) if found.missing or (found.missing is None and found.lacking) else None,
    }


def _end(end: Attained | None) -> dict[str, Any] | None:
    return None if end is None else {"score": decimal_text(end.score), "grade": end.grade, "choices": dict(end.choices)}
