"""Points that no case can reach, named with an argument beside the edition, taken out of what is counted."""

from __future__ import annotations

from dataclasses import replace

from kzrules.case_coverage import Coverage
from kzrules.coverage_points import Point
from kzrules.coverage_text import point_text
from kzrules.diagnostic import Diagnostic
from kzrules.equivalents import Excuses, stale


def point_key(point: Point, coverage: Coverage) -> tuple[str, str]:
    """What names a point in the list: the first rule that leads to it, and its words in English."""
    return (next(iter(coverage.points[point]), ""), point_text(point, "en"))


def without_unreachable(coverage: Coverage, excuses: Excuses) -> tuple[Coverage, list[Diagnostic]]:
    """The coverage without the points of the list, and the entries of the list that fit no such point."""
    named = {(excuse.path, excuse.what) for excuse in excuses.unreachable}
    excused = tuple(point for point in coverage.unmet() if point_key(point, coverage) in named)
    used = {point_key(point, coverage) for point in excused}
    points = {point: paths for point, paths in coverage.points.items() if point not in excused}
    return replace(coverage, points=points, excused=excused), stale(excuses.unreachable, used, "KZ672")
