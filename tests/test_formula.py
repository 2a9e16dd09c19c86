"""Formulas: read once, evaluated exactly, printed for people; unknown stays unknown."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from kzrules.exact import ExactEvaluator
from kzrules.formula import Formula, formula_from_text
from kzrules.nodes import Text
from kzrules.place import Place
from kzrules.values import Missing, NotApplicable
from kzrules.words import words

LACK = Missing(frozenset(["lack"]))
NAMES: dict[str, Any] = {
    "a": Fraction(3),
    "b": Fraction(4),
    "zero": Fraction(0),
    "yes": True,
    "no": False,
    "lack": LACK,
    "none": NotApplicable,
    "code": "link",
}


def formula(text: str) -> Formula:
    found, faults = formula_from_text(Text(text, True, Place("f", 1, 1, 1, len(text) + 1)))
    assert found is not None, faults
    return found


def value(text: str) -> Any:
    return ExactEvaluator().value(formula(text), NAMES.__getitem__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2", Fraction(3, 10)),
        ("a / b * 10000", Fraction(7500)),
        ("-a + 1", Fraction(-2)),
        ("max(0, a - b, -1)", Fraction(0)),
        ("min(a, b)", Fraction(3)),
        ("abs(a - b)", Fraction(1)),
        ("percent(a, b)", Fraction(75)),
        ("share(a, b)", Fraction(3, 4)),
        ("round_half_up(2.345, 2)", Fraction(235, 100)),
        ("5 if a > b or yes else 0", Fraction(5)),
        ("5 if code == 'link' else 0", Fraction(5)),
        ("1 if 2 < a < b <= 4 and not no and a != b and b >= 4 else 0", Fraction(1)),
    ],
)
def test_values(text: str, expected: Fraction) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("text", ["a / zero", "percent(a, zero)", "share(a, a - 3)"])
def test_division_by_zero_is_undecided_with_a_reason(text: str) -> None:
    found = value(text)
    assert isinstance(found, Missing)
    assert found.sentences("ru")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lack + 1", LACK), ("max(0, lack)", LACK), ("lack * 0", LACK), ("1 if lack > 1 else 2", LACK), ("-lack", LACK),
        ("lack > 1 and yes", LACK), ("no and lack > 1", False), ("yes or lack > 1", True), ("no or lack > 1", LACK),
        ("none + 1", NotApplicable), ("none + lack", LACK), ("applicable(none)", False), ("applicable(a)", True), ("applicable(lack)", LACK),
        ("not lack", LACK), ("1 < lack < 2", LACK),
    ],
)  # fmt: skip
def test_unknown_stays_unknown_unless_the_outcome_is_settled(text: str, expected: Any) -> None:
    found = value(text)
    assert found == expected or found is expected


@pytest.mark.parametrize(
    ("text", "ru", "en"),
    [
        ("max(0, a - b * (1 - a))", "наибольшее из (0; a − b × (1 − a))", "max(0, a − b × (1 − a))"),
        ("a if b > 0.5 and not no else -1", "a, если b > 0,5 и не no, иначе −1", "a if b > 0.5 and not no, else −1"),
        ("percent(a - b, b)", "(a − b) / b × 100 %", "percent(a − b, b)"),
        ("a / (b / 2)", "a / (b / 2)", "a / (b / 2)"),
        ("a - (b - 1) or yes", "a − (b − 1) или yes", "a − (b − 1) or yes"),
        ("code == 'link'", "code = «link»", "code = «link»"),
    ],
)
def test_words(text: str, ru: str, en: str) -> None:
    assert words(formula(text).tree, str) == ru
    assert words(formula(text).tree, str, "en") == en


def test_a_fault_in_a_quoted_formula_stands_at_its_letter() -> None:
    _, faults = formula_from_text(Text("a + b.c", False, Place("f", 3, 10, 3, 19)))
    assert [str(f.place) for f in faults] == ["f:3:15"]


def test_a_formula_over_several_lines_is_placed_at_its_beginning() -> None:
    _, faults = formula_from_text(Text("a +\nb.c", True, Place("f", 3, 10, 4, 5)))
    assert [str(f.place) for f in faults] == ["f:3:10"]
