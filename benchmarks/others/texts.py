"""Expressions as text: Python's words; the other languages of texts change some of them."""

# ruff: noqa: D102 - said in `idiom.Idiom`
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from benchmarks.others.idiom import Sign, decimal_text, is_decimal


class PythonText:
    """simpleeval's language: `min`, `max` and `round_half_up` are functions that its user gives."""

    def name(self, name: str) -> str:
        return name

    def figure(self, value: Fraction) -> str:
        return decimal_text(value)

    def truth(self, value: bool) -> str:
        return str(value)

    def added(self, plus: Sequence[str], minus: Sequence[str]) -> str:
        if len(plus) == 1 and not minus:
            return plus[0]
        return f"({' + '.join(plus)}{''.join(f' - {one}' for one in minus)})"

    def times(self, a: str, b: str) -> str:
        return f"({a} * {b})"

    def over(self, a: str, b: str) -> str:
        return f"({a} / {b})"

    def quotient(self, a: str, b: str) -> str:
        return f"({a} / {b} if {b} != 0 else 0)"

    def least(self, *terms: str) -> str:
        return f"min({', '.join(terms)})"

    def greatest(self, *terms: str) -> str:
        return f"max({', '.join(terms)})"

    def choice(self, condition: str, a: str, b: str) -> str:
        return f"({a} if {condition} else {b})"

    def rounded(self, a: str, places: int) -> str:
        return f"round_half_up({a}, {places})"

    def compared(self, a: str, sign: Sign, b: str) -> str:
        return f"({a} {'==' if sign == '=' else sign} {b})"

    def no(self, a: str) -> str:
        return f"(not {a})"

    def every(self, terms: Sequence[str]) -> str:
        return f"({' and '.join(terms)})"

    def some(self, terms: Sequence[str]) -> str:
        return f"({' or '.join(terms)})"


class ZenText(PythonText):
    """The expression language of zen: earlier results of the same node are `$.name`, `min` and `max` take a list, `round` is half up."""

    def __init__(self, own: frozenset[str]) -> None:
        self.own = own

    def name(self, name: str) -> str:
        return f"$.{name}" if name in self.own else name

    def truth(self, value: bool) -> str:
        return "true" if value else "false"

    def quotient(self, a: str, b: str) -> str:
        return f"({b} != 0 ? {a} / {b} : 0)"

    def least(self, *terms: str) -> str:
        return f"min([{', '.join(terms)}])"

    def greatest(self, *terms: str) -> str:
        return f"max([{', '.join(terms)}])"

    def choice(self, condition: str, a: str, b: str) -> str:
        return f"({condition} ? {a} : {b})"

    def rounded(self, a: str, places: int) -> str:
        return f"round({a}, {places})"


class CelText(PythonText):
    """CEL: doubles throughout (it mixes no types), conditionals for the lesser and the greater, `int` goes to nothing."""

    def figure(self, value: Fraction) -> str:
        text = decimal_text(value)
        return f"({value.numerator}.0 / {value.denominator}.0)" if not is_decimal(value) else text if "." in text else f"{text}.0"

    def truth(self, value: bool) -> str:
        return "true" if value else "false"

    def quotient(self, a: str, b: str) -> str:
        return f"({b} != 0.0 ? {a} / {b} : 0.0)"  # what is no number cannot be compared there

    def least(self, *terms: str) -> str:
        return self._extreme("<", terms)

    def greatest(self, *terms: str) -> str:
        return self._extreme(">", terms)

    def _extreme(self, sign: str, terms: Sequence[str]) -> str:
        if len(terms) == 1:
            return terms[0]
        rest = self._extreme(sign, terms[1:])
        return f"({terms[0]} {sign} {rest} ? {terms[0]} : {rest})"

    def choice(self, condition: str, a: str, b: str) -> str:
        return f"({condition} ? {a} : {b})"

    def rounded(self, a: str, places: int) -> str:
        scale = f"{10**places}.0"
        return f"(double(int({a} * {scale} + ({a} < 0.0 ? -0.5 : 0.5))) / {scale})"

    def no(self, a: str) -> str:
        return f"!({a})"

    def every(self, terms: Sequence[str]) -> str:
        return f"({' && '.join(terms)})"

    def some(self, terms: Sequence[str]) -> str:
        return f"({' || '.join(terms)})"


class DuckdbText(PythonText):
    """SQL of DuckDB in doubles; a division by nothing is infinite there and stops nothing."""

    def figure(self, value: Fraction) -> str:
        text = f"({value.numerator}e0 / {value.denominator})" if not is_decimal(value) else decimal_text(value)
        return f"{text}e0" if "." in text and not text.startswith("(") else text

    def truth(self, value: bool) -> str:
        return "TRUE" if value else "FALSE"

    def quotient(self, a: str, b: str) -> str:
        return f"({a} / {b})"

    def least(self, *terms: str) -> str:
        return f"least({', '.join(terms)})"

    def greatest(self, *terms: str) -> str:
        return f"greatest({', '.join(terms)})"

    def choice(self, condition: str, a: str, b: str) -> str:
        return f"CASE WHEN {condition} THEN {a} ELSE {b} END"

    def rounded(self, a: str, places: int) -> str:
        return f"round({a}, {places})"

    def compared(self, a: str, sign: Sign, b: str) -> str:
        return f"({a} {sign} {b})"

    def no(self, a: str) -> str:
        return f"(NOT {a})"

    def every(self, terms: Sequence[str]) -> str:
        return f"({' AND '.join(terms)})"

    def some(self, terms: Sequence[str]) -> str:
        return f"({' OR '.join(terms)})"


class NumpyText(PythonText):
    """Formulas of OpenFisca: vectors of NumPy, a variable of the same body and year asked by its name."""

    def name(self, name: str) -> str:
        return f'body("{name}", period)'

    def figure(self, value: Fraction) -> str:
        text = decimal_text(value)
        return text if "." in text or text.startswith("(") else f"{text}.0"

    def quotient(self, a: str, b: str) -> str:
        return f"({a} / {b})"

    def least(self, *terms: str) -> str:
        return terms[0] if len(terms) == 1 else f"min_({terms[0]}, {self.least(*terms[1:])})"

    def greatest(self, *terms: str) -> str:
        return terms[0] if len(terms) == 1 else f"max_({terms[0]}, {self.greatest(*terms[1:])})"

    def choice(self, condition: str, a: str, b: str) -> str:
        return f"where({condition}, {a}, {b})"

    def rounded(self, a: str, places: int) -> str:
        return f"(floor({a} * {10**places}.0 + 0.5) / {10**places}.0)"

    def no(self, a: str) -> str:
        return f"not_({a})"

    def every(self, terms: Sequence[str]) -> str:
        return f"({' * '.join(terms)})"

    def some(self, terms: Sequence[str]) -> str:
        return f"({' + '.join(terms)})"
