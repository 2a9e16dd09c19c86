"""The exact value of terms where every unknown is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, assert_never

from kzrules.terms import Term, all_terms
from kzrules.values import rounded


class TermValues:
    """Values of terms for any number of answers; the terms are put in order once."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.order = all_terms(terms)

    def of(self, values: Mapping[str, Fraction | bool]) -> dict[Term, Any]:
        """The value of every term; a quotient by nothing counts as nothing (its guard says it is missing)."""
        found: dict[Term, Any] = {}
        for term in self.order:
            found[term] = _value(term, found, values)
        return found


def _value(term: Term, found: Mapping[Term, Any], values: Mapping[str, Fraction | bool]) -> Any:
    args = term.args
    match term.op:
        case "number" | "condition":
            return values[args[0]]
        case "linear":
            return args[0] + sum(found[atom] * times for atom, times in args[1])
        case "product":
            return found[args[0]] * found[args[1]]
        case "quotient":
            below = found[args[1]]
            return found[args[0]] / below if below else Fraction(0)
        case "least":
            return min(found[arg] for arg in args)
        case "greatest":
            return max(found[arg] for arg in args)
        case "choice":
            return found[args[1]] if found[args[0]] else found[args[2]]
        case "rounded":
            return rounded(found[args[0]], args[1], args[2])
        case "named":
            return found[args[1]]
        case _:
            return _truth(term, found)


def _truth(term: Term, found: Mapping[Term, Any]) -> bool:
    args = term.args
    match term.op:
        case "constant":
            return bool(args[0])
        case "below":
            return bool(found[args[0]] < 0)
        case "at_most":
            return bool(found[args[0]] <= 0)
        case "zero":
            return bool(found[args[0]] == 0)
        case "not":
            return not found[args[0]]
        case "and":
            return all(found[arg] for arg in args)
        case "or":
            return any(found[arg] for arg in args)
        case "linear" | "number" | "condition" | "product" | "quotient" | "least" | "greatest" | "choice" | "rounded" | "named":
            raise AssertionError(term)
        case _:
            assert_never(term.op)
