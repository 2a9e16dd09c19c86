"""Where a printed sheet breaks: a table does not begin at the foot of a page.

Programs do not agree on how high a row is and how wide a letter, so a place on the page is known only roughly: of a sheet that does not
fit on one page every large table begins a page, and a small one too unless it surely fits below the one before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_SMALL = 8
"""Rows of a small table: title, two of header, column numbers, a few of figures."""
_SURE = 0.8
"""The part of a page that every program fills before it ends the page."""
_PAPER = {True: (784.0, 495.0), False: (537.0, 740.0)}
"""Points of A4 inside the margins and above the footer, across and down: landscape, portrait."""
_UNIT = 5.7
"""Points of a unit of column width."""


def page_height(width: float, across: int, landscape: bool) -> float:
    """Points of sheet that fit on a page, roughly, when a sheet so many units wide is made to fit so many pages across."""
    wide, high = _PAPER[landscape]
    return high / min(1.0, wide * across / (width * _UNIT))


def breaks(heights: Sequence[float], starts: Sequence[int], page: float) -> list[int]:
    """The rows, from 0, before which a page must end.

    Args:
        heights: of every row, in points.
        starts: the rows, from 0, where tables begin, in order, the first one too.
        page: points that a page takes, roughly.

    """
    if sum(heights) <= _SURE * page or not starts:
        return []
    found: list[int] = []
    used = sum(heights[: starts[0]])
    for number, (start, end) in enumerate(pairwise([*starts, len(heights)])):
        high = sum(heights[start:end])
        if number and (end - start > _SMALL or used % page + high > _SURE * page):
            found.append(start)
            used = 0.0
        used += high
    return found
