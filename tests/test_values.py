"""Numbers at the edges: written, rounded, shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kzrules.nodes import Fields, Items, Text, node_of, number_of, plain_value, read_nodes
from kzrules.values import Missing, decimal_text, exact_text, rounded, shown, undecided


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("0.005", "half_up", "0.01"), ("-0.005", "half_up", "-0.01"), ("0.0049", "half_up", "0"),
        ("0.005", "half_even", "0"), ("0.015", "half_even", "0.02"), ("-0.025", "half_even", "-0.02"),
        ("0.0199", "down", "0.01"), ("-0.0199", "down", "-0.01"), ("89.995", "half_up", "90"),
    ],
)  # fmt: skip
def test_rounding_to_hundredths(value: str, mode: str, expected: str) -> None:
    assert rounded(Fraction(value), 2, mode) == Fraction(expected)  # type: ignore[arg-type]


def test_numbers_for_people_and_for_machines() -> None:
    assert exact_text(Fraction(50, 3)) == "50/3"
    assert decimal_text(Fraction(50, 3)) == "50/3"
    assert decimal_text(Fraction(50, 3), 2) == "16.67"
    assert decimal_text(Fraction(-1, 200), 2) == "-0.01"
    assert decimal_text(Fraction(1, 2), 0) == "1"
    assert decimal_text(Fraction(1, 10**30)) == "0." + "0" * 29 + "1"
    assert decimal_text(Fraction(2**100)) == str(2**100)
    assert shown(Fraction(50, 3)) == "≈16,67"
    assert shown(Fraction(15, 2), "en") == "7.5"


@pytest.mark.parametrize("text", ["010", "1e3", ".5", "5.", "1_000", "0x1F", "12:30", "٣", "1 000", "+5", "--5", ""])
def test_what_is_no_number(text: str) -> None:
    assert number_of(text) is None


def test_a_literal_is_the_number_it_writes() -> None:
    assert number_of("0.1") == Fraction(1, 10)
    assert number_of("-3.10") == Fraction(-31, 10)


def test_scalars_stay_what_was_written() -> None:
    node, faults = read_nodes(b"a: no\nb: 010\nc: 12:30\nd: 3.10\ne: '3.10'\nf: true\ng: [1, 2.5]\n", "x.yaml")
    assert not faults
    assert node is not None
    expected = {"a": "no", "b": "010", "c": "12:30", "d": Decimal("3.10"), "e": "3.10", "f": True, "g": [1, Decimal("2.5")]}
    assert plain_value(node) == expected


def test_python_values_become_nodes_but_floats_do_not() -> None:
    node = node_of({"a": [1, Decimal("2.50"), Fraction(1, 2), True, "x"]})
    assert isinstance(node, Fields)
    items = node.entries["a"]
    assert isinstance(items, Items)
    assert [i.value for i in items.items if isinstance(i, Text)] == ["1", "2.50", "0.5", "yes", "x"]
    with pytest.raises(TypeError, match="not exact"):
        node_of({"a": 0.1})


def test_lacks_add_up_without_repeating() -> None:
    one = Missing(frozenset(["a"])) | undecided("раз", "one") | Missing(frozenset(["b"])) | undecided("раз", "one")
    assert one.facts == {"a", "b"}
    assert one.sentences("en") == ["one"]
    assert one.sentences("kk") == ["раз"]
