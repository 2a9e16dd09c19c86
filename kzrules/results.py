"""The results of a report as flat records: for JSON, for a spreadsheet, for a run record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kzrules.report import Report, missing_json
from kzrules.values import Missing, decimal_text, exact_text


def result_records(report: Report) -> Iterator[dict[str, Any]]:
    """One record per body of a report."""
    for a in report.assessments:
        yield {
            "period": a.body.period,
            "edition": report.edition.id,
            "body": a.body.id,
            "kind": a.body.kind,
            "score": None if isinstance(a.score, Missing) else decimal_text(a.score, a.program.overall.rounding.places),
            "exact": None if isinstance(a.exact, Missing) else exact_text(a.exact),
            "grade": a.grade,
            "missing": missing_json(a.missing, report.edition),
        }


def result_json(result: Mapping[str, Any]) -> dict[str, Any]:
    """One result without what is not known, and with the names of what is missing."""
    found = {name: value for name, value in result.items() if value is not None and name != "missing"}
    facts = [lack["fact"] for lack in result["missing"] if "fact" in lack]
    undecided = [lack["undecided"]["ru"] for lack in result["missing"] if "undecided" in lack]
    return {**found, **({"missing": facts} if facts else {}), **({"undecided": undecided} if undecided else {})}


def scores_csv(reports: Sequence[Report]) -> str:
    """Every score of every body, a row each."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["edition", "body", "kind", "path", "score", "exact", "max", "grade"])
    for report in reports:
        for a in report.assessments:
            lead = [report.edition.id, a.body.id, a.body.kind]
            exact = "" if isinstance(a.exact, Missing) else a.exact
            writer.writerow([*lead, "overall", _plain(a.score), exact, a.program.overall.maximum or "", a.grade or ""])
            for s in a.walk():
                exact = "" if isinstance(s.value, Missing) else s.value
                writer.writerow([*lead, s.rule.path, _plain(s.value), exact, "" if s.rule.maximum is None else s.rule.maximum, ""])
    return stream.getvalue()


def _plain(value: Any) -> str:
    return "" if isinstance(value, Missing) else decimal_text(value, 2)
