"""What the formulas of one rule can see while it is scored, and the sums that carry Missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from kzrules.exact import NOT_APPLICABLE_USED
from kzrules.outcome import Input, LineScore, Result, Step
from kzrules.program import Value
from kzrules.values import Mark, Missing


class Frame:
    """What the formulas of one rule, line or list element can see, and what they looked at."""

    __slots__ = ("children", "element", "full", "indicators", "inputs", "let", "let_values", "lines", "over", "parent", "readings", "steps")

    def __init__(self, parent: Frame | None = None) -> None:
        self.parent = parent
        self.let: Mapping[str, Value] = parent.let if parent else {}
        self.let_values: dict[str, Any] = parent.let_values if parent else {}
        self.full: Fraction | None = parent.full if parent else None
        self.children: Mapping[str, Any] = parent.children if parent else {}
        self.indicators: Any = parent.indicators if parent else None
        self.element: Mapping[str, Any] = parent.element if parent else {}
        self.over: str = parent.over if parent else ""
        self.readings: dict[str, None] = parent.readings if parent else {}
        self.lines: list[LineScore] = parent.lines if parent else []
        self.inputs: dict[str, Input] = {}
        self.steps: list[Step] = []


def total_of(values: Iterable[Any]) -> Any:
    """The sum; Missing with every lack as soon as one part is Missing or not applicable."""
    total: Any = Fraction(0)
    lack: Missing | None = None
    for value in values:
        if isinstance(value, Missing):
            lack = value if lack is None else lack | value
        elif isinstance(value, Mark):
            lack = NOT_APPLICABLE_USED if lack is None else lack | NOT_APPLICABLE_USED
        else:
            total += value
    return total if lack is None else lack


def settled(value: Any) -> Result:
    """A score is a number or Missing: what is not applicable, and undecided, is Missing with that reason."""
    return NOT_APPLICABLE_USED if isinstance(value, Mark) else value
