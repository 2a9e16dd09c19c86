"""A value placed between the least and the greatest of all bodies, as cells: MIN and MAX over the row of each group."""

from __future__ import annotations

from kzrules.program import Normalise
from kzrules.values import Missing
from kzrules.workbook.cells import UNKNOWN, Across, Cell, Num, Op, call, chosen, equal
from kzrules.workbook.frame import Frame, Known, settled
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Group


def normalised_cells(normalise: Normalise, frame: Frame, title: str) -> Known:
    """The cells of a normalisation; texts, such as the unknown, are left out by MIN and MAX."""
    sheet, rule = frame.sheet, frame.sheet.rule
    name = ("placed", rule.path)
    own = settled(sheet.define(normalise.value, frame, title))
    value = frame.put(f"{title}: {said('placed', sheet.lang)}", "", own, same=name)
    pool = [Across(other.index, name) for other in sheet.plan.groups if _looks_at(other, normalise, frame)]
    there = call("ISNUMBER", value.cell)
    least = frame.put(said("least", sheet.lang), "", Known(chosen(there, call("MIN", *pool), UNKNOWN)))
    greatest = frame.put(said("greatest", sheet.lang), "", Known(chosen(there, call("MAX", *pool), UNKNOWN)))
    equals = UNKNOWN if isinstance(normalise.when_equal, Missing) else sheet.define(normalise.when_equal, frame, title).cell
    way: Cell = Op("-", value.cell, least.cell) if normalise.better == "more" else Op("-", greatest.cell, value.cell)
    between = Op("/", Op("*", Num(normalise.to), way), Op("-", greatest.cell, least.cell))
    return Known(chosen(there, chosen(equal(least.cell, greatest.cell), equals, between), UNKNOWN))


def _looks_at(other: Group, normalise: Normalise, frame: Frame) -> bool:
    """Whether the bodies of a group are of the pool and have the rule."""
    group = frame.sheet.group
    twin = other.program.rules.get(frame.sheet.rule.path)
    same = normalise.pool == "all_bodies" or other.index == group.index
    return same and other.period == group.period and twin is not None and isinstance(twin.score, Normalise)
