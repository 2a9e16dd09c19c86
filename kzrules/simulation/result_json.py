"""The result of a simulation as the JSON of `schemas/simulation.schema.json`: exact numbers as text, estimates as numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import kzrules
from kzrules.simulation.plan import Group, Left
from kzrules.simulation.result import NAMES, BodyResult, Index, Simulation
from kzrules.simulation.spec import OWN, Distribution
from kzrules.values import decimal_text, exact_text

SCHEMA = "https://kzrules.example/schemas/simulation.schema.json"
_PLACES = 4


def simulation_json(found: Simulation) -> dict[str, Any]:
    """The record."""
    plan, source, edition = found.plan, found.source, found.plan.edition
    return {
        "$schema": SCHEMA,
        "simulation": {
            "version": "1",
            "engine": kzrules.__version__,
            "semantics": kzrules.SEMANTICS,
            "edition": {"id": edition.id, "sha256": edition.sha256},
            "dictionary": {"sha256": edition.dictionary.sha256},
            "data": {"sha256": source.data_sha256},
            "spec": {"file": source.spec, "sha256": source.spec_sha256},
            "period": plan.period,
            "seed": source.seed,
            "runs": source.runs,
            "readings_chosen": dict(sorted(plan.choices.items())),
        },
        "varied": [_group(at, group, found) for at, group in enumerate(plan.groups)],
        "left": [_left(left) for left in plan.left],
        "redrawn": [{"body": one.body, "limit": one.text, "share": exact_text(one.share)} for one in found.redrawn],
        "bodies": [_body(one, found.places) for one in found.bodies],
        "rank_shift": {"mean": _exact(found.shift), **dict(zip(NAMES, map(exact_text, found.shift_quantiles), strict=False))},
        "sensitivity": _sensitivity(found),
    }


def _group(at: int, group: Group, found: Simulation) -> dict[str, Any]:
    one: dict[str, Any] = {"what": group.what, "name": group.name, "bears": at not in found.not_asked}
    if group.what == "fact":
        one["bodies"] = group.bodies
    if group.what == "reading":
        one["options"] = dict(group.chances)
    else:
        one["distributions"] = [_distribution(given) for given in group.distributions]
    return one


def _distribution(given: Distribution) -> dict[str, Any]:
    one: dict[str, Any] = {"shape": given.shape, "numbers": [OWN if n is None else decimal_text(n) for n in given.numbers]}
    if given.values:
        one |= {"values": list(given.values), "chances": [decimal_text(chance) for chance in given.chances]}
    return one


def _left(left: Left) -> dict[str, Any]:
    return {"what": left.what, "name": left.name, "why": left.why, "bodies": list(left.bodies)}


def _body(one: BodyResult, places: int) -> dict[str, Any]:
    ranks, below = one.ranks, one.next
    return {
        "body": one.body.id,
        "name": dict(one.body.name),
        "kind": one.body.kind,
        "score": {
            "nominal": None if one.nominal is None else decimal_text(one.nominal, places),
            "mean": _exact(one.mean),
            **dict(zip(NAMES, (decimal_text(value, places) for value in one.quantiles), strict=False)),
        },
        "grade": one.grade,
        "grades": {grade.grade: {"share": exact_text(grade.share), "first_run": grade.first or None} for grade in one.grades},
        "missing": {
            "share": exact_text(one.missing),
            "first_run": one.lacking or None,
            "reasons": [{"reason": reason, "runs": count} for reason, count in one.reasons],
        },
        "rank": {
            "nominal": ranks.nominal, "p5": ranks.p5, "p50": ranks.median, "p95": ranks.p95, "best": ranks.best, "worst": ranks.worst,
        },
        "next": None if below is None else {"body": below.body, "above": _exact(below.above), "level": _exact(below.level)},
    }  # fmt: skip


def _sensitivity(found: Simulation) -> dict[str, Any] | None:
    given = found.sensitivity
    if given is None:
        return None
    return {
        "base": given.base,
        "runs": given.runs,
        "libraries": dict(given.libraries),
        "undefined": list(given.undefined),
        "scores": {body: _indices(indices, found) for body, indices in given.of_body.items()},
        "rank_shift": _indices(given.of_shift, found),
    }


def _indices(indices: tuple[Index, ...] | None, found: Simulation) -> list[dict[str, Any]] | None:
    if indices is None:
        return None
    groups = found.plan.groups
    ordered = sorted(indices, key=lambda one: (-one.total, one.group))
    return [
        {
            "what": groups[one.group].what,
            "name": groups[one.group].name,
            "S1": round(one.first, _PLACES) + 0.0,
            "S1_conf": round(one.first_conf, _PLACES),
            "ST": round(one.total, _PLACES) + 0.0,
            "ST_conf": round(one.total_conf, _PLACES),
        }
        for one in ordered
    ]


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
