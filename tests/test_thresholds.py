"""The threshold cases of a public scoring tool (apigee/registry), as tables of ours: what the check says of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from kzrules.checks import check_edition
from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import dictionary_from_bytes
from kzrules.edition import edition_from_bytes

CASES = yaml.load((Path(__file__).parent / "thresholds/apigee.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
VERDICTS = {
    "KZ301": "overlap",
    "KZ302": "gap",
    "KZ307": "no_row",
    "KZ341": "empty",
    "KZ342": "behind",
    "KZ346": "outside",
}
TEMPLATE = """edition: thresholds/2000-case
title: {{ru: Пороги}}
act: {{id: V0000000000, adopted: [{{by: {{ru: пример}}, number: "0", date: 2000-01-01}}]}}
in_force: {{from: 2000-01-01}}
applies_to: {{from: 2000}}
overall: {{label: {{ru: Итог}}, cite: {{item: 1}}, weights: {{d: 1}}, rounding: {{places: 2}}}}
bands: [{{grade: any, label: {{ru: любая}}, cite: {{item: 1}}}}]
directions: {{d: {{label: {{ru: Д}}, cite: {{item: 1}}, criteria: {{c: {{label: {{ru: К}}, cite: {{item: 1}}, score: {{table: t, of: asked}}}}}}}}}}
tables: {{t: {{label: {{ru: Т}}, cite: {{item: 1}}, rows: [{rows}]}}}}
"""


def said(fact: str, rows: list[str]) -> list[Diagnostic]:
    """What the check says of a table with these rows, for a fact with these bounds or codes."""
    dictionary, faults = dictionary_from_bytes(f"facts: {{asked: {{label: {{ru: Спрошено}}, {fact}}}}}".encode(), "facts.yaml")
    assert dictionary is not None, faults
    edition, faults = edition_from_bytes(TEMPLATE.format(rows=", ".join(rows)).encode(), "case.yaml", dictionary)
    return faults if edition is None else [*faults, *check_edition(edition, every_option=True)]


def verdict(fault: Diagnostic) -> str:
    if fault.code == "KZ340":
        return "below" if fault.values["key"] == "below" else "above"
    return VERDICTS[fault.code]


@pytest.mark.parametrize("case", CASES["intervals"], ids=lambda case: case["name"])
def test_intervals(case: dict[str, Any]) -> None:
    low, high = case["values"]
    rows = [f"{{from: {first}, to: {last}, points: 0}}" for first, last in case["rows"]]
    found = Counter(verdict(fault) for fault in said(f"type: number, min: {low}, max: {high}", rows))
    assert found == Counter(case["finds"])
    there = case.get("there", {"errors": str(len(case["finds"]))})
    assert int(there["errors"]) <= len(case["finds"]), "we say no less than the linter"


@pytest.mark.parametrize("case", CASES["answers"], ids=lambda case: case["name"])
def test_answers(case: dict[str, Any]) -> None:
    codes = ", ".join(f"answer_{code}: {{ru: {code}}}" for code in ("no", "yes"))
    rows = [f"{{is: answer_{code}, points: 0}}" for code in case["rows"]]
    found = {"twice" if fault.code == "KZ301" else verdict(fault) for fault in said(f"type: choice, choices: {{{codes}}}", rows)}
    assert found == set(case["finds"])


def test_every_case_of_the_source_is_here() -> None:
    names = [case["name"] for case in (*CASES["intervals"], *CASES["answers"])]
    assert len(names) == 27
    assert all(left["why"] for left in CASES["left_out"])
