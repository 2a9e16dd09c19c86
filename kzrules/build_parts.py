"""Builders of values, tables and checklists: merged nodes to records, for one body kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from kzrules.assessed_years import in_years, rows_for
from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import Dictionary, FactSpec
from kzrules.formula import Formula, formula_from_text
from kzrules.guess import guesses
from kzrules.merge import Chooser
from kzrules.nodes import Fields, Node, Text
from kzrules.place import NOWHERE, Place
from kzrules.program import (
    KINDS,
    Checklist,
    CohortMean,
    Each,
    Kind,
    Line,
    Lookup,
    Number,
    Outcome,
    Rounding,
    Row,
    Special,
    Table,
    Value,
)  # fmt: skip
from kzrules.reading_nodes import Labels, citation, fields, items, key_places, labels, number, text
from kzrules.scope import Scope
from kzrules.units import PLAIN, kind_word
from kzrules.values import Missing

_ZERO = Fraction(0)


class Parts:
    """What rules are made of. `faults` collects; a faulty part becomes a harmless zero so that the rest is checked too."""

    def __init__(self, kind: Kind, chooser: Chooser, dictionary: Dictionary, top: Mapping[str, Node], period: int | None = None) -> None:
        self.kind = kind
        self.period = period
        self.chooser = chooser
        self.dictionary = dictionary
        self.faults: list[Diagnostic] = []
        self.facts: set[str] = set()
        self.used_tables: set[str] = set()
        self.used_checklists: set[str] = set()
        self._table_nodes = fields(top.get("tables"))
        self._table_keys = key_places(top.get("tables"))
        self._checklist_nodes = fields(top.get("checklists"))
        self._tables: dict[str, Table] = {}
        self._checklists: dict[str, Checklist] = {}
        self._under_way: list[str] = []
        self.shared = self.lets(top.get("let"), Scope(dictionary, facts=self.facts, faults=self.faults))

    # ── plain parts ──

    def open(self, node: Node, shape: str) -> tuple[Fields, tuple[str, ...]]:
        """A mapping with its readings applied; `shape` is its name in the schema."""
        assert isinstance(node, Fields)
        return self.chooser.open(node, shape)

    def by_kind(self, node: Node | None) -> Node | None:
        """What a node says for this kind and assessed year: itself, or its entry for them, or nothing."""
        if not isinstance(node, Fields):
            return node
        if "by_period" in node.entries:
            return self.by_kind(self._by_period(node))
        if set(node.entries) <= set(KINDS):
            return self.by_kind(node.entries.get(self.kind))
        return node

    def _by_period(self, node: Fields) -> Node | None:
        rows = rows_for(node, self.period)
        if len(rows) != 1:
            self.faults.append(Diagnostic("KZ321", node.place, {"year": self.period, "count": len(rows)}))
        return rows[0] if rows else None

    def applies(self, node: Node | None) -> bool:
        """Whether a rule that narrows its assessed years exists in this one."""
        return node is None or in_years(node, self.period)

    def number(self, node: Node | None) -> Fraction | None:
        """The figure for this kind."""
        return number(self.by_kind(node))

    def rounding(self, node: Node | None) -> Rounding | None:
        """A rounding that may rest on a reading."""
        if not isinstance(node, Fields):
            return None
        entry, readings = self.open(node, "rounding")
        return Rounding(int(number(entry.get("places")) or 0), text(entry.get("mode"), "half_up"), readings)  # type: ignore[arg-type]

    def formula(self, node: Node | None, scope: Scope, expected: str = "number") -> Formula | None:
        """A checked formula."""
        if not isinstance(node, Text):
            return None
        formula, found = formula_from_text(node)
        self.faults += found
        if formula is not None:
            scope.check(formula, expected)
        return formula

    # ── values ──

    def value(self, node: Node, scope: Scope, expected: str = "number") -> Value:
        """A number, formula, lookup, list or checklist."""
        here = self.by_kind(node)
        match here:
            case None:
                self.faults.append(Diagnostic("KZ316", node.place, {"kind": self.kind}))
                return Number(_ZERO, node.place)
            case Text():
                figure = number(here)
                if figure is not None:
                    return Number(figure, here.place)
                return self.formula(here, scope, expected) or Number(_ZERO, here.place)
            case Fields(entries) if "table" in entries:
                return self._lookup(here, scope)
            case Fields(entries) if "each" in entries:
                return self._each(entries["each"], scope)
            case Fields(entries) if "checklist" in entries:
                return self.checklist(entries["checklist"])
            case _:
                said = {"expected_ru": "значение: формула, table, each или checklist", "expected_en": "a formula, table, each or checklist"}
                other = {"found_ru": "нечто иное", "found_en": "something else"}
                self.faults.append(Diagnostic("KZ103", here.place, {"key": "score", **said, **other}))
                return Number(_ZERO, here.place)

    def _lookup(self, node: Fields, scope: Scope) -> Value:
        name = node.entries["table"]
        table = self.table(name)
        if "of" not in node.entries:
            self.faults.append(Diagnostic("KZ102", node.place, {"key": "of", "where": "table"}))
            return Number(_ZERO, node.place)
        of = self.value(node.entries["of"], scope, "any")
        if table is None:
            return Number(_ZERO, node.place)
        self._fits(table, of, scope, node)
        return Lookup(table, of, node.place)

    def _fits(self, table: Table, of: Value, scope: Scope, node: Fields) -> None:
        kind = scope.value_kind(of)
        coded = any(row.code for row in table.rows)
        place = node.entries["of"].place
        if coded:
            if kind != "choice":
                self.faults.append(Diagnostic("KZ311", place, _unlike(table.id, "choice", kind)))
            elif isinstance(of, Formula) and (codes := scope.choice_codes(of)) is not None:
                rows = {row.code for row in table.rows}
                self.faults += [Diagnostic("KZ307", table.place, {"table": table.id, "code": c}) for c in codes if c not in rows]
                for row in table.rows:
                    if row.code not in codes:
                        values = {"fact": of.text, "code": row.code, **guesses(row.code, codes)}
                        self.faults.append(Diagnostic("KZ213", row.place, values))
        elif kind != table.unit and not (kind == PLAIN and isinstance(of, Number)) and not (kind == PLAIN and table.unit in ("share", "")):
            self.faults.append(Diagnostic("KZ311", place, _unlike(table.id, table.unit or PLAIN, kind)))

    def lets(self, node: Node | None, scope: Scope) -> dict[str, Value]:
        """The `let` values of a rule; they may use one another, but not in a circle."""
        let: dict[str, Value] = dict(scope.let)
        scope.let = let
        own = fields(node)
        for name, part in own.items():
            here = self.by_kind(part)
            if isinstance(here, Text) and number(here) is None:
                formula, found = formula_from_text(here)
                self.faults += found
                let[name] = formula or Number(_ZERO, here.place)
            elif here is not None:
                let[name] = Number(_ZERO, part.place)
        circular = self._break_cycle(scope, let, own)
        for name, part in own.items():
            if name not in circular:
                let[name] = self.value(part, scope, "any")
        self._break_cycle(scope, let, own)
        return let

    def _break_cycle(self, scope: Scope, let: dict[str, Value], own: Mapping[str, Node]) -> list[str]:
        circular: list[str] = []
        while cycle := scope.cycle():
            first = next((name for name in cycle if name in own), "")
            place = own[first].place if first else NOWHERE
            self.faults.append(Diagnostic("KZ206", place, {"cycle": " → ".join(cycle)}))
            for name in cycle:
                let[name] = Number(_ZERO)
            circular += cycle
        return circular

    def outcome(self, entry: Fields, scope: Scope) -> Outcome | None:
        """What a special case or an empty list means."""
        if "undecided" in entry.entries:
            return Missing(reasons=(tuple(sorted(labels(entry.entries["undecided"]).items())),))
        if "cohort" in entry.entries:
            return CohortMean(text(entry.entries["cohort"]))  # type: ignore[arg-type]
        if "score" in entry.entries:
            return self.value(entry.entries["score"], scope)
        return None

    def specials(self, node: Node | None, scope: Scope) -> tuple[Special, ...]:
        """Cases decided before the formula."""
        found = []
        for part in items(node):
            entry, readings = self.open(part, "exception")
            when = self.formula(entry.get("when"), scope, "yes_no")
            outcome = self.outcome(entry, scope)
            if outcome is None:
                self.faults.append(Diagnostic("KZ102", entry.place, {"key": "score", "where": "exceptions"}))
            elif when is not None:
                found.append(Special(when, outcome, citation(entry.get("cite")), readings))
        return tuple(found)

    def _each(self, node: Node, scope: Scope) -> Value:
        entry, readings = self.open(node, "each")
        over = text(entry.get("over"))
        spec = self.dictionary.facts.get(over)
        if spec is None or spec.type != "list":
            place = entry.entries["over"].place
            self.faults.append(Diagnostic("KZ212" if spec else "KZ203", place, {"name": over, **guesses(over, self.dictionary.facts)}))
            return Number(_ZERO, entry.place)
        self.facts.add(over)
        inner = Scope(self.dictionary, scope.let, scope.children, scope.has_full, spec.fields, over, self.facts, self.faults)
        where = self.formula(entry.get("where"), inner, "yes_no")
        let = self.lets(entry.get("let"), inner)
        empty, empty_readings = self.open(entry.entries["empty"], "empty")
        outcome = self.outcome(empty, scope)
        if "score" not in entry.entries or outcome is None:
            self.faults.append(Diagnostic("KZ102", entry.place, {"key": "score", "where": "each"}))
            return Number(_ZERO, entry.place)
        return Each(
            over=over,
            fields=tuple(spec.fields),
            where=where,
            let={name: let[name] for name in fields(entry.get("let")) if name in let},
            specials=self.specials(entry.get("exceptions"), inner),
            score=self.value(entry.entries["score"], inner),
            combine=text(entry.get("combine")),  # type: ignore[arg-type]
            empty=outcome,
            empty_readings=empty_readings,
            readings=readings,
            place=entry.place,
        )

    # ── tables ──

    def table(self, name: Node) -> Table | None:
        """The table of a name, built once."""
        key = text(name)
        self.used_tables.add(key)
        if key in self._tables:
            return self._tables[key]
        if key not in self._table_nodes:
            values = {"what_ru": "таблицы", "what_en": "table", "name": key, **guesses(key, self._table_nodes)}
            self.faults.append(Diagnostic("KZ211", name.place, values))
            return None
        before = len(self.faults)
        table = self._tables[key] = self.table_from_node(key, self._table_nodes[key])
        self.cited(before, table.cite)
        return table

    def table_from_node(self, key: str, node: Node) -> Table:
        """A point table for this kind."""
        entry, readings = self.open(node, "table")
        rows = tuple(row for part in items(self.by_kind(entry.get("rows"))) if (row := self._row(part)) is not None)
        return Table(
            id=key,
            label=labels(entry.get("label")),
            cite=citation(entry.get("cite")),
            unit=text(entry.get("unit")),
            rounding=self.rounding(entry.get("rounding")),
            rows=rows,
            readings=readings,
            place=self._table_keys.get(key, entry.place),
        )

    def _row(self, node: Node) -> Row | None:
        entry, readings = self.open(node, "row")
        points = entry.get("points")
        if points is not None and self.by_kind(points) is None:
            return None
        if points is None and text(entry.get("hole")) != "true":
            self.faults.append(Diagnostic("KZ102", entry.place, {"key": "points", "where": "rows"}))
        exactly = number(entry.get("exactly"))
        low, high = number(entry.get("from")), number(entry.get("to"))
        above, below = number(entry.get("above")), number(entry.get("below"))
        return Row(
            low=exactly if exactly is not None else low if low is not None else above,
            low_included=exactly is not None or low is not None,
            high=exactly if exactly is not None else high if high is not None else below,
            high_included=exactly is not None or high is not None,
            code=text(entry.get("is")),
            points=self.number(points),
            printed=text(entry.get("printed")),
            hole=text(entry.get("hole")) == "true",
            readings=readings,
            place=entry.place,
        )

    # ── checklists ──

    def checklist(self, name: Node) -> Value:
        """The checklist of a name, built once."""
        key = text(name)
        self.used_checklists.add(key)
        if key not in self._checklist_nodes:
            values = {"what_ru": "перечня", "what_en": "checklist", "name": key, **guesses(key, self._checklist_nodes)}
            self.faults.append(Diagnostic("KZ211", name.place, values))
            return Number(_ZERO, name.place)
        if key in self._under_way:
            self.faults.append(Diagnostic("KZ206", name.place, {"cycle": " → ".join([*self._under_way, key])}))
            return Number(_ZERO, name.place)
        if key not in self._checklists:
            self._under_way.append(key)
            self._checklists[key] = self._checklist_from_node(key, self._checklist_nodes[key])
            self._under_way.pop()
        return self._checklists[key]

    def _checklist_from_node(self, key: str, node: Node) -> Checklist:
        entry, readings = self.open(node, "checklist")
        before = len(self.faults)
        keys = key_places(entry.get("lines"))
        lines = [self._line(name, part, entry, keys[name]) for name, part in fields(entry.get("lines")).items()]
        self.cited(before, citation(entry.get("cite")))
        return Checklist(
            id=key,
            label=labels(entry.get("label")),
            cite=citation(entry.get("cite")),
            languages=tuple(text(t) for t in items(entry.get("languages"))),
            count=text(entry.get("count"), "per_language"),  # type: ignore[arg-type]
            cap_base=text(entry.get("cap_base"), "line"),  # type: ignore[arg-type]
            keep=number(entry.get("keep")) or _ZERO,
            lines=tuple(line for line in lines if line is not None),
            readings=readings,
            place=node.place,
        )

    def _line(self, name: str, node: Node, whole: Fields, place: Place) -> Line | None:
        entry, readings = self.open(node, "line")
        points = self.number(entry.get("points"))
        if points is None:
            return None
        scope = Scope(self.dictionary, self.shared, has_full=True, facts=self.facts, faults=self.faults)
        score = self.value(entry.entries["score"], scope) if "score" in entry.entries else None
        defects = self.formula(entry.get("defects"), scope)
        spec = self.dictionary.facts.get(name)
        if score is None and defects is None:
            self._answered(name, spec, place)

        def own(key: str, default: str) -> str:
            return text(entry.get(key) or whole.get(key), default)

        return Line(
            id=name,
            label=_line_label(entry, spec),
            cite=citation(entry.get("cite")),
            points=points,
            defects=defects,
            score=score,
            defect=number(entry.get("defect") or whole.get("defect")) or _ZERO,
            keep=number(entry.get("keep") or whole.get("keep")) or _ZERO,
            absent=own("absent", "nothing"),  # type: ignore[arg-type]
            nothing=own("nothing", "undecided"),  # type: ignore[arg-type]
            specials=self.specials(entry.get("exceptions"), scope),
            readings=readings,
            place=place,
        )

    def _answered(self, name: str, spec: FactSpec | None, place: Place) -> None:
        if spec is None or spec.type not in ("defects", "yes_no"):
            self.faults.append(Diagnostic("KZ314", place, {"line": name}))
        else:
            self.facts.add(name)

    def cited(self, since: int, cite: Citation | None) -> None:
        """Puts the citation they stand under on the faults found since then."""
        if cite is not None:
            self.faults[since:] = [replace(fault, cite=fault.cite or cite) for fault in self.faults[since:]]

    def finish(self) -> list[Diagnostic]:
        """Every fault found, those of the readings too."""
        return [*self.chooser.faults, *self.faults]


def _unlike(table: str, unit: str, kind: str) -> dict[str, str]:
    said = {"unit_ru": kind_word(unit), "unit_en": kind_word(unit, "en"), "found_ru": kind_word(kind), "found_en": kind_word(kind, "en")}
    return {"table": table, **said}


def _line_label(entry: Fields, spec: FactSpec | None) -> Labels:
    own = labels(entry.get("label"))
    return own or (spec.label if spec else {"ru": "?"})
