"""The exact interpreter gives what the formula says: a second reader, written apart, always agrees."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from second_reader import UNDECIDED, round_half_up, value_of
from shipped import EDITIONS, all_formulas, dictionary

from kzrules.dictionary import FactSpec
from kzrules.exact import ExactEvaluator
from kzrules.formula import Formula, formula_from_text
from kzrules.nodes import Text
from kzrules.place import Place
from kzrules.values import Missing, Mode, rounded

NUMBERS = ("a", "b", "c", "full")
CONDITIONS = ("p", "q")
CODES = ("one", "two")
WHOLE = ("0", "1", "2", "7", "10", "100", "10000", "123456789012")
TAIL = ("", "", ".0", ".1", ".5", ".25", ".005", ".333333333")
_OPERATORS = st.sampled_from("+-*/")
_SIGNS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
_ONE_IN_THREE = st.sampled_from([False, False, True])


def agree(formula: Formula, names: Mapping[str, Any]) -> None:
    found = ExactEvaluator().value(formula, names.__getitem__)
    expected = value_of(formula.text, names)
    if expected is UNDECIDED:
        assert isinstance(found, Missing), f"{formula.text} divides by zero, but is {found}"
        assert not found.facts
    else:
        assert (found, type(found)) == (expected, type(expected)), formula.text


# ── formulas of the grammar ──


def _number(draw: st.DrawFn, deep: int) -> str:
    """A `sum`, `product`, `factor` or `call` of the grammar, with no more than `deep` levels below."""
    if deep == 0 or draw(_ONE_IN_THREE):
        return draw(st.sampled_from(NUMBERS)) if draw(st.booleans()) else draw(st.sampled_from(WHOLE)) + draw(st.sampled_from(TAIL))
    one, other = _number(draw, deep - 1), _number(draw, deep - 1)
    match draw(st.sampled_from(["sign", "sign", "brackets", "minus", "abs", "round", "call", "call", "max", "if"])):
        case "sign":
            return f"{one} {draw(_OPERATORS)} {other}"
        case "brackets":
            return f"({one} {draw(_OPERATORS)} {other})"
        case "minus":
            return f"-({one})"
        case "abs":
            return f"abs({one})"
        case "round":
            return f"round_half_up({one}, {draw(st.integers(0, 4))})"
        case "call":
            return f"{draw(st.sampled_from(['max', 'min', 'percent', 'share']))}({one}, {other})"
        case "max":
            return f"max({one}, {other}, {_number(draw, deep - 1)})"
        case _:
            return f"({one} if {_condition(draw, deep - 1)} else {other})"


def _condition(draw: st.DrawFn, deep: int) -> str:
    match draw(st.sampled_from(["name", "compare", "compare", "chain", "code", "applicable", "not", "join", "join"] if deep else ["name", "code"])):
        case "compare":
            return f"{_number(draw, deep - 1)} {draw(_SIGNS)} {_number(draw, deep - 1)}"
        case "chain":
            return f"{_number(draw, deep - 1)} {draw(_SIGNS)} {_number(draw, deep - 1)} {draw(_SIGNS)} {_number(draw, deep - 1)}"
        case "code":
            return f"code {draw(st.sampled_from(['==', '!=']))} '{draw(st.sampled_from(CODES))}'"
        case "applicable":
            return f"applicable({_number(draw, deep - 1)})"
        case "not":
            return f"not ({_condition(draw, deep - 1)})"
        case "join":
            joined = f"{_condition(draw, deep - 1)} {draw(st.sampled_from(['and', 'or']))} {_condition(draw, deep - 1)}"
            return f"({joined})" if draw(st.booleans()) else joined
        case _:
            return draw(st.sampled_from(CONDITIONS))


@st.composite
def grammatical(draw: st.DrawFn) -> str:
    return _condition(draw, 3) if draw(_ONE_IN_THREE) else _number(draw, 3)


FIGURES = st.sampled_from([Fraction(n) for n in (0, 0, 1, -1, 10)]) | st.fractions(-1000, 1000, max_denominator=997)
NAMES = st.fixed_dictionaries({**dict.fromkeys(NUMBERS, FIGURES), **dict.fromkeys(CONDITIONS, st.booleans()), "code": st.sampled_from(CODES)})


@settings(max_examples=10 * settings().max_examples)
@given(text=grammatical(), names=NAMES)
def test_any_formula_of_the_grammar_has_one_value(text: str, names: dict[str, Any]) -> None:
    """Exact always: a literal is the number its text writes, nothing is rounded on the way, by zero is undecided."""
    formula, faults = formula_from_text(Text(text, True, Place("formula")))
    if formula is None:
        assert {fault.code for fault in faults} == {"KZ209"}, f"{text} is of the grammar, yet refused"
    else:
        agree(formula, names)


# ── formulas of the editions ──


def _specs() -> dict[str, FactSpec]:
    facts = dictionary().facts
    return {**{name: inner for spec in facts.values() for name, inner in spec.fields.items()}, **facts}


def _figure(name: str) -> st.SearchStrategy[Any]:
    """A fact has the kind the dictionary says; a `let`, a child, `full` are numbers."""
    spec = _specs().get(name)
    match spec.type if spec else "number":
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from(sorted(spec.choices))  # type: ignore[union-attr]
        case _:
            return st.sampled_from([Fraction(n) for n in (0, 1, 5, 70, 100)]) | st.integers(0, 10_000).map(Fraction)


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_every_formula_of_an_edition_has_one_value(name: str, data: st.DataObject) -> None:
    """Every formula of every option, with any values in place of its names."""
    written = all_formulas(name)
    known = {fact: data.draw(_figure(fact), label=fact) for fact in sorted({fact for formula in written for fact in formula.names})}
    for formula in written:
        agree(formula, known)


# ── rounding ──

MODES: dict[Mode, str] = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
WIDE = Context(prec=200)


@settings(max_examples=10 * settings().max_examples)
@given(
    digits=st.integers(-(10**20), 10**20),
    half=st.booleans(),
    scale=st.integers(0, 12),
    places=st.integers(0, 10),
    mode=st.sampled_from(sorted(MODES)),
)
def test_rounding_is_that_of_decimal(digits: int, half: bool, scale: int, places: int, mode: Mode) -> None:
    """Half up is away from zero, also below zero; half even and down are those of every accountant's calculator."""
    if half:
        digits, scale = digits * 10 + 5, places + 1
    number = WIDE.scaleb(Decimal(digits), -scale)
    expected = number.quantize(WIDE.scaleb(Decimal(1), -places), rounding=MODES[mode], context=WIDE)
    assert rounded(Fraction(number), places, mode) == Fraction(expected)


@given(value=st.fractions(), places=st.integers(0, 10))
def test_rounding_takes_any_fraction(value: Fraction, places: int) -> None:
    """A third is rounded as exactly as a tenth; what is rounded stays so; the sign changes nothing."""
    found = rounded(value, places, "half_up")
    assert found == round_half_up(value, Fraction(places))
    for mode in MODES:
        once = rounded(value, places, mode)
        assert once == rounded(once, places, mode) == -rounded(-value, places, mode)
        assert abs(once - value) < Fraction(1, 10**places)
