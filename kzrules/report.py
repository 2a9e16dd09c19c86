"""Report stage: assessments to the stable JSON of `schemas/report.schema.json` (exact numbers as text)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import kzrules
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.outcome import Assessment, DeductionScore, LineScore, Result, Score
from kzrules.program import Table
from kzrules.scope import INDICATORS
from kzrules.values import Missing, decimal_text, exact_text

SCHEMA = "https://kzrules.example/schemas/report.schema.json"
_CONFIDENCE = ("printed", "forced", "likely", "open")


@dataclass(frozen=True, slots=True)
class Report:
    """One run: an edition, the hash of the data, the choices made, the assessments.

    Attributes:
        data_sha256: of the facts file; empty for facts given through the API.

    """

    edition: Edition
    data_sha256: str
    choices: dict[str, str]
    assessments: tuple[Assessment, ...]


def of_bodies(report: Report, bodies: Sequence[str]) -> Report:
    """The report of these bodies only (of all, when none is named); the others were still of the run."""
    if not bodies:
        return report
    return Report(report.edition, report.data_sha256, report.choices, tuple(a for a in report.assessments if a.body.id in bodies))


def report_json(report: Report) -> dict[str, Any]:
    """The report as JSON values, keys in a stable order."""
    edition = report.edition
    return {
        "$schema": SCHEMA,
        "report": {
            "version": "1",
            "engine": kzrules.__version__,
            "semantics": kzrules.SEMANTICS,
            "edition": {"id": edition.id, "sha256": edition.sha256},
            "dictionary": {"sha256": edition.dictionary.sha256},
            "data": {"sha256": report.data_sha256},
            "readings_chosen": dict(sorted(report.choices.items())),
        },
        "assessments": [assessment_json(a, edition) for a in report.assessments],
    }


def assessment_json(assessment: Assessment, edition: Edition) -> dict[str, Any]:
    """One body: score, grade, every part with its citation, readings and what is missing."""
    places = assessment.program.overall.rounding.places
    return {
        "body": assessment.body.id,
        "name": dict(assessment.body.name),
        "kind": assessment.body.kind,
        "period": assessment.body.period,
        "score": None if isinstance(assessment.score, Missing) else decimal_text(assessment.score, places),
        "exact": _exact(assessment.exact),
        "grade": assessment.grade,
        "directions": {s.rule.id: _score(s, places) for s in assessment.directions},
        "readings": [_reading(name, assessment, edition) for name in assessment.readings],
        "provenance": {name: decimal_text(share, 2) for name, share in provenance(assessment, edition).items()},
        "missing": missing_json(assessment.missing, edition),
    }


def _score(score: Score, places: int) -> dict[str, Any]:
    rule = score.rule
    found: dict[str, Any] = {
        "score": _decimal(score.value, places),
        "exact": _exact(score.value),
        "max": None if rule.maximum is None else decimal_text(rule.maximum),
        "citation": rule.cite.as_json() if rule.cite else {},
        "readings": list(score.readings),
    }
    if score.children or rule.level != "indicator":
        key = "criteria" if rule.level == "direction" else "indicators"
        found[key] = {child.rule.id: _score(child, places) for child in score.children}
    if score.lines:
        found["lines"] = {line.line.id: _line(line, places) for line in score.lines}
    if score.deductions or rule.level == "direction":
        found["deductions"] = [_deduction(d, places) for d in score.deductions]
    return found


def _line(line: LineScore, places: int) -> dict[str, Any]:
    return {"score": _decimal(line.value, places), "exact": _exact(line.value), "max": decimal_text(line.maximum)}


def _deduction(score: DeductionScore, places: int) -> dict[str, Any]:
    deduction = score.deduction
    return {
        "id": deduction.id,
        "points": _decimal(score.value, places),
        "exact": _exact(score.value),
        "cap": None if deduction.cap is None else decimal_text(deduction.cap),
        "citation": deduction.cite.as_json() if deduction.cite else {},
    }


def _decimal(value: Result, places: int) -> str | None:
    return None if isinstance(value, Missing) else decimal_text(value, places)


def _exact(value: Result) -> str | None:
    return None if isinstance(value, Missing) else exact_text(value)


def _reading(name: str, assessment: Assessment, edition: Edition) -> dict[str, Any]:
    reading = edition.readings[name]
    option = assessment.program.choices[name]
    return {
        "id": name,
        "option": option,
        "default": option == reading.default,
        "confidence": reading.confidence,
        "question": dict(reading.question),
        "answer": dict(reading.options[option].label),
    }


def missing_json(missing: Missing, edition: Edition) -> list[dict[str, Any]]:
    """What would have to be known: facts with their labels, then what the act leaves undecided."""
    facts = [{"fact": name, "label": fact_label(name, edition)} for name in sorted(missing.facts)]
    return [*facts, *({"undecided": dict(reason)} for reason in missing.reasons)]


def fact_label(name: str, edition: Edition) -> dict[str, str]:
    """The label of a fact, or of a field of a list."""
    spec = edition.dictionary.facts.get(name.partition(".")[0])
    if spec is not None and "." in name:
        spec = spec.fields.get(name.partition(".")[2], spec)
    return dict(spec.label) if spec else {}


def code_label(code: str, table: Table, edition: Edition) -> dict[str, str]:
    """The label of a code of a table, from the fact whose codes the table lists."""
    codes = {row.code for row in table.rows}
    facts = edition.dictionary.facts.values()
    for spec in (*facts, *(field for fact in facts for field in fact.fields.values())):
        if code in spec.choices and codes <= set(spec.choices):
            return dict(spec.choices[code])
    return {}


def field_label(name: str, edition: Edition) -> dict[str, str]:
    """The label of a list's field, whichever list has it."""
    for spec in edition.dictionary.facts.values():
        if name in spec.fields:
            return dict(spec.fields[name].label)
    return {}


def provenance(assessment: Assessment, edition: Edition) -> dict[str, Fraction]:
    """How much of the attainable maximum rests on printed law, and how much on readings, in percent.

    Each rule without parts of its own weighs its maximum times the weight of its direction; it counts
    under the least certain of the readings it rests on.
    """
    found = dict.fromkeys(_CONFIDENCE, Fraction(0))
    for direction in assessment.directions:
        weight = assessment.program.overall.weights.get(direction.rule.id, Fraction(0))
        for score in _counted(direction):
            found[_least_certain(score.readings, edition)] += (score.rule.maximum or Fraction(0)) * weight
    whole = sum(found.values(), Fraction(0))
    return {name: points * 100 / whole if whole else Fraction(0) for name, points in found.items()}


def _counted(score: Score) -> Iterator[Score]:
    """The scores whose maxima make up the whole: a rule with a formula of its own stands for its parts."""
    formula = score.rule.score
    of_the_sum_alone = isinstance(formula, Formula) and formula.names == {INDICATORS}  # such as its rounding: the parts stand for it
    if not score.children or not (formula is None or of_the_sum_alone):
        yield score
        return
    for child in score.children:
        yield from _counted(child)


def _least_certain(readings: Sequence[str], edition: Edition) -> str:
    return max((edition.readings[r].confidence for r in readings), key=_CONFIDENCE.index, default="printed")
