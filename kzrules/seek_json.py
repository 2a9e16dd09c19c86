"""What a wanted score takes as the JSON of `schemas/seek.schema.json` (exact numbers as text)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzrules.answer_sets import Answers as Sets
from kzrules.edition import Edition
from kzrules.gaps_json import answer_json, answers_json, heading
from kzrules.seeking import Highest, OneFact, Reached, Several, Sought
from kzrules.term_bounds import Span
from kzrules.values import Missing, decimal_text, exact_text

SCHEMA = "https://kzrules.example/schemas/seek.schema.json"


def seek_json(edition: Edition, data_sha256: str, choices: Mapping[str, str], costs: Mapping[str, Any], found: Sought) -> dict[str, Any]:
    """The wish and what reaches it."""
    body = found.standing.inquiry.body
    return {
        "$schema": SCHEMA,
        "seek": heading(edition, data_sha256, choices),
        "body": body.id,
        "kind": body.kind,
        "period": body.period,
        "wanted": {
            "rule": found.wish.rule or None,
            "score": exact_text(found.wish.least),
            "grade": found.wish.band.grade if found.wish.band else None,
        },
        "now": {"score": None if isinstance(found.now, Missing) else exact_text(found.now), "grade": found.grade, "reached": found.reached},
        "facts": list(found.facts),
        "costs": {path: exact_text(cost) for path, cost in costs.items()},
        "single": [_one(one) for one in found.singles],
        "several": found.several and _several(found.several),
        "highest": found.highest and _highest(found.highest),
    }


def sets_json(sets: Sets) -> list[Any]:
    """Sets of answers: `{"from": "121", "to": "122"}`, or one answer."""
    return [
        {"from": decimal_text(part.low), "to": decimal_text(part.high)}
        if isinstance(part, Span) and part.low is not None and part.high is not None
        else answer_json(part)  # type: ignore[arg-type]
        for part in sets
    ]


def _one(one: OneFact) -> dict[str, Any]:
    return {
        "fact": one.path,
        "now": None if one.now is None else answer_json(one.now),
        "enough": sets_json(one.values.held),
        "admissible": sets_json(one.values.admissible),
        "not_settled": sets_json(one.values.unsettled),
        "nearest": reached_json(one.nearest),
    }


def reached_json(reached: Reached | None) -> dict[str, Any] | None:
    """Answers with their score by the interpreter."""
    if reached is None:
        return None
    return {
        "answers": answers_json(reached.answers),
        "score": exact_text(reached.score),
        "grade": reached.grade,
        "steps": exact_text(reached.steps),
        "share": None if reached.share is None else exact_text(reached.share),
    }


def _several(several: Several) -> dict[str, Any]:
    cost = several.cost
    return {
        "reached": reached_json(several.reached),
        "cost": None if cost is None else exact_text(cost),
        "at_least": exact_text(several.least),
        "proven": cost == several.least,
    }


def _highest(highest: Highest) -> dict[str, Any]:
    return {
        "at_most": exact_text(highest.bound),
        "attained": None if highest.met is None else exact_text(highest.met),
        "grade": highest.grade,
        "answers": answers_json(highest.answers),
        "lost": [{"rule": rule.path, "points": exact_text(lost)} for rule, lost in highest.held],
    }
