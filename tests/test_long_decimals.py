"""Numbers of many decimals: as many as the dictionary admits, read exactly wherever they come from, never rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, library, run

from kzrules.answers import answer_from_text
from kzrules.dictionary import FactSpec
from kzrules.nodes import Text
from kzrules.place import NOWHERE

LONG = FactSpec("x", {"ru": "длинное число"}, "number", places=24)
TINY = "0.000000012287276525158197"
EVERYDAY = FactSpec("y", {"ru": "часы"}, "number", places=2)


def answer(word: str, spec: FactSpec = LONG) -> tuple[Any, list[str]]:
    value, faults = answer_from_text(Text(word, True, NOWHERE), spec, spec.name)
    return value, [fault.code for fault in faults]


def test_zeros_before_the_first_digit_are_no_digits() -> None:
    """Eighteen digits are the most: `0.00000001228…` has seventeen, and its twenty-four decimals are for the dictionary to admit."""
    assert answer(TINY) == (Fraction(Decimal(TINY)), [])
    assert answer("-0.5")[1] == []
    assert answer("1234567890.123456789")[1] == ["KZ506"]
    assert answer("0.0000000000000000000000001")[1] == ["KZ516"]
    assert answer("0.0000000000000000000000001", EVERYDAY)[1] == ["KZ516"]
    assert answer("1e-7")[1] == ["KZ502"]


@pytest.mark.parametrize("kind", ["text", "doubles", "decimals"])
def test_a_column_of_long_decimals_is_read_exactly(kind: str) -> None:
    """A double stands for the shortest decimal that reads back to it."""
    pa = pytest.importorskip("pyarrow", reason="needs the extra frames")
    from kzrules.frames.cells import read_cells

    words = [TINY, "4.521100766179541", "-0.5", "7", None]
    column = {
        "text": lambda: pa.array(words, pa.string()),
        "doubles": lambda: pa.array([None if word is None else float(word) for word in words], pa.float64()),
        "decimals": lambda: pa.array([None if word is None else Decimal(word) for word in words], pa.decimal128(38, 24)),
    }[kind]()
    cells, faults = read_cells(column, LONG, "x")
    assert faults == []
    assert [cells.at(row, "x") for row in range(4)] == [Fraction(Decimal(word)) for word in words if word]
    assert cells.unknown.tolist() == [False] * 4 + [True]


def test_a_column_of_long_decimals_names_its_faulty_cells() -> None:
    pa = pytest.importorskip("pyarrow", reason="needs the extra frames")
    from kzrules.frames.cells import read_cells

    _, faults = read_cells(pa.array(["x", "1e-3", "0.0000000000000000000000001", "1234567890.123456789"]), LONG, "x")
    assert [(fault.row, fault.code) for fault in faults] == [(0, "KZ502"), (1, "KZ502"), (2, "KZ516"), (3, "KZ506")]
    _, faults = read_cells(pa.array([float("nan"), float("inf")]), LONG, "x")
    assert [fault.code for fault in faults] == ["KZ507", "KZ507"]


def test_decimals_of_a_long_scale_fit_a_short_fact_where_they_are_zeros() -> None:
    """A scale far beyond that of the fact was once an overflow."""
    pa = pytest.importorskip("pyarrow", reason="needs the extra frames")
    from kzrules.frames.cells import read_cells

    cells, faults = read_cells(pa.array([Decimal("2.5"), Decimal("0.001")], pa.decimal128(38, 30)), EVERYDAY, "y")
    assert cells.at(0, "y") == Fraction(5, 2)
    assert [(fault.row, fault.code) for fault in faults] == [(1, "KZ516")]


def test_an_edition_is_read_with_the_dictionary_beside_it(tmp_path: Path) -> None:
    """Facts of bodies of the same file name are no dictionary."""
    shipped = library()
    dictionary = "# yaml-language-server: $schema=x\nfacts: {x: {label: {ru: Икс}, type: number, places: 24}}\n"
    (tmp_path / "facts.yaml").write_text(dictionary, "utf-8")
    found, faults = shipped.dictionary_for(tmp_path / "e.yaml")
    assert found is not None
    assert list(found.facts) == ["x"]
    assert faults == []
    (tmp_path / "facts.yaml").write_text("period: 2020\nbodies: []\n", "utf-8")
    assert shipped.dictionary_for(tmp_path / "e.yaml") == (shipped.dictionary, [])
    (tmp_path / "facts.yaml").write_text("facts: {x: {label: {ru: Икс}, type: nmber}}\n", "utf-8")
    found, faults = shipped.dictionary_for(tmp_path / "e.yaml")
    assert found is None
    assert faults
    edition = tmp_path / "e.yaml"
    edition.write_text("edition: a/2000-b\n", "utf-8")
    assert "facts.yaml" in run("check", str(edition)).err
    assert "facts.yaml" in run("show", str(edition)).err


def test_a_very_small_number_is_told_from_nothing() -> None:
    """An explanation shows four decimals, and more where these would all be zeros."""
    example = str(ROOT / "examples" / "asem")
    values = {"a": "0.00001122477618627385", "b": "0.25"}
    lines = [f"  - {{body: {body}, kind: central, facts: {{flights: {value}}}}}" for body, value in values.items()]
    facts = "\n".join(["period: 2018", "bodies:", *lines])
    told = run("--methodologies", example, "explain", "-", "flights", "-e", "asem", "--body", "a", stdin=facts.encode()).out
    assert "наименьшее = ≈0,00001122 (a)" in told
    assert "наибольшее = 0,25 (b)" in told
