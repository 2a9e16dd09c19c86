"""Point tables, lists and special cases as cells."""

from __future__ import annotations

from collections.abc import Callable

from kzrules.program import CohortMean, Each, Lookup, Outcome, Special
from kzrules.values import Missing
from kzrules.workbook.builder import element_frame
from kzrules.workbook.cells import NOTHING, ONE, UNKNOWN, ZERO, Cell, Clean, Column, Key, OfTable, Op, Txt, call, chosen, equal
from kzrules.workbook.formulas import NOISE, FormulaCells, rounding
from kzrules.workbook.frame import Frame, Known, settled
from kzrules.workbook.phrases import said


def outcome_cells(outcome: Outcome, frame: Frame, title: str, asked: Cell | None = None) -> Known:
    """What a special case or an empty list gives; `asked`: when a mean over the other bodies is taken."""
    match outcome:
        case Missing():
            return Known(UNKNOWN)
        case CohortMean():
            if asked is None:
                raise frame.sheet.strange("cohort")
            frame.cohort.asked.append(asked)
            return Known(UNKNOWN if frame.cohort.mean is None else frame.cohort.mean)
        case _:
            defined: Known = frame.sheet.define(outcome, frame, title)
            return defined


def decided(specials: tuple[Special, ...], frame: Frame, otherwise: Callable[[], Known]) -> Known:
    """The first special case that holds, else `otherwise`; unknown where a condition cannot be told."""
    lang = frame.sheet.lang
    tests: list[tuple[Known, Known]] = []
    passed: Cell = ONE
    for special in specials:
        test = test_cells(special, frame)
        asked = chosen(call("AND", equal(passed, ONE), equal(test.cell, ONE)), ONE, ZERO)
        tests.append((test, outcome_cells(special.outcome, frame, said("condition", lang), asked)))
        passed = chosen(call("AND", equal(passed, ONE), equal(test.cell, ZERO)), ONE, ZERO)
    whole = otherwise()
    for test, outcome in reversed(tests):
        inner = chosen(equal(test.cell, ONE), outcome.cell, whole.cell)
        form = outcome.form if whole.cell == UNKNOWN else whole.form
        whole = Known(chosen(call("ISNUMBER", test.cell), inner, UNKNOWN), form, outcome.marks | whole.marks)
    return whole


def test_cells(special: Special, frame: Frame) -> Known:
    """Whether a special case holds: one step, however often it is asked."""
    name = f"when:{id(special)}"
    if name not in frame.memo:
        reader = FormulaCells(special.when, frame, frame.sheet.look, frame.sheet.path)
        frame.memo[name] = frame.atom(reader.value(), f"{said('if', frame.sheet.lang)}: {reader.said()}", reader.said())
    return frame.memo[name]


def lookup_cells(lookup: Lookup, frame: Frame, title: str) -> Known:
    """The points that a table gives."""
    sheet = frame.sheet
    lang = sheet.lang
    table = sheet.table(lookup.table)
    of = sheet.define(lookup.of, frame, title)
    of = frame.atom(of, sheet.words(lookup.of, frame) or title, sheet.words(lookup.of, frame))
    name = sheet.plan.tables[table].title
    if sheet.plan.tables[table].coded:
        found = call("INDEX", OfTable(table, "points"), call("MATCH", of.cell, OfTable(table, "code"), ZERO))
        cell: Cell = call("IFERROR", found, UNKNOWN)
        if "n/a" in of.marks:
            cell = chosen(equal(of.cell, Txt("n/a")), Txt("n/a"), cell)
    else:
        clean: Cell = Clean(of.cell, NOISE)
        if lookup.table.rounding is not None:
            rule = lookup.table.rounding
            known = Known(chosen(call("ISNUMBER", of.cell), rounding(of.cell, rule.places, rule.mode), of.cell), marks=of.marks)
            of = frame.put(f"{name}: {said('after_rounding', lang)}", "", known)
            clean = of.cell
        below = Op("<", OfTable(table, "low"), clean)
        at = Op("*", Op("=", OfTable(table, "low"), clean), OfTable(table, "included"))
        found = call("INDEX", OfTable(table, "points"), call("SUMPRODUCT", Op("+", below, at)))
        lack: Cell = chosen(equal(of.cell, Txt("n/a")), Txt("n/a"), UNKNOWN) if "n/a" in of.marks else UNKNOWN
        cell = chosen(call("ISNUMBER", of.cell), found, lack)
    known = Known(cell, "number", frozenset(["n/a"]) if "n/a" in of.marks else frozenset())
    return frame.put(f"{said('points', lang)} «{name}»", "", known, cite=lookup.table.cite)


def each_cells(each: Each, frame: Frame) -> Known:
    """The mean or the sum over a list; what an empty list means."""
    sheet = frame.sheet
    lang = sheet.lang
    if frame.over:
        raise sheet.strange(f"each: {each.over}", each.place)
    known = sheet.list_known(each.over)
    count, lacking, total = frame.lists.get(id(each)) or _over(each, frame)
    frame.lists[id(each)] = (count, lacking, total)
    empty_case = chosen(call("AND", equal(known.cell, ONE), equal(count.cell, ZERO)), ONE, ZERO)
    empty = outcome_cells(each.empty, frame, said("condition", lang), empty_case)
    mean = total.cell if each.combine == "sum" else Op("/", total.cell, count.cell)
    full = chosen(equal(lacking.cell, ZERO), mean, UNKNOWN)
    cell = chosen(equal(known.cell, ONE), chosen(equal(count.cell, ZERO), empty.cell, full), UNKNOWN)
    return Known(cell, "number", empty.marks)


def _over(each: Each, frame: Frame) -> tuple[Known, Known, Known]:
    """How many records count, how many of them are unknown, and the sum of the rest."""
    sheet = frame.sheet
    lang = sheet.lang
    inner = element_frame(frame, each)
    points = settled(decided(each.specials, inner, lambda: sheet.define(each.score, inner, said("points_of", lang))))
    cell: Cell = points.cell
    if each.where is not None:
        reader = FormulaCells(each.where, inner, sheet.look, sheet.path)
        counts = inner.atom(reader.value(), f"{said('where', lang)}: {reader.said()}")
        points = inner.atom(points, said("points_of", lang))
        cell = chosen(call("ISNUMBER", counts.cell), chosen(equal(counts.cell, ONE), points.cell, NOTHING), UNKNOWN)
    words = sheet.words(each.score, inner)
    column = sheet.column(each.over, f"{sheet.title or sheet.list_plan(each.over).spec.title(lang)}: {said('points_of', lang)}", Known(cell))
    mine = equal(Column(each.over, ""), Key())
    values = Column(each.over, column)
    title = sheet.list_plan(each.over).spec.title(lang)
    count = frame.put(f"{title}: {said('count', lang)}", "", Known(call("SUMPRODUCT", Op("*", mine, Op("<>", values, NOTHING)))))
    lacking = frame.put(f"{title}: {said('unknown', lang)}", "", Known(call("SUMPRODUCT", Op("*", mine, equal(values, UNKNOWN)))))
    total = frame.put(f"{title}: {said('sum_of', lang)}", words, Known(call("SUMIFS", values, Column(each.over, ""), Key())))
    return count, lacking, total
