"""Writes down the cells of one group: names to cells, steps, columns of lists, tables."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic, Faults
from kzrules.dictionary import FactSpec
from kzrules.formula import Formula
from kzrules.place import Place
from kzrules.program import Checklist, Each, Number, Row, Rule, Table, Value
from kzrules.reading_nodes import Labels, in_language
from kzrules.scope import FULL, INDICATORS
from kzrules.values import shown
from kzrules.walk import pieces
from kzrules.workbook.cells import NOTHING, ONE, UNKNOWN, ZERO, Cell, Given, Here, Num, OfCodes, Own, Txt, call, chosen, equal
from kzrules.workbook.formulas import FormulaCells
from kzrules.workbook.frame import Frame, Known, Mark, column_of
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Form, Group, ListPlan, Plan, Step, TablePlan, TableRow

Define = Callable[[Value, Frame, str], Known]


class Builder:
    """One group of bodies; what groups share (facts, lists, tables) goes to the plan.

    Attributes:
        define: the cells of any value; `value_kinds.value_cells`, which stands above this module.

    """

    def __init__(self, plan: Plan, group: Group, define: Define) -> None:
        self.plan = plan
        self.group = group
        self.define = define
        self.lang = plan.lang
        self.rule: Rule | None = None
        self.facts: dict[str, Known] = {}
        self.shared: dict[str, Known] = {}
        plan.asked[group.index] = set()

    # ── where things are written ──

    def step(self, step: Step) -> int:
        """Another row; its number."""
        self.group.steps.append(step)
        if step.same:
            self.group.named[step.same] = len(self.group.steps) - 1
        return len(self.group.steps) - 1

    def column(self, over: str, title: str, known: Known) -> str:
        """Another computed column of a list, for the records of this group; its name."""
        columns = self.list_plan(over).columns
        name = f"{self.group.index}:{len(columns)}"
        columns[name] = column_of(name, title, known, self.group.index)
        return name

    def list_plan(self, over: str) -> ListPlan:
        """The list's sheet."""
        return self.plan.lists.setdefault(over, ListPlan(self.plan.edition.dictionary.facts[over]))

    def table(self, table: Table) -> int:
        """The range of a point table; tables that are the same share one."""
        title = in_language(table.label, self.lang) or table.id
        rows = tuple(TableRow(r.low, r.low_included, r.code, r.points, r.printed) for r in table.rows)
        return self.range_of(title, table.cite, rows if any(r.code for r in rows) else ladder(table.rows, said("no_row", self.lang)))

    def range_of(self, title: str, cite: Citation | None, rows: tuple[TableRow, ...]) -> int:
        """The number of a range, written once."""
        found = TablePlan(title, cite, rows)
        if found not in self.plan.tables:
            self.plan.tables.append(found)
        return self.plan.tables.index(found)

    # ── names ──

    def frame(self, rule: Rule | None, let: Mapping[str, Value], level: int = 0) -> Frame:
        """A frame that sees the program's own definitions and those of a rule."""
        return Frame(self, {**self.group.program.let, **let}, full=rule.maximum if rule else None, level=level)

    def look(self, name: str, frame: Frame) -> Known:
        """What a name stands for in a frame, as a cell of its own."""
        specs = self.list_plan(frame.over).spec.fields if frame.over else {}
        if frame.over and name in specs and name in frame.within:
            return self.field(frame.over, specs[name])
        if name in frame.let:
            return self._let(name, frame)
        if name == FULL and frame.full is not None:
            return Known(Num(frame.full))
        outer = frame.outer or frame
        if name == INDICATORS and outer.indicators is not None:
            return frame.seen(outer.indicators())
        if name in outer.children:
            return frame.seen(outer.children[name])
        return frame.seen(self.fact(name))

    def _let(self, name: str, frame: Frame) -> Known:
        if name in frame.memo:
            return frame.memo[name]
        if frame.outer is not None and not self._looks_within(name, frame):
            known = frame.seen(self.look(name, frame.outer))
        elif self._is_shared(name, frame):
            if name not in self.shared:
                own = Frame(self, self.group.program.let, self.shared, level=frame.level)
                self.shared[name] = self._defined(name, own)
            known = self.shared[name]
        else:
            known = self._defined(name, frame)
        frame.memo[name] = known
        return known

    def _defined(self, name: str, frame: Frame) -> Known:
        value = frame.let[name]
        known = self.define(value, frame, name)
        return known if known.is_atom else frame.put(self._title(name, value), self.words(value, frame), known)

    def _title(self, name: str, value: Value) -> str:
        match value:
            case Checklist(label=label):
                return in_language(label, self.lang) or name
            case Each(over=over):
                return f"{self.list_plan(over).spec.title(self.lang)} ({name})"
            case _:
                return name

    def _is_shared(self, name: str, frame: Frame) -> bool:
        """Whether a definition of the program means the same in every rule: nothing it names is the rule's own."""
        program = self.group.program.let
        if name not in program or frame.let[name] is not program[name]:
            return False
        used = self.names_of(name, frame)
        own = {n for n in frame.let if n not in program or frame.let[n] is not program[n]}
        return not used & (own | set(frame.children) | {FULL, INDICATORS} | frame.within)

    def _looks_within(self, name: str, frame: Frame) -> bool:
        """Whether a definition is about the list element: it is the element's own, or names what is."""
        return bool(({name} | self.names_of(name, frame)) & frame.within)

    def names_of(self, name: str, frame: Frame) -> set[str]:
        """Every name that a definition comes to, through other definitions too."""
        found: set[str] = set()
        todo = [name]
        while todo:
            value = frame.let.get(todo.pop())
            fresh = ({n for piece in pieces(value) if isinstance(piece, Formula) for n in piece.names} if value is not None else set()) - found
            found |= fresh
            todo += sorted(fresh)
        return found

    # ── facts ──

    def fact(self, name: str, language: str = "") -> Known:
        """An answer of the sheet of facts, read: a number, 1 or 0, a code, a mark, or unknown."""
        key = f"{name}.{language}" if language else name
        if key not in self.facts:
            spec = self.plan.edition.dictionary.facts[name]
            if spec.type in ("list", "text") or (spec.per_language and not language):
                raise self.strange(f"«{name}»")
            known = self._read(spec, Given(key))
            self._ask(key, spec)
            label = spec.title(self.lang) + (f" ({language})" if language else "")
            step = Step(label, name, known.cell, known.form, "fact", level=1)
            self.facts[key] = Known(Here(self.step(step)), known.form, known.marks)
        return self.facts[key]

    def list_known(self, over: str) -> Known:
        """Whether the records of a list are known: 1, or unknown."""
        if over not in self.facts:
            spec = self.list_plan(over).spec
            self._ask(over, spec)
            cell = chosen(call("OR", equal(Given(over), UNKNOWN), equal(Given(over), NOTHING)), UNKNOWN, ONE)
            self.facts[over] = Known(Here(self.step(Step(spec.title(self.lang), over, cell, "yes_no", "fact", level=1))), "yes_no")
        return self.facts[over]

    def field(self, over: str, spec: FactSpec) -> Known:
        """A field of a record, read as a fact is; one column for all groups."""
        columns = self.list_plan(over).columns
        known = self._read(spec, Own(spec.name))
        name = f"read:{spec.name}"
        columns.setdefault(name, column_of(name, spec.title(self.lang), known, None))
        return Known(Own(name), known.form, known.marks)

    def _ask(self, key: str, spec: FactSpec) -> None:
        self.plan.facts.setdefault(key, spec)
        self.plan.asked[self.group.index].add(key)

    def _read(self, spec: FactSpec, given: Cell) -> Known:
        allowed: list[Mark] = (["n/a"] if spec.not_applicable is not None else []) + (["n/a", "absent"] if spec.type == "defects" else [])  # type: ignore[assignment]
        marks = frozenset(allowed)
        kept: Cell = UNKNOWN
        for mark in sorted(marks):
            kept = chosen(equal(given, Txt(mark)), Txt(mark), kept)
        form: Form = "number"
        match spec.type:
            case "yes_no":
                yes, no = Txt(said("yes", self.lang)), Txt(said("no", self.lang))
                cell = chosen(equal(given, yes), ONE, chosen(equal(given, no), ZERO, kept))
                form = "yes_no"
            case "choice":
                self.plan.codes.setdefault(spec.name, spec.choices)
                found = call("INDEX", OfCodes(spec.name, "code"), call("MATCH", given, OfCodes(spec.name, "label"), ZERO))
                cell = call("IFERROR", found, kept)
                form = "text"
            case _:
                cell = chosen(call("ISNUMBER", given), given, kept)
        return Known(cell, form, marks)

    # ── words ──

    def shown(self, name: str, frame: Frame) -> str:
        """A name as people read it: labels for facts and parts, figures for plain definitions, else the word itself."""
        if frame.over and name in frame.within and name in self.list_plan(frame.over).spec.fields:
            return f"«{self.list_plan(frame.over).spec.fields[name].title(self.lang)}»"
        match frame.let.get(name):
            case Number(value=figure):
                return shown(figure, self.lang)
            case Formula(tree=ast.Name(id=other)) if other != name:
                return self.shown(other, frame)
            case Checklist(label=label) if label:
                return f"«{in_language(label, self.lang)}»"
            case None:
                return self._named(name)
            case _:
                return name

    def _named(self, name: str) -> str:
        if name in (FULL, INDICATORS):
            return said("full" if name == FULL else "parts", self.lang)
        parts = {child.id: child for child in self.rule.children} if self.rule else {}
        if name in parts:
            return f"«{in_language(parts[name].label, self.lang)}»"
        spec = self.plan.edition.dictionary.facts.get(name)
        return f"«{spec.title(self.lang)}»" if spec else next((in_language(c[name], self.lang) for c in self._codes() if name in c), name)

    def _codes(self) -> Iterable[Mapping[str, Labels]]:
        facts = self.plan.edition.dictionary.facts.values()
        return [s.choices for s in (*facts, *(f for fact in facts for f in fact.fields.values())) if s.choices]

    def words(self, value: Value, frame: Frame) -> str:
        """A value in words, where it is a formula."""
        return FormulaCells(value, frame, self.look, self.path).said() if isinstance(value, Formula) else ""

    @property
    def path(self) -> str:
        """The rule at work."""
        return self.rule.path if self.rule else ""

    @property
    def title(self) -> str:
        """The rule at work, in words."""
        return in_language(self.rule.label, self.lang) if self.rule else ""

    def strange(self, what: str, place: Place | None = None) -> Faults:
        """What the workbook cannot say: never left out in silence."""
        at = place or (self.rule.place if self.rule else Place(self.plan.edition.file))
        return Faults([Diagnostic("KZ890", at, {"what": what, "rule": self.path})])


def ladder(rows: Iterable[Row], no_row: str) -> tuple[TableRow, ...]:
    """Intervals in ascending order, with a row without points wherever the table has none."""
    found: list[TableRow] = []
    end: tuple[Fraction | None, bool] = (None, False)  # where the row before stops, and whether that value still belongs to it
    for row in sorted(rows, key=lambda r: (r.low is not None, r.low or Fraction(0), not r.low_included)):
        gap = row.low is not None and (not found or (row.low, row.low_included) != (end[0], not end[1]))
        if gap:
            found.append(TableRow(end[0], not end[1], "", None, no_row))
        found.append(TableRow(row.low, row.low_included, "", row.points, row.printed))
        end = (row.high, row.high_included)
    if end[0] is not None:
        found.append(TableRow(end[0], not end[1], "", None, no_row))
    return tuple(found)


def element_frame(frame: Frame, each: Each) -> Frame:
    """What the formulas of a list element see."""
    return Frame(
        frame.sheet,
        {**frame.let, **each.let},
        full=frame.full,
        cohort=frame.cohort,
        within=frozenset(each.fields) | frozenset(each.let),
        over=each.over,
        outer=frame,
    )
