"""How large each whole number can become: intervals over the declared ranges of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kzrules.compiled.integers import Node, Parts, in_order
from kzrules.questions import Question

Interval = tuple[int | None, int | None]
"""The least and the greatest value; None where there is no bound."""
_OPEN: Interval = (None, None)


def input_intervals(questions: Mapping[str, Question]) -> dict[str, Interval]:
    """What each number may be by the dictionary, in units of its last decimal."""
    found: dict[str, Interval] = {}
    for question in questions.values():
        spec, scale = question.spec, 10**question.spec.places
        least, most = (None if bound is None else int(bound * scale) for bound in (spec.least, spec.most))
        found[question.path] = (least, most)
    return found


def magnitudes(roots: Iterable[Node], inputs: Mapping[str, Interval]) -> dict[Node, Interval]:
    """The interval of every whole number inside some nodes; a condition has none."""
    found: dict[Node, Interval] = {}
    for node in in_order(roots):
        args = node.args
        match node.op:
            case "input":
                found[node] = inputs.get(args[0], _OPEN)
            case "sum":
                found[node] = _sum(args[0], [(found[inner], times) for inner, times in args[1]])
            case "product":
                found[node] = _product(found[args[0]], found[args[1]])
            case "least":
                found[node] = _least(found[args[0]], found[args[1]])
            case "greatest":
                found[node] = _opposite(_least(_opposite(found[args[0]]), _opposite(found[args[1]])))
            case "choice":
                found[node] = _either(found[args[1]], found[args[2]])
            case "rounded":
                found[node] = _rounded(args[0], args[1], found)
            case _:
                pass
    return found


def _opposite(one: Interval) -> Interval:
    return (None if one[1] is None else -one[1], None if one[0] is None else -one[0])


def _sum(constant: int, terms: list[tuple[Interval, int]]) -> Interval:
    low: int | None = constant
    high: int | None = constant
    for (least, most), times in terms:
        down, up = (least, most) if times > 0 else (most, least)
        low = None if low is None or down is None else low + times * down
        high = None if high is None or up is None else high + times * up
    return low, high


def _product(a: Interval, b: Interval) -> Interval:
    corners = [x * y for x in a if x is not None for y in b if y is not None]
    if None not in (*a, *b):
        return min(corners), max(corners)
    if all(x is not None and x >= 0 for x in (a[0], b[0])):
        return min(corners), None
    return _OPEN


def _least(a: Interval, b: Interval) -> Interval:
    low = None if a[0] is None or b[0] is None else min(a[0], b[0])
    highs = [bound for bound in (a[1], b[1]) if bound is not None]
    return low, min(highs, default=None)


def _either(a: Interval, b: Interval) -> Interval:
    low = None if a[0] is None or b[0] is None else min(a[0], b[0])
    high = None if a[1] is None or b[1] is None else max(a[1], b[1])
    return low, high


def _rounded(parts: Parts, factor: int, found: Mapping[Node, Interval]) -> Interval:
    """A sum of fractions whose denominators are at least their scale, times a factor, rounded."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    for part in parts:
        least, most = found[part.over]
        down, up = (_quotient(bound, part.scale, bool(part.by), up=is_up) for bound, is_up in ((least, False), (most, True)))
        low = None if low is None or down is None else low + down
        high = None if high is None or up is None else high + up
    return (None if low is None else int(low * factor) - 1, None if high is None else int(high * factor) + 1)


def _quotient(bound: int | None, scale: int, divided: bool, *, up: bool) -> Fraction | None:
    """A bound of a fraction whose further denominators, if it has any, are whole and above nothing."""
    if bound is None:
        return None
    whole = Fraction(bound, scale)
    return (max(whole, Fraction(0)) if up else min(whole, Fraction(0))) if divided else whole
