"""The public DMN TCK, level 2: its decision tables in our edition language give its results, exactly (docs/dmn.md)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import dmn
import pytest
from helpers import ROOT

from kzrules.checks import check_edition
from kzrules.diagnostic import errors
from kzrules.dictionary import dictionary_from_bytes
from kzrules.edition import Edition, edition_from_bytes
from kzrules.facts import cohort_from_bytes
from kzrules.outcome import Result
from kzrules.scoring import Run
from kzrules.values import Missing

pytestmark = pytest.mark.skipif(not dmn.KIT.is_file(), reason="the DMN TCK is not beside the project: ../shared/data/dmn-tck")

KIT = {dmn.name_of(entry): entry for entry in dmn.kit()} if dmn.KIT.is_file() else {}
FIT = (
    "0004-simpletable-U",
    "0005-simpletable-A",
    "0006-simpletable-P1",
    "0007-simpletable-P2",
    "0010-multi-output-U",
    "0108-first-hitpolicy",
    "0111-first-hitpolicy-singleoutputcol",
    "0114-min-collect-hitpolicy",
    "0115-sum-collect-hitpolicy",
    "0116-count-collect-hitpolicy",
    "0117-multi-any-hitpolicy",
    "0118-multi-priority-hitpolicy",
)
DO_NOT_FIT = {
    "0109-ruleOrder-hitpolicy": "RULE ORDER",
    "0110-outputOrder-hitpolicy": "OUTPUT ORDER",
    "0112-ruleOrder-hitpolicy-singleinoutcol": "RULE ORDER",
    "0113-outputOrder-hitpolicy-singleinoutcol": "OUTPUT ORDER",
    "0119-multi-collect-hitpolicy": "COLLECT",
}
AS_TABLES = ("0111-first-hitpolicy-singleoutputcol", *(name for name in FIT if "-collect-" in name))
CASES = [pytest.param(name, case, id=f"{name}-{case['id']}") for name in FIT for case in KIT.get(name, {"cases": []})["cases"]]


def loaded(table: dmn.Table) -> Edition:
    """The edition of a table, without a fault."""
    dictionary, faults = dictionary_from_bytes(dmn.dictionary_text(table).encode(), "dmn.facts.yaml")
    assert dictionary, faults
    edition, faults = edition_from_bytes(dmn.edition_text(table).encode(), f"{table.name}.yaml", dictionary)
    assert edition, [d.message() for d in faults]
    assert errors([*faults, *check_edition(edition, every_option=True)]) == []
    return edition


def outcomes(table: dmn.Table, edition: Edition, facts: str) -> dict[str, Result]:
    """The score of every criterion for one body."""
    cohort, faults = cohort_from_bytes(facts.encode(), "case.yaml", edition.dictionary)
    assert cohort, [d.message() for d in faults]
    (direction,) = Run(edition.programs, cohort.bodies).assess(cohort.bodies[0]).directions
    return {score.rule.id: score.value for score in direction.children}


def test_every_table_of_the_kit_is_either_translated_or_named_with_its_reason() -> None:
    assert len(KIT) == 17
    assert sum(len(entry["cases"]) for entry in KIT.values()) == 51
    assert set(FIT) | set(DO_NOT_FIT) == set(KIT)
    assert not set(FIT) & set(DO_NOT_FIT)
    assert len(CASES) == 36


@pytest.mark.parametrize(("name", "reason"), DO_NOT_FIT.items(), ids=lambda x: x.split("-")[0])
def test_a_table_that_does_not_fit_says_why(name: str, reason: str) -> None:
    with pytest.raises(dmn.DoesNotFit, match=f"{reason}: the outcome is a list"):
        dmn.table_of(KIT[name])


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_case_of_the_kit(name: str, case: dict[str, Any]) -> None:
    table = dmn.table_of(KIT[name])
    found = outcomes(table, loaded(table), dmn.facts_text(table, case))
    wanted = dmn.expected(table, case)
    assert {output: found[output] for output in wanted} == wanted
    assert set(found) - set(wanted) == {f"{output}_as_table" for output in wanted if name in AS_TABLES}
    for output in wanted:
        assert found.get(f"{output}_as_table", wanted[output]) == wanted[output]


@pytest.mark.parametrize("name", AS_TABLES)
def test_exceptions_and_point_table_agree_on_every_side_of_every_edge(name: str) -> None:
    table = dmn.table_of(KIT[name])
    edition = loaded(table)
    (fact,) = table.inputs
    (output,) = table.outputs
    for value in range(-1, 22):
        facts = f"period: 2000\nbodies: [{{body: a, kind: central, facts: {{{fact}: {value}}}}}]\n"
        found = outcomes(table, edition, facts)
        one, other = found[output], found[f"{output}_as_table"]
        assert isinstance(one, Missing) == isinstance(other, Missing), value
        assert isinstance(one, Missing) or one == other, value


@pytest.mark.parametrize(
    "name", [name for name in FIT if KIT.get(name, {"tables": [{"hit_policy": ""}]})["tables"][0]["hit_policy"] in ("UNIQUE", "ANY")]
)
def test_the_order_of_rules_does_not_matter_where_the_policy_says_so(name: str) -> None:
    table = dmn.table_of(KIT[name])
    turned = replace(table, when=table.when[::-1], then=table.then[::-1])
    editions = loaded(table), loaded(turned)
    for age, risk, affordable in product((17, 18, 19), ("high", "medium", "low"), ("yes", "no")):
        facts = f"{{age: {age}, risk_category: {risk}, is_affordable: {affordable}}}"
        one, other = (outcomes(table, e, f"period: 2000\nbodies: [{{body: a, kind: central, facts: {facts}}}]\n") for e in editions)
        assert one == other, facts


def test_where_no_rule_holds_nothing_is_invented() -> None:
    table = dmn.table_of(KIT["0004-simpletable-U"])
    facts = "period: 2000\nbodies: [{body: a, kind: central, facts: {age: '-', risk_category: low, is_affordable: yes}}]\n"
    assert isinstance(outcomes(table, loaded(table), facts)["approval_status"], Missing)
    default = dmn.table_of(KIT["0108-first-hitpolicy"])
    facts = "period: 2000\nbodies: [{body: a, kind: central, facts: {age: 30, risk_category: high, is_affordable: yes}}]\n"
    assert outcomes(default, loaded(default), facts) == {"status": Fraction(2), "rate": Fraction(2)}


def test_the_page_names_every_table() -> None:
    page = (ROOT / "docs/dmn.md").read_text(encoding="utf-8")
    for name in KIT:
        assert page.count(name) == 1, name
