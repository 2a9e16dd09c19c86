"""One answer of a facts file: the text as written to a typed value, or the fault in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import FactSpec
from kzrules.guess import guesses
from kzrules.nodes import Text, number_of
from kzrules.values import Absent, Missing, NotApplicable, Single, decimal_text

DIGIT_LIMIT = 18
"""Most digits of an answer, zeros before the first other digit not counted."""
_DASHES = {"-", "–", "—", "−"}
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{2,4}")
_YES_NO = {"yes": True, "no": False, "да": True, "нет": False, "true": True, "false": False}


def answer_from_text(node: Text, spec: FactSpec, name: str) -> tuple[Single, list[Diagnostic]]:
    """The value that a scalar writes for a fact; a faulty one counts as missing."""
    word = node.value.strip()
    missing = Missing(frozenset([name]))
    if word in _DASHES:
        return missing, []
    faults = [Diagnostic(code, node.place, {"name": name, "label": spec.title(), "value": word, **more}) for code, more in _faults(word, spec)]
    if faults:
        return missing, faults
    return _typed(word, spec), []


def _typed(word: str, spec: FactSpec) -> Single:
    if word == "n/a":
        return NotApplicable
    match spec.type:
        case "count" | "number":
            return Fraction(word)
        case "defects":
            return Absent if word == "absent" else Fraction(word)
        case "yes_no":
            return _YES_NO[word]
        case _:
            return word


def _faults(word: str, spec: FactSpec) -> Iterator[tuple[str, dict[str, object]]]:
    if word == "n/a":
        if spec.not_applicable is None:
            yield "KZ509", {}
        return
    match spec.type:
        case "count" | "number":
            yield from _number_faults(word, spec, "KZ502")
        case "defects":
            if word != "absent":
                yield from _number_faults(word, spec, "KZ520")
        case "yes_no":
            if word not in _YES_NO:
                yield "KZ515", {}
        case "choice":
            if word not in spec.choices:
                yield "KZ512", {"allowed": ", ".join(spec.choices), **guesses(word, spec.choices)}
        case _:
            pass


def _number_faults(word: str, spec: FactSpec, not_a_number: str) -> Iterator[tuple[str, dict[str, object]]]:
    digits = sum(letter.isdigit() for letter in word.lstrip("-0."))
    if digits > DIGIT_LIMIT and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", word):
        yield "KZ506", {"digits": digits, "limit": DIGIT_LIMIT}
        return
    value = number_of(word)
    if value is None:
        yield from _no_number(word, not_a_number)
        return
    if value < 0 and spec.least is not None and spec.least >= 0:
        yield "KZ503", {}
        return
    if spec.type in ("count", "defects") and value.denominator != 1:
        yield "KZ504", {}
        return
    if (spec.least is not None and value < spec.least) or (spec.most is not None and value > spec.most):
        yield "KZ505", {"bounds": _bounds(spec)}
    if spec.type == "number" and -Decimal(word).as_tuple().exponent > spec.places:  # type: ignore[operator]
        yield "KZ516", {"places": spec.places}


def _no_number(word: str, otherwise: str) -> Iterator[tuple[str, dict[str, object]]]:
    if word.lower().lstrip("+-.") in ("nan", "inf", "infinity"):
        yield "KZ507", {}
    elif _DATE.fullmatch(word):
        yield "KZ508", {}
    elif re.fullmatch(r"-?\d+,\d+", word):
        yield "KZ522", {"fixed": word.replace(",", ".")}
    else:
        yield otherwise, {}


def _bounds(spec: FactSpec) -> str:
    least = "" if spec.least is None else decimal_text(spec.least)
    most = "" if spec.most is None else decimal_text(spec.most)
    return f"{least}..{most}"
