"""How near bodies are to another grade as the JSON of `schemas/boundary.schema.json` (exact numbers as text)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from kzrules.edition import Edition
from kzrules.gaps_json import heading
from kzrules.grade_edges import GradeEdge, Otherwise
from kzrules.seek_json import reached_json
from kzrules.spans import Attained
from kzrules.values import Missing, decimal_text, exact_text

SCHEMA = "https://kzrules.example/schemas/boundary.schema.json"


def edges_json(edition: Edition, data_sha256: str, choices: Mapping[str, str], edges: Sequence[GradeEdge]) -> dict[str, Any]:
    """Every body."""
    return {"$schema": SCHEMA, "boundary": heading(edition, data_sha256, choices), "bodies": [_edge(edge) for edge in edges]}


def _edge(edge: GradeEdge) -> dict[str, Any]:
    a = edge.assessment
    return {
        "body": a.body.id,
        "kind": a.body.kind,
        "period": a.body.period,
        "score": None if isinstance(a.score, Missing) else decimal_text(a.score),
        "exact": None if isinstance(a.exact, Missing) else exact_text(a.exact),
        "grade": a.grade,
        "to_next": _points(edge.to_next),
        "to_previous": _points(edge.to_previous),
        "to_next_exact": _points(edge.exactly[0]),
        "to_previous_exact": _points(edge.exactly[1]),
        "roundings": [{"mode": one.mode, **_otherwise(one)} for one in edge.roundings],
        "readings": [{"choices": dict(one.choices), **_otherwise(one)} for one in edge.options],
        "combinations": None if edge.combined is None else [_attained(one) for one in edge.combined],
        "not_settled": list(edge.unsettled),
        "up": reached_json(edge.up),
        "down": reached_json(edge.down),
    }


def _points(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def _otherwise(one: Otherwise) -> dict[str, Any]:
    return {"score": exact_text(one.score), "grade": one.grade}


def _attained(one: Attained) -> dict[str, Any]:
    return {"score": exact_text(one.score), "grade": one.grade, "choices": dict(one.choices)}
