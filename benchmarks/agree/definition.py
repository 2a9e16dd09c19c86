"""What the interpreter says of a body: the definition that every other way is held to."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kzrules.compiled.lowered import EXACT, OVERALL
from kzrules.outcome import Assessment
from kzrules.scoring import Run
from kzrules.values import Missing

Scores = Mapping[str, Fraction | None]
"""The exact score by output: `overall` (rounded), `exact` (before it), the path of every rule; None where it is missing."""


def scores_of(assessment: Assessment) -> dict[str, Fraction | None]:
    """Every score of an assessment."""
    results = {score.rule.path: score.value for score in assessment.walk()} | {OVERALL: assessment.score, EXACT: assessment.exact}
    return {path: None if isinstance(value, Missing) else value for path, value in results.items()}


def unlike(wanted: Scores, found: Scores) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """The outputs on which two ways disagree: what was wanted, what was found."""
    return {path: (value, found[path]) for path, value in wanted.items() if path in found and found[path] != value}


class RunWithMeans(Run):
    """A run in which the means over other bodies are given."""

    def __init__(self, programs: Mapping[Any, Any], means: Mapping[tuple[str, str], Fraction | None]) -> None:
        super().__init__(programs, ())
        self.means = means

    def surveyed(self, rule: Any, pool: str, asking: Any) -> Any:
        """The mean of a rule that was given."""
        del asking
        mean = self.means.get((rule.path, pool))
        return (Missing() if mean is None else mean), []
