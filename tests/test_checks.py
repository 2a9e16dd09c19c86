"""What `check` proves about an edition before any data arrive: ranges, printed bounds, citations, what nothing asks for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from helpers import edition, library
from test_messages import ACTS, HERE

import kzrules as kz
from kzrules.acts import acts_from_bytes
from kzrules.catalogue import acts_of
from kzrules.checks import check_edition, studied
from kzrules.checks_citations import citation_faults
from kzrules.checks_tables import table_faults, tables_of
from kzrules.checks_unused import unasked_facts
from kzrules.dictionary import dictionary_from_bytes
from kzrules.edition import edition_from_bytes
from kzrules.item_ranges import numbers_of, ranges_text
from kzrules.place import NOWHERE
from kzrules.printed import bounds_from_words
from kzrules.program import Row, Table
from kzrules.ranges import Range, rounded_range, united
from kzrules.regions import reached, regions_of

BASE = (HERE / "base.yaml").read_text(encoding="utf-8")


def row(low: str = "", high: str = "", *, low_in: bool = True, high_in: bool = False) -> Row:
    figures = (Fraction(low) if low else None, Fraction(high) if high else None)
    return Row(figures[0], low_in, figures[1], high_in, "", Fraction(0), "", False, (), NOWHERE)


def codes(rows: tuple[Row, ...], values: Range) -> list[str]:
    return [fault.code for fault in table_faults(Table("t", {}, None, "", None, rows, (), NOWHERE), values)]


CENT = Fraction(1, 100)


@pytest.mark.parametrize(
    ("step", "expected"),
    [(CENT, []), (Fraction(1, 10), []), (Fraction(1), []), (Fraction(1, 1000), ["KZ302"]), (None, ["KZ302"])],
    ids=["two places", "one place", "whole numbers", "three places", "exact"],
)
def test_a_gap_is_a_gap_where_a_value_can_fall_into_it(step: Fraction | None, expected: list[str]) -> None:
    rows = (row("0", "39.99", high_in=True), row("40", ""))
    assert codes(rows, Range(Fraction(0), Fraction(100), step)) == expected


def test_an_overlap_is_one_where_a_value_can_fall_into_both_rows() -> None:
    rows = (row("0", "40.005"), row("40.001", ""))
    assert codes(rows, Range(Fraction(0), None, CENT)) == [], "40 is in the first row only, 40.01 in the second"
    assert codes(rows, Range(Fraction(0), None, None)) == ["KZ301"]


def test_marks_from_1_to_5_need_no_row_below_1() -> None:
    rows = (row("4", ""), row("1", "4"))
    assert codes(rows, Range(Fraction(1), Fraction(5), CENT)) == []
    assert codes(rows, Range(Fraction(0), Fraction(5), CENT)) == ["KZ340"]
    assert codes(rows, Range()) == ["KZ340"]


@pytest.mark.parametrize("step", [None, CENT, Fraction(1)])
def test_a_region_is_reached_where_one_of_its_values_is(step: Fraction | None) -> None:
    """Against counting: every multiple of a fine step between -2 and 6."""
    rows = (row("0", "1"), row("1", "2", low_in=False, high_in=True), row("2.005", "2.009"), row("4", ""))
    values = Range(Fraction(1, 2), Fraction(9, 2), step)
    fine = step or Fraction(1, 1000)
    points = [n * fine for n in range(int(Fraction(-2) / fine), int(Fraction(6) / fine))]
    for region in regions_of(rows):
        held = [p for p in points if values.low <= p <= values.high and _in(region, p)]  # type: ignore[operator]
        assert reached(region, values) == bool(held), region


def _in(region: Any, point: Fraction) -> bool:
    if region.low is not None and region.low == region.high:
        return bool(point == region.low)
    return (region.low is None or region.low < point) and (region.high is None or point < region.high)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("70-89,99", ("70", True), ("89.99", True)),
        ("менее 50", None, ("50", False)),
        ("ниже 4", None, ("4", False)),
        ("50 и более", ("50", True), None),
        ("21 и далее", ("21", True), None),
        ("более 70 % и менее 100 %", ("70", False), ("100", False)),
        ("менее 4 и более 1", ("1", False), ("4", False)),
        ("менее 100 %, но более 70 %", ("70", False), ("100", False)),
        ("до 20", None, ("20", None)),
        ("E ≥ 12", ("12", True), None),
    ],
)
def test_printed_bounds(words: str, low: tuple[str, bool] | None, high: tuple[str, bool | None] | None) -> None:
    said = bounds_from_words(words)
    assert said is not None
    for edge, expected in ((said.low, low), (said.high, high)):
        assert (None if edge is None else (edge.value, edge.included)) == (expected and (Fraction(expected[0]), expected[1]))


@pytest.mark.parametrize("words", ["не проводились", "иначе", "80-100 либо отсутствие услуг с нарушением сроков", "100 %", ""])
def test_words_that_print_no_bounds_say_nothing(words: str) -> None:
    assert bounds_from_words(words) is None


def test_ranges_join_and_round() -> None:
    assert united([Range(Fraction(0), Fraction(1), CENT), Range(Fraction(1), None, Fraction(1, 4))]) == Range(Fraction(0), None, CENT)
    assert rounded_range(Range(Fraction(1), Fraction(5), Fraction(1, 10000)), 2, "half_up") == Range(Fraction(1), Fraction(5), CENT)
    assert rounded_range(Range(None, Fraction(5), Fraction(1)), 2, "half_up").step == 1


def test_what_a_table_of_a_shipped_edition_is_asked_for() -> None:
    found = {one.table.id: one for one in tables_of(edition("2018-01").program("central"), edition("2018-01"))}
    assert found["satisfaction"].values == Range(Fraction(1), Fraction(5), CENT)
    assert found["plan_execution"].values == Range(Fraction(0), Fraction(100), CENT), "measures done are never more than planned"
    assert (found["late_reduction"].values.low, found["late_reduction"].values.high) == (None, 100), "late services may grow without bound"
    assert found["channels"].codes is not None


@pytest.mark.parametrize("name", library().files)
def test_a_shipped_edition_is_sound_and_cites_its_act(name: str) -> None:
    assert [d.message() for d in studied(edition(name)).faults] == []
    assert [d.message() for d in citation_faults(edition(name), acts_of(library()))] == []


def test_every_fact_of_the_dictionary_is_asked_for() -> None:
    asked = {fact for name in library().files for fact in studied(edition(name)).facts}
    assert list(unasked_facts(library().dictionary, asked)) == []
    (fault,) = unasked_facts(library().dictionary, asked - {"services.monitoring_mark"})
    assert (fault.code, fault.severity, fault.values["name"]) == ("KZ371", "low", "services.monitoring_mark")
    assert "Оценка общественного мониторинга" in fault.message()


def test_a_restated_edition_cites_the_text_that_restated_it() -> None:
    """Item 114 is one of 125 of the restatement of 2017; the first edition ends with item 104."""
    text = library().files["interaction/2018-01"].read_text(encoding="utf-8")
    assert "restated:" in text
    first = text.replace("restated:", "repealed:", 1)
    loaded, faults = edition_from_bytes(first.encode(), "first.yaml", library().dictionary)
    assert loaded is not None, faults
    found = [d for d in citation_faults(loaded, acts_of(library())) if d.code == "KZ401"]
    assert any("пункт 114" in d.message() and "1-104" in d.message() for d in found)


def test_an_act_that_nobody_knows_is_not_cited_against() -> None:
    loaded, _ = edition_from_bytes(BASE.replace("V1800000001", "V1800000002").encode(), "base.yaml", library().dictionary)
    assert loaded is not None
    assert ACTS is not None
    assert list(citation_faults(loaded, ACTS)) == []


def test_a_text_of_which_no_range_is_known_is_not_cited_against() -> None:
    register = (HERE / "acts.yaml").read_text(encoding="utf-8")
    for key in ("items: 1-125", 'procedural: "1-17, 19-37, 39, 115-125"', 'data: "41-52, 54-67"', 'undescribed: "69-112"'):
        register = register.replace(f"      {key}\n", "")
    acts, _ = acts_from_bytes(register.encode(), "acts.yaml")
    loaded, _ = edition_from_bytes(BASE.encode(), "base.yaml", library().dictionary)
    assert acts is not None
    assert loaded is not None
    assert list(citation_faults(loaded, acts)) == []


def test_numbers_of_items() -> None:
    assert numbers_of("1-3, 7") == {1, 2, 3, 7}
    assert ranges_text([7, 2, 1, 3]) == "1-3, 7"
    assert numbers_of("") == frozenset()


def test_the_light_check_says_what_keeps_an_edition_from_use() -> None:
    """`load` reads every edition through it; the rest is for `check`."""
    dictionary, _ = dictionary_from_bytes(library().files["interaction/2018-01"].parent.parent.joinpath("facts.yaml").read_bytes(), "facts.yaml")
    assert dictionary is not None
    loaded, _ = edition_from_bytes(BASE.replace("confidence: likely", "confidence: forced").encode(), "base.yaml", dictionary)
    assert loaded is not None
    assert check_edition(loaded) == []
    assert [d.code for d in check_edition(loaded, every_option=True)] == ["KZ361"]


def test_the_python_api_checks_citations_too(tmp_path: Any) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(library().files["interaction/2018-01"].read_text("utf-8").replace("{item: 114, annex: 19}", "{item: 214, annex: 19}"), "utf-8")
    assert {d.code for d in kz.check(path)} >= {"KZ401"}
