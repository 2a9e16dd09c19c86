"""The fixed list of functions a formula may call: one record each, read by every reader of formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from kzrules.values import rounded

UnitRule = Literal["same", "percent", "share", "yes_no", "first"]


@dataclass(frozen=True, slots=True)
class Function:
    """A formula function.

    Attributes:
        exact: its value over exact numbers; a ZeroDivisionError means undecided.
        least, most: how many arguments it takes; `most` None is any number.
        unit: `same` needs like units and keeps them; `percent`, `share` need like units and give that;
            `first` keeps the unit of the first argument; `yes_no` gives a condition.
        words: how people read it, with the arguments in braces.

    """

    exact: Callable[..., Any]
    least: int
    most: int | None
    unit: UnitRule
    words: str


FUNCTIONS: dict[str, Function] = {
    "abs": Function(abs, 1, 1, "first", "|{0}|"),
    "applicable": Function(lambda _: True, 1, 1, "yes_no", "{0} применимо"),
    "max": Function(max, 2, None, "same", "наибольшее из ({args})"),
    "min": Function(min, 2, None, "same", "наименьшее из ({args})"),
    "percent": Function(lambda part, whole: Fraction(part) / whole * 100, 2, 2, "percent", "{0} / {1} × 100 %"),
    "round_half_up": Function(
        lambda value, places: rounded(Fraction(value), int(places), "half_up"), 2, 2, "first", "{0}, округлённое до {1} знаков"
    ),
    "share": Function(lambda part, whole: Fraction(part) / whole, 2, 2, "share", "{0} / {1}"),
}
