"""What an expression looks like in some engine: the engine gives the words, `written` puts them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, Protocol, TypeVar

from benchmarks.others.step_list import Step
from kzrules.terms import Term, linear

E = TypeVar("E")
Sign = Literal["<", "<=", "="]
_SIGNS: Mapping[str, Sign] = {"below": "<", "at_most": "<=", "zero": "="}


class Idiom(Protocol[E]):
    """The words of an engine; E is a text or an expression object."""

    def name(self, name: str) -> E:
        """An input or an earlier step."""

    def figure(self, value: Fraction) -> E:
        """A number; a decimal where it is one."""

    def truth(self, value: bool) -> E:
        """A known condition."""

    def added(self, plus: Sequence[E], minus: Sequence[E]) -> E:
        """A sum."""

    def times(self, a: E, b: E) -> E:
        """A product."""

    def over(self, a: E, b: E) -> E:
        """A quotient whose denominator is a figure."""

    def quotient(self, a: E, b: E) -> E:
        """A quotient; where b is nothing it is not looked at, but it must not stop the engine."""

    def least(self, *terms: E) -> E:
        """The least."""

    def greatest(self, *terms: E) -> E:
        """The greatest."""

    def choice(self, condition: E, a: E, b: E) -> E:
        """One or the other."""

    def rounded(self, a: E, places: int) -> E:
        """Rounded half up."""

    def compared(self, a: E, sign: Sign, b: E) -> E:
        """Whether a < b, a <= b, a = b."""

    def no(self, a: E) -> E:
        """Not."""

    def every(self, terms: Sequence[E]) -> E:
        """All of them."""

    def some(self, terms: Sequence[E]) -> E:
        """One of them."""


def step_written(step: Step, names: Mapping[Term, str], idiom: Idiom[E]) -> E:
    """The expression of a step: over its own name where that is another step's too, else over what is inside."""
    own = names.get(step.term)
    return idiom.name(own) if own not in (None, step.name) else _inner(step.term, names, idiom)


def written(term: Term, names: Mapping[Term, str], idiom: Idiom[E]) -> E:
    """A term in the words of an engine, steps by their names."""
    return idiom.name(names[term]) if term in names else _inner(term, names, idiom)


def _inner(term: Term, names: Mapping[Term, str], idiom: Idiom[E]) -> E:
    args = term.args

    def all_of(terms: Sequence[Term]) -> list[E]:
        return [written(one, names, idiom) for one in terms]

    match term.op:
        case "linear":
            return _sum(term, names, idiom)
        case "named":
            return written(args[1], names, idiom)
        case "product" | "quotient" | "least" | "greatest" | "choice":
            makers = {"product": idiom.times, "quotient": idiom.quotient, "least": idiom.least, "greatest": idiom.greatest, "choice": idiom.choice}
            made: E = makers[term.op](*all_of(args))  # type: ignore[operator]
            return made
        case "rounded":
            return idiom.rounded(written(args[0], names, idiom), args[1])
        case "constant":
            return idiom.truth(args[0])
        case "not":
            return idiom.no(written(args[0], names, idiom))
        case "and":
            return idiom.every(all_of(args))
        case "or":
            return idiom.some(all_of(args))
        case "below" | "at_most" | "zero":
            return _comparison(term, names, idiom)
        case _:
            raise AssertionError(term.op)


def _sum(term: Term, names: Mapping[Term, str], idiom: Idiom[E]) -> E:
    constant, atoms = linear(term)
    plus, minus = _sides(atoms, names, idiom)
    if constant > 0 or not atoms:
        plus.insert(0, idiom.figure(constant))
    elif constant < 0:
        minus.append(idiom.figure(-constant))
    return idiom.added(plus or [idiom.figure(Fraction(0))], minus)


def _sides(atoms: Sequence[tuple[Term, Fraction]], names: Mapping[Term, str], idiom: Idiom[E]) -> tuple[list[E], list[E]]:
    plus: list[E] = []
    minus: list[E] = []
    for atom, times in atoms:
        (plus if times > 0 else minus).append(_scaled(written(atom, names, idiom), abs(times), idiom))
    return plus, minus


def _scaled(made: E, times: Fraction, idiom: Idiom[E]) -> E:
    """A decimal times something, or something times a whole number over a whole number."""
    if times == 1:
        return made
    if is_decimal(times):
        return idiom.times(idiom.figure(times), made)
    over = made if times.numerator == 1 else idiom.times(idiom.figure(Fraction(times.numerator)), made)
    return idiom.over(over, idiom.figure(Fraction(times.denominator)))


def _comparison(term: Term, names: Mapping[Term, str], idiom: Idiom[E]) -> E:
    """What is added stands on the left, what is taken away on the right, a figure where it is positive."""
    constant, atoms = linear(term.args[0])
    left, right = _sides(atoms, names, idiom)
    if constant > 0:
        left.append(idiom.figure(constant))
    elif constant < 0:
        right.append(idiom.figure(-constant))
    sides = [idiom.added(side, []) if side else idiom.figure(Fraction(0)) for side in (left, right)]
    return idiom.compared(sides[0], _SIGNS[term.op], sides[1])


def is_decimal(value: Fraction) -> bool:
    """Whether a number has a finite decimal form of a few digits."""
    return 10**9 % value.denominator == 0


def decimal_text(value: Fraction) -> str:
    """A figure as a person writes it: 5, 0.25; a quotient where it is no decimal."""
    if not is_decimal(value):
        return f"({value.numerator} / {value.denominator})"
    whole, rest = divmod(abs(value), 1)
    digits = f"{int(rest * 10**9):09d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' if digits else ''}{digits}"
