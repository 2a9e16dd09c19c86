"""What unknown facts leave open as the JSON of `schemas/intervals.schema.json` (exact numbers as text)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import kzrules
from kzrules.completions import Attained
from kzrules.edition import Edition
from kzrules.gaps import Gaps, GradeChance, Interval, Weight
from kzrules.values import Mark, Missing, Single, decimal_text, exact_text

SCHEMA = "https://kzrules.example/schemas/intervals.schema.json"


def gaps_json(edition: Edition, data_sha256: str, choices: Mapping[str, str], found: Sequence[Gaps]) -> dict[str, Any]:
    """The intervals of every body."""
    return {
        "$schema": SCHEMA,
        "intervals": heading(edition, data_sha256, choices),
        "bodies": [_body(one) for one in found],
    }


def heading(edition: Edition, data_sha256: str, choices: Mapping[str, str]) -> dict[str, Any]:
    """What a run rests on."""
    return {
        "version": "1",
        "engine": kzrules.__version__,
        "semantics": kzrules.SEMANTICS,
        "edition": {"id": edition.id, "sha256": edition.sha256},
        "dictionary": {"sha256": edition.dictionary.sha256},
        "data": {"sha256": data_sha256},
        "readings_chosen": dict(sorted(choices.items())),
    }


def answer_json(answer: Single) -> bool | str:
    """An answer as a facts file writes it; a number as text, so that it stays exact."""
    match answer:
        case bool():
            return answer
        case Fraction():
            return decimal_text(answer)
        case Mark():
            return answer.value
        case Missing():
            return "-"
        case _:
            return answer


def answers_json(answers: Mapping[str, Single]) -> dict[str, bool | str]:
    """Answers by name."""
    return {path: answer_json(answer) for path, answer in answers.items()}


def attained_json(one: Attained | None) -> dict[str, Any] | None:
    """A score with its grade and the answers that give it."""
    return None if one is None else {"score": decimal_text(one.score), "grade": one.grade, "answers": answers_json(one.answers)}


def _body(gaps: Gaps) -> dict[str, Any]:
    body, inquiry = gaps.assessment.body, gaps.inquiry
    score = gaps.assessment.score
    return {
        "body": body.id,
        "kind": body.kind,
        "period": body.period,
        "unknown": list(inquiry.missing),
        "lists_unknown": list(inquiry.lists),
        "score": None if isinstance(score, Missing) else decimal_text(score),
        "overall": _interval(gaps.overall),
        "low": attained_json(gaps.low),
        "high": attained_json(gaps.high),
        "rules": {path: _interval(interval) for path, interval in gaps.rules.items()},
        "grades": [_grade(chance) for chance in gaps.grades],
        "facts": [_weight(weight) for weight in gaps.weights],
        "idle": list(gaps.idle),
        "no_score": gaps.lacking and {"answers": answers_json(gaps.lacking[0]), "reasons": [dict(reason) for reason in gaps.lacking[1].reasons]},
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "low": None if interval.low is None else exact_text(interval.low),
        "high": None if interval.high is None else exact_text(interval.high),
        "attained": [interval.low_met, interval.high_met],
        "no_score": interval.lacks,
        "not_covered": list(interval.lists),
    }


def _grade(chance: GradeChance) -> dict[str, Any]:
    return {"grade": chance.band.grade, "possible": chance.possible, "attained": attained_json(chance.attained)}


def _weight(weight: Weight) -> dict[str, Any]:
    return {"fact": weight.path, "change": exact_text(weight.change), "at_most": exact_text(weight.most), "changes_grade": weight.grade}
