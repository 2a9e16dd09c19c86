"""An edition as people read it: the act card, then every rule with its figures, formula in words and citation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from kzrules.checks import interval_text
from kzrules.edition import Assessor, Edition, Order
from kzrules.explain import Branch
from kzrules.formula import Formula
from kzrules.merge import Reading
from kzrules.phrases import phrases
from kzrules.program import KINDS, Checklist, CohortMean, Deduction, Each, Lookup, Normalise, Number, Program, Rule, Table
from kzrules.reading_nodes import in_language
from kzrules.report import code_label, fact_label
from kzrules.values import Missing, shown
from kzrules.walk import readings_of
from kzrules.words import words


def edition_branch(edition: Edition, lang: str = "ru") -> Branch:
    """The whole edition."""
    teller = _Teller(edition, lang)
    bands = edition.programs["central"].bands
    return Branch(
        f"{edition.id} — {in_language(edition.title, lang)}",
        [
            *_card(edition, lang),
            Branch(teller.printed_share()),
            Branch(teller.overall()),
            Branch(teller.say["scale"], [Branch(f"{in_language(b.label, lang)}: {b.printed}{_cite(b.cite, lang)}") for b in bands]),
            *([Branch(teller.say["shared"], list(teller.shared()))] if edition.programs["central"].let else []),
            *(teller.rule(path) for path in all_paths(edition) if "." not in path),
            Branch(teller.say["readings"], [teller.reading(r) for r in edition.readings.values()]),
        ],
    )


def rule_branch(edition: Edition, name: str, lang: str = "ru") -> Branch | None:
    """One direction, criterion or indicator by id or path, with the readings it rests on."""
    paths = all_paths(edition)
    found = [p for p in paths if p == name] or [p for p in paths if p.rpartition(".")[2] == name]
    if not found:
        return None
    teller = _Teller(edition, lang)
    branch = teller.rule(found[0])
    readings = [teller.reading(edition.readings[r]) for r in sorted(teller.met)]
    return Branch(branch.text, branch.inner + readings)


def all_paths(edition: Edition) -> list[str]:
    """The path of every rule of any kind, in the order of the file."""
    return list(dict.fromkeys(path for kind in KINDS for path in edition.programs[kind].rules))


def _card(edition: Edition, lang: str) -> Iterator[Branch]:
    say, act = phrases(lang), edition.act
    yield Branch(f"{say['act']} {act.id}, {say['registered']} {act.registered} {act.registered_on}")
    for key, orders in (("adopted", act.adopted), ("restated", act.restated), ("repealed", act.repealed)):
        if orders:
            yield Branch(say[key], [Branch(_order(o, lang)) for o in orders])
    yield Branch(f"{say['in_force']} {edition.in_force[0]} — {edition.in_force[1] or '…'}")
    yield Branch(f"{say['assessed_years']}: {edition.applies_to[0]} ≤ … < {edition.applies_to[1] or '…'}")
    if edition.changes:
        yield Branch(say["changes"].format(years=", ".join(map(str, edition.changes))))
    if edition.assessors:
        yield Branch(say["assessors"], [Branch(_assessor(a, lang)) for a in edition.assessors])


def _assessor(assessor: Assessor, lang: str) -> str:
    scope = ", ".join(assessor.scope)
    return f"{in_language(assessor.who, lang)} → {in_language(assessor.whom, lang)}: {scope}{_cite(assessor.cite, lang)}"


def _order(order: Order, lang: str) -> str:
    return ", ".join(part for part in (in_language(order.by, lang), f"№ {order.number}", order.date) if part)


def _cite(cite: Any, lang: str) -> str:
    text = cite.text(lang) if cite else ""
    return f" ({text})" if text else ""


class _Teller:
    def __init__(self, edition: Edition, lang: str) -> None:
        self.edition = edition
        self.lang = lang
        self.say = phrases(lang)
        self.met: set[str] = set()

    def cite(self, cite: Any) -> str:
        """` (пункт 38)`, or nothing."""
        return _cite(cite, self.lang)

    def rule(self, path: str) -> Branch:
        """One rule for both kinds: what they share is said once."""
        rules = {kind: self.edition.programs[kind].rules[path] for kind in KINDS if path in self.edition.programs[kind].rules}
        first = next(iter(rules.values()))
        head = f"{in_language(first.label, self.lang)} [{path}]{self._maxima(rules)}{self.cite(first.cite)}"
        told = {kind: list(self._body(rule)) for kind, rule in rules.items()}
        inner = next(iter(told.values())) if len({repr(t) for t in told.values()}) == 1 else [Branch(self.say[k], t) for k, t in told.items() if t]
        children = dict.fromkeys(child.path for rule in rules.values() for child in rule.children)
        return Branch(head, inner + [self.rule(child) for child in children])

    def shared(self) -> Iterator[Branch]:
        """Definitions that every rule can use."""
        for name, value in self.edition.programs["central"].let.items():
            branch = self.value(value)
            yield Branch(f"{name}: {branch.text}", branch.inner)

    def _maxima(self, rules: dict[Any, Rule]) -> str:
        found = {kind: rule.maximum for kind, rule in rules.items() if rule.maximum is not None}
        if not found:
            return ""
        if len(set(found.values())) == 1 and len(found) == len(KINDS):
            return f" — {self.number(next(iter(found.values())))}"
        return " — " + ", ".join(f"{self.say[kind]} {self.number(most)}" for kind, most in found.items())

    def _body(self, rule: Rule) -> Iterator[Branch]:
        for special in rule.specials:
            self.met |= set(special.readings)
            yield Branch(f"{self.say['if']} {self._formula(special.when)} → {self._outcome(special.outcome)}{self.cite(special.cite)}")
        if rule.score is not None:
            yield self.value(rule.score)
        for name, value in rule.let.items():
            branch = self.value(value)
            yield Branch(f"{name}: {branch.text}", branch.inner)
        for deduction in rule.deductions:
            yield Branch(self._deduction(deduction))
        for said, bound in ((self.say["deductions_cap"], rule.deductions_cap), (self.say["floor"], rule.floor), (self.say["ceiling"], rule.cap)):
            if bound is not None:
                yield Branch(f"{said} {self.number(bound)}")
        readings = sorted(readings_of(rule))
        if readings:
            self.met |= set(readings)
            yield Branch(f"{self.say['readings']}: {', '.join(readings)}")

    def _outcome(self, outcome: Any) -> str:
        match outcome:
            case Missing():
                return "; ".join(outcome.sentences(self.lang))
            case CohortMean(pool=pool):
                return f"{self.say['cohort']} ({pool})"
            case _:
                return self.value(outcome).text

    def value(self, value: Any) -> Branch:
        """A value: figure, formula in words, table with rows, list, checklist with lines."""
        match value:
            case Number(value=figure):
                return Branch(self.number(figure))
            case Formula():
                return Branch(self._formula(value))
            case Lookup(table=table, of=of):
                self.met |= set(table.readings)
                return Branch(
                    f"{self.say['table']} «{in_language(table.label, self.lang)}»{self.cite(table.cite)}: {self.value(of).text}",
                    list(self._rows(table)),
                )
            case Each():
                self.met |= set(value.readings) | set(value.empty_readings)
                how = self.say[value.combine]
                where = f", {self._formula(value.where)}" if value.where else ""
                inner = [self.value(value.score), *(Branch(f"{name}: {self.value(v).text}", self.value(v).inner) for name, v in value.let.items())]
                inner += [Branch(f"{self.say['if']} {self._formula(s.when)} → {self._outcome(s.outcome)}{self.cite(s.cite)}") for s in value.specials]
                return Branch(f"{how}: {self._label(value.over)}{where}", [*inner, Branch(f"∅ → {self._outcome(value.empty)}")])
            case Checklist():
                self.met |= set(value.readings)
                lines = [
                    Branch(f"{in_language(line.label, self.lang)} [{line.id}]: {self.number(line.points)}{self.cite(line.cite)}")
                    for line in value.lines
                ]
                versions = f" × {len(value.languages)} ({', '.join(value.languages)})" if value.languages else ""
                return Branch(f"{self.say['checklist']} «{in_language(value.label, self.lang)}»{versions}{self.cite(value.cite)}", lines)
            case Normalise():
                self.met |= set(value.readings) | set(value.equal_readings)
                placed = self.value(value.value)
                head = self.say[f"normalise_{value.better}"].format(value=placed.text, pool=self.say[value.pool], to=self.number(value.to))
                return Branch(head, [*placed.inner, Branch(f"{self.say['all_equal']} → {self._outcome(value.when_equal)}")])
            case _:  # pragma: no cover - no other values
                raise AssertionError(value)

    def _rows(self, table: Table) -> Iterator[Branch]:
        for row in table.rows:
            self.met |= set(row.readings)
            points = "?" if row.points is None else self.number(row.points)
            printed = f" «{row.printed}»" if row.printed else f" ({self.say['hole']})" if row.hole else ""
            covers = in_language(code_label(row.code, table, self.edition), self.lang) if row.code else interval_text(row)
            yield Branch(f"{covers or row.code} → {points}{printed}")

    def _deduction(self, deduction: Deduction) -> str:
        self.met |= set(deduction.readings)
        label = in_language(deduction.label, self.lang)
        per = f" × {self._formula(deduction.per)}" if deduction.per else ""
        when = f", {self.say['if']} {self._formula(deduction.when)}" if deduction.when else ""
        cap = "" if deduction.cap is None else f", {self.say['cap']} {self.number(deduction.cap)}"
        return f"{self.say['off']}{f' «{label}»' if label else ''}: {self.value(deduction.points).text}{per}{when}{cap}{self.cite(deduction.cite)}"

    def reading(self, reading: Reading) -> Branch:
        """A reading: question, options, the default marked."""
        why = in_language(reading.why, self.lang)
        options = [Branch(f"{'●' if o.id == reading.default else '○'} {o.id}: {in_language(o.label, self.lang)}") for o in reading.options.values()]
        head = f"{reading.id} ({self.say[reading.confidence]}): {in_language(reading.question, self.lang)}{self.cite(reading.cite)}"
        return Branch(head, ([Branch(why)] if why else []) + options)

    def overall(self) -> str:
        """The overall score: weights and rounding."""
        overall = self.edition.programs["central"].overall
        parts = " + ".join(f"{self.number(weight)} × {name}" for name, weight in overall.weights.items())
        rounding = f"{overall.rounding.mode}, {overall.rounding.places}"
        return f"{in_language(overall.label, self.lang)} = {parts} ({rounding}){self.cite(overall.cite)}"

    def printed_share(self) -> str:
        """How many rules rest on printed law alone."""
        rules = {p: r for k in KINDS for p, r in self.edition.programs[k].rules.items() if r.score is not None}
        printed = sum(not readings_of(r) for r in rules.values())
        by = {c: sum(r.confidence == c for r in self.edition.readings.values()) for c in ("forced", "likely", "open")}
        return self.say["printed_share"].format(printed=printed, whole=len(rules), **by)

    def number(self, value: Fraction) -> str:
        """A figure."""
        return shown(value, self.lang)

    def _formula(self, formula: Formula) -> str:
        return words(formula.tree, self._label, self.lang)

    def _label(self, name: str) -> str:
        if name == "full":
            return self.say["maximum"]
        label = in_language(fact_label(name, self.edition), self.lang)
        return f"«{label}»" if label else name


def program_json(program: Program) -> dict[str, Any]:
    """Rules of a program with their figures and citations, for `show --format json`."""
    return {path: _rule_json(rule) for path, rule in program.rules.items()}


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {
        "label": dict(rule.label),
        "max": None if rule.maximum is None else str(rule.maximum),
        "min": None if rule.minimum is None else str(rule.minimum),
        "citation": rule.cite.as_json() if rule.cite else {},
        "score": rule.score.text if isinstance(rule.score, Formula) else None if rule.score is None else type(rule.score).__name__.lower(),
        "readings": sorted(readings_of(rule)),
        "deductions": {d.id: {"cap": None if d.cap is None else str(d.cap), "citation": d.cite.as_json() if d.cite else {}} for d in rule.deductions},
    }
