"""Rules as cells, in the interpreter's order: special cases, formula or sum of the parts, deductions, floor and cap; then the overall score."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.formula import Formula
from kzrules.program import KINDS, CohortMean, Deduction, Rule
from kzrules.reading_nodes import in_language
from kzrules.values import decimal_text
from kzrules.walk import pieces
from kzrules.workbook.builder import Builder
from kzrules.workbook.cells import NOTHING, ONE, UNKNOWN, ZERO, Across, Cell, Clean, Num, OfTable, Op, call, chosen, equal
from kzrules.workbook.formulas import NOISE, FormulaCells, rounding
from kzrules.workbook.frame import Cohort, Frame, Known, guarded, settled
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Group, Plan, Step, Style, TableRow
from kzrules.workbook.value_kinds import value_cells
from kzrules.workbook.values import decided

_LEVELS = {"direction": 0, "criterion": 1, "indicator": 2}


def plan_of(edition: Edition, bodies: tuple[Body, ...], choices: Mapping[str, str], lang: str, hidden: frozenset[str] = frozenset()) -> Plan:
    """The live workbook of some bodies under an edition and a choice of readings.

    Raises:
        Faults: when a choice fits nothing, or the edition has something that no cell can say (KZ890).

    """
    groups: list[Group] = []
    for period in sorted({body.period for body in bodies}, key=lambda p: p or 0):
        for kind in KINDS:
            own = tuple(body for body in bodies if (body.kind, body.period) == (kind, period))
            if own:
                groups.append(Group(len(groups), kind, period, edition.program(kind, choices, period), own))
    plan = Plan(edition, dict(choices), lang, groups, hidden=hidden)
    for group in groups:
        _Rules(Builder(plan, group, value_cells)).write()
    return plan


class _Rules:
    """Writes the rules of one group."""

    def __init__(self, sheet: Builder) -> None:
        self.sheet = sheet
        self.lang = sheet.lang
        self.scores: dict[str, Known] = {}
        self.befores: dict[str, Known] = {}

    def write(self) -> None:
        """Every rule, then the overall score."""
        for rule in self.sheet.group.program.directions:
            self._rule(rule)
        self._overall()

    def _rule(self, rule: Rule) -> Known:
        level = _LEVELS[rule.level] + (rule.path.count(".") > 2)
        self.sheet.step(
            Step(in_language(rule.label, self.lang) or rule.id, "", None, style="head", cite=rule.cite, maximum=rule.maximum, level=level)
        )
        children = {child.id: self._rule(child) for child in rule.children}
        self.sheet.rule = rule
        asks = any(isinstance(piece, CohortMean) for piece in pieces(rule))
        if asks and any(isinstance(piece, CohortMean) for child in _below(rule) for piece in pieces(child)):
            raise self.sheet.strange("cohort")
        memo: dict[str, Known] = {}
        lists: dict[int, object] = {}
        cohort = Cohort()
        if asks:
            self._scored(self._frame(rule, children, level, memo, lists, cohort), rule, "own")
            cohort = Cohort(self._mean(rule, cohort.asked, level))
        return self._scored(self._frame(rule, children, level, memo, lists, cohort), rule, "score")

    def _frame(
        self, rule: Rule, children: Mapping[str, Known], level: int, memo: dict[str, Known], lists: dict[int, object], cohort: Cohort
    ) -> Frame:
        frame = self.sheet.frame(rule, rule.let, level)
        frame.memo, frame.lists, frame.cohort, frame.children = memo, lists, cohort, children
        frame.indicators = (lambda: self._sum(frame, memo)) if children else None
        return frame

    def _sum(self, frame: Frame, memo: dict[str, Known]) -> Known:
        if "indicators" not in memo:
            found = list(frame.children.values())
            memo["indicators"] = frame.put(said("sum", self.lang), "", guarded(found, call("SUM", *(known.cell for known in found))))
        return memo["indicators"]

    def _scored(self, frame: Frame, rule: Rule, name: str) -> Known:
        """The rows of one rule below its head; `name`: `own` without the mean over other bodies, or `score`."""
        label = in_language(rule.label, self.lang) or rule.id
        words = self.sheet.words(rule.score, frame) if rule.score is not None else said("sum", self.lang)
        before = settled(decided(rule.specials, frame, lambda: self._formula(rule, frame)))
        bounded = rule.deductions or rule.floor is not None or rule.cap is not None
        style: Style = "score" if name == "score" else "step"
        if name == "own":
            label = f"{label}, {said('own', self.lang)}"
        if not bounded:
            known = self._put(frame, label, words, before, style, rule=rule, same=(name, rule.path))
        else:
            first = self._put(
                frame,
                f"{label}: {said('before', self.lang)}",
                words,
                before,
                "step",
                rule=rule,
                same=("before" if name == "score" else "own before", rule.path),
            )
            self.befores[rule.id] = first
            off = [self._deduction(deduction, frame, rule, name) for deduction in rule.deductions]
            known = self._put(frame, label, "", _bounded(rule, first, off), style, rule=rule, same=(name, rule.path))
        if name == "score":
            self.scores[rule.path] = known
            self.befores.setdefault(rule.id, known)
        return known

    def _put(self, frame: Frame, title: str, words: str, known: Known, style: Style, *, rule: Rule, same: tuple[str, ...]) -> Known:
        return frame.put(title, words, known, style, cite=rule.cite, maximum=rule.maximum, same=same)

    def _formula(self, rule: Rule, frame: Frame) -> Known:
        if rule.score is not None:
            return value_cells(rule.score, frame, in_language(rule.label, self.lang) or rule.id)
        if frame.indicators is None:
            raise self.sheet.strange(rule.path)
        return (
            frame.indicators()
            if rule.deductions or rule.specials
            else guarded(list(frame.children.values()), call("SUM", *(k.cell for k in frame.children.values())))
        )

    def _deduction(self, deduction: Deduction, outer: Frame, rule: Rule, name: str) -> Known:
        frame = outer
        title = in_language(deduction.label, self.lang) or self._fact_title(deduction) or deduction.id
        cases: Known = Known(ONE)
        if deduction.when is not None:
            cases = settled(self._atom(deduction.when, frame, f"{title}: {said('condition', self.lang)}"))
            cases = frame.atom(cases, f"{title}: {said('condition', self.lang)}")
        if deduction.per is not None:
            per = settled(self._atom(deduction.per, frame, f"{title}: {said('cases', self.lang)}"))
            if deduction.when is not None:
                per = Known(chosen(equal(cases.cell, ZERO), ZERO, chosen(equal(cases.cell, UNKNOWN), UNKNOWN, per.cell)))
            cases = frame.atom(per, f"{title}: {said('cases', self.lang)}")
        points = settled(value_cells(deduction.points, frame, title))
        points = frame.atom(points, f"{title}: {said('points_of', self.lang)}")
        taken: Cell = Op("*", cases.cell, points.cell)
        if deduction.cap is not None:
            taken = call("MIN", taken, Num(deduction.cap))
        words = self.sheet.words(deduction.per, frame) if deduction.per is not None else ""
        same = ("deduction" if name == "score" else "own deduction", rule.path, deduction.id)
        head = f"{said('deduction', self.lang)}: {title}"
        return frame.put(head, words, guarded([cases, points], taken), "part", cite=deduction.cite, maximum=deduction.cap, same=same)

    def _fact_title(self, deduction: Deduction) -> str:
        """The fact that is counted, where the edition gives the deduction no label."""
        names = (formula.text for formula in (deduction.per, deduction.when) if formula is not None)
        facts = self.sheet.plan.edition.dictionary.facts
        return next((facts[name].title(self.lang) for name in names if name in facts), "")

    def _atom(self, formula: Formula, frame: Frame, title: str) -> Known:
        reader = FormulaCells(formula, frame, self.sheet.look, self.sheet.path)
        return frame.atom(reader.value(), title, reader.said())

    # ── means over the other bodies ──

    def _mean(self, rule: Rule, asked: list[Cell], level: int) -> Cell:
        """The mean over the bodies that have a result of their own, where this body has none."""
        frame = self.sheet.frame(rule, {}, level)
        any_asked = chosen(call("OR", *(equal(cell, ONE) for cell in asked)), ONE, ZERO) if asked else ZERO
        flag = frame.put(said("asked", self.lang), "", Known(any_asked, "yes_no"), same=("asked", rule.path))
        pool = next(piece.pool for piece in pieces(rule) if isinstance(piece, CohortMean))
        group = self.sheet.group
        counts: list[Cell] = []
        lacks: list[Cell] = []
        sums: list[Cell] = []
        for other in self.sheet.plan.groups:
            twin = other.program.rules.get(rule.path)
            if other.period != group.period or twin is None or (pool == "same_kind" and other.index != group.index):
                continue
            scores, free = Across(other.index, ("own", rule.path)), equal(Across(other.index, ("asked", rule.path)), ZERO)
            counts.append(call("SUMPRODUCT", Op("*", free, ONE)))
            lacks.append(call("SUMPRODUCT", Op("*", free, equal(scores, UNKNOWN))))
            total: Cell = call("SUMIFS", scores, Across(other.index, ("asked", rule.path)), ZERO)
            sums.append(total if pool == "same_kind" else Op("/", total, Num(twin.maximum or Fraction(1))))
        mean: Cell = Op("/", _plus(sums), _plus(counts))
        if pool == "all_bodies":
            mean = Op("*", mean, Num(rule.maximum or Fraction(1)))
        cell = chosen(Op(">", _plus(lacks), ZERO), UNKNOWN, chosen(equal(_plus(counts), ZERO), UNKNOWN, mean))
        return frame.put(said("cohort", self.lang), "", Known(chosen(equal(flag.cell, ONE), cell, NOTHING)), same=("mean", rule.path)).cell

    # ── the overall score ──

    def _overall(self) -> None:
        sheet = self.sheet
        overall = sheet.group.program.overall
        frame = Frame(sheet, {}, level=-1)
        source = self.scores if overall.of == "after_deductions" else self.befores
        found = [(source[rule.id], overall.weights[rule.id]) for rule in sheet.group.program.directions if rule.id in overall.weights]
        total = guarded([known for known, _ in found], _plus([Op("*", known.cell, Num(weight)) for known, weight in found]))
        words = " + ".join(
            f"{in_language(rule.label, self.lang)} × {_figure(overall.weights[rule.id])}"
            for rule in sheet.group.program.directions
            if rule.id in overall.weights
        )
        label = in_language(overall.label, self.lang)
        exact = frame.put(said("total_exact", self.lang), words, total, "step", cite=overall.cite, same=("exact",))
        done = chosen(call("ISNUMBER", exact.cell), rounding(exact.cell, overall.rounding.places, overall.rounding.mode), UNKNOWN)
        score = frame.put(label, "", Known(done), "total", cite=overall.cite, maximum=overall.maximum, same=("total",))
        bands = sorted(sheet.group.program.bands, key=lambda band: (band.low is not None, band.low or Fraction(0)))
        rows: list[TableRow] = []
        end: Fraction | None = None
        for band in bands:
            if band.low is not None and (not rows or band.low != end):
                rows.append(TableRow(end, True, "", None, said("no_row", self.lang)))
            rows.append(TableRow(band.low, True, "", in_language(band.label, self.lang) or band.grade, band.printed))
            end = band.high
        if end is not None:
            rows.append(TableRow(end, True, "", None, said("no_row", self.lang)))
        table = sheet.range_of(said("grade", self.lang), bands[0].cite if bands else None, tuple(rows))
        low = OfTable(table, "low")
        found_row = call("SUMPRODUCT", Op("*", Op("<=", low, Clean(score.cell, NOISE)), ONE))
        grade = chosen(call("ISNUMBER", score.cell), call("INDEX", OfTable(table, "points"), found_row), UNKNOWN)
        frame.put(said("grade", self.lang), "", Known(grade, "text"), "total", same=("grade",))


def _bounded(rule: Rule, before: Known, off: list[Known]) -> Known:
    """The score less its deductions, within floor and cap."""
    cell: Cell = before.cell
    if off:
        total = _plus([known.cell for known in off])
        cell = Op("-", cell, total if rule.deductions_cap is None else call("MIN", total, Num(rule.deductions_cap)))
    if rule.floor is not None:
        cell = call("MAX", cell, Num(rule.floor))
    if rule.cap is not None:
        cell = call("MIN", cell, Num(rule.cap))
    return guarded([before, *off], cell)


def _plus(cells: list[Cell]) -> Cell:
    whole = cells[0]
    for cell in cells[1:]:
        whole = Op("+", whole, cell)
    return whole


def _below(rule: Rule) -> list[Rule]:
    return [inner for child in rule.children for inner in (child, *_below(child))]


def _figure(value: Fraction) -> str:
    return decimal_text(value).replace(".", ",")
