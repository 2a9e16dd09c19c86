"""What the formulas of one rule can see while it is scored, and the sums that carry Missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from kzrules.exact import NOT_APPLICABLE_USED
from kzrules.outcome import DeductionScore, Input, LineScore, Result, Score, Step
from kzrules.program import Rule, Value
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


def frame_of(rule: Rule, shared: Mapping[str, Value], children: tuple[Score, ...]) -> Frame:
    """What the formulas of a rule can see: its own definitions, the shared ones, the scores of its parts."""
    frame = Frame()
    frame.let = {**shared, **rule.let}
    frame.full = rule.maximum
    frame.children = {child.rule.id: child.value for child in children}
    frame.readings = dict.fromkeys(rule.readings)
    frame.indicators = total_of(child.value for child in children) if children else None
    return frame


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


def less(before: Result, deductions: tuple[DeductionScore, ...], cap: Fraction | None) -> Result:
    """A score less its deductions."""
    total = total_of(d.value for d in deductions)
    if isinstance(before, Missing) or isinstance(total, Missing):
        return total_of([before, total])  # type: ignore[no-any-return]
    return before - (total if cap is None else min(total, cap))  # type: ignore[no-any-return]


def bounded(rule: Rule, value: Result) -> Result:
    """A score within its floor and cap."""
    if isinstance(value, Missing):
        return value
    if rule.floor is not None:
        value = max(value, rule.floor)
    return value if rule.cap is None else min(value, rule.cap)
