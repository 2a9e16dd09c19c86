"""Checks of the scale: every rounded score falls in exactly one band."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.program import Band, Program
from kzrules.values import decimal_text


def bands(program: Program, _: Edition) -> Iterator[Diagnostic]:
    """Bands neither overlap nor leave a score open, at either end too."""
    scale = sorted(program.bands, key=lambda b: (b.low is not None, b.low or Fraction(0)))
    for one, next_ in pairwise(scale):
        if one.high is None or next_.low is None or one.high > next_.low:
            yield Diagnostic("KZ305", next_.place, {"first": one.grade, "second": next_.grade}, next_.cite)
        elif one.high < next_.low:
            yield Diagnostic("KZ304", next_.place, {"first": decimal_text(one.high), "second": decimal_text(next_.low)}, next_.cite)
    yield from _open_ends(scale)


def _open_ends(scale: list[Band]) -> Iterator[Diagnostic]:
    if scale[0].low is not None:
        yield Diagnostic("KZ304", scale[0].place, {"first": "−∞", "second": decimal_text(scale[0].low)}, scale[0].cite)
    if scale[-1].high is not None:
        yield Diagnostic("KZ304", scale[-1].place, {"first": decimal_text(scale[-1].high), "second": "+∞"}, scale[-1].cite)
