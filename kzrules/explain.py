"""Why a number is what it is: a tree of values, formulas in words, inputs with their places, citations."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kzrules.checks import interval_text
from kzrules.edition import Edition
from kzrules.outcome import Assessment, DeductionScore, Input, LineScore, Score, Step
from kzrules.phrases import phrases
from kzrules.program import Row, Table
from kzrules.reading_nodes import in_language
from kzrules.report import code_label, fact_label, field_label
from kzrules.scope import FULL
from kzrules.values import Mark, Missing, shown
from kzrules.words import words

_PLACES, _SMALL = 4, Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the explanation and what stands below it."""

    text: str
    inner: list[Branch] = field(default_factory=list)


def explanation(assessment: Assessment, edition: Edition, path: str = "", lang: str = "ru") -> Branch | None:
    """The tree of a whole assessment, or of the part that `path` names; None when there is no such part."""
    teller = _Teller(assessment, edition, lang)
    if not path:
        return teller.whole()
    for score in assessment.walk():
        if path in (score.rule.path, score.rule.id):
            return teller.score(score)
        for line in score.lines:
            if path in (line.line.id, f"{score.rule.path}.{line.line.id}"):
                return teller.line(line)
    return None


def branch_lines(branch: Branch, lead: str = "", last: bool = True, top: bool = True) -> Iterator[str]:
    """The tree as text lines."""
    yield branch.text if top else f"{lead}{'└─ ' if last else '├─ '}{branch.text}"
    below = "" if top else lead + ("   " if last else "│  ")
    for index, inner in enumerate(branch.inner):
        yield from branch_lines(inner, below, index == len(branch.inner) - 1, top=False)


def _looked_up(step: Step) -> Input | None:
    """The one name that a formula is, when it is no more than a name."""
    if step.what == "formula" and step.formula is not None and isinstance(step.formula.tree, ast.Name) and not step.inner and len(step.inputs) == 1:
        return step.inputs[0]
    return None


def _more(value: Fraction) -> int:
    """How many places more a very small number needs to be told from nothing: as many as zeros stand before its first digit."""
    return len(str(int(1 / abs(value)))) - 1 if 0 < abs(value) < _SMALL else 0


def _names_below(step: Step) -> set[str]:
    return {i.name for i in step.inputs} | {name for s in step.inner for name in _names_below(s)}


class _Teller:
    def __init__(self, assessment: Assessment, edition: Edition, lang: str) -> None:
        self.assessment = assessment
        self.edition = edition
        self.lang = lang
        self.say = phrases(lang)
        self.names: dict[str, str] = {}

    def whole(self) -> Branch:
        """The overall score, then every direction."""
        a, say = self.assessment, self.say
        weights = a.program.overall.weights
        grade = f" — {in_language(a.band.label, self.lang)}" if a.band else ""
        cite = self._cite(a.program.overall.cite)
        head = f"{a.body.title(self.lang)}. {in_language(a.program.overall.label, self.lang)} = {self.number(a.score)}{grade}{cite}"
        inner = (
            [] if isinstance(a.exact, Missing) or a.exact == a.score else [Branch(f"{say['rounded']}: {shown(a.exact, self.lang, 6)} = {a.exact}")]
        )
        inner += self._lack(a.missing) if isinstance(a.score, Missing) else []
        for score in a.directions:
            branch = self.score(score)
            inner.append(Branch(f"{say['weight']} {self.number(weights.get(score.rule.id, Fraction(0)))} × {branch.text}", branch.inner))
        return Branch(head, inner)

    def score(self, score: Score) -> Branch:
        """A rule: its value, then how it came about."""
        rule = score.rule
        children = [self.score(child) for child in score.children]
        self.names = {child.rule.id: in_language(child.rule.label, self.lang) for child in score.children}
        most = "" if rule.maximum is None else f" {self.say['of']} {self.number(rule.maximum)}"
        head = f"{in_language(rule.label, self.lang)} = {self.number(score.value)}{most}{self._cite(rule.cite)} [{rule.path}]"
        inner: list[Branch] = []
        if isinstance(score.value, Missing) and not score.children:
            inner += self._lack(score.value)
        if score.special:
            text = f"{self.say['special']}: {self._formula(score.special.when)}{self._cite(score.special.cite)}"
            inner.append(Branch(text, [self.input(i) for s in score.steps if s.what == "special" for i in s.inputs]))
        inner += [self.step(step) for step in score.steps if step.what != "special"]
        inner += [self.line(line) for line in score.lines]
        if score.children and rule.score is None and not score.special:
            inner.append(Branch(self.say["sum_of_parts"]))
        inner += children
        inner += self._deductions(score)
        inner += [self.reading(name) for name in score.readings]
        return Branch(head, inner)

    def _deductions(self, score: Score) -> Iterator[Branch]:
        if any(d.value != 0 for d in score.deductions):
            yield Branch(f"{self.say['before']}: {self.number(score.before)}")
        for deduction in score.deductions:
            yield self._deduction(deduction)
        if score.rule.floor is not None and not isinstance(score.value, Missing) and score.value == score.rule.floor:
            yield Branch(f"{self.say['floor']} {self.number(score.rule.floor)}")

    def _deduction(self, score: DeductionScore) -> Branch:
        deduction = score.deduction
        counted = deduction.per or deduction.when
        label = in_language(deduction.label, self.lang) or (self._formula(counted) if counted else deduction.id)
        cap = "" if deduction.cap is None else f", {self.say['cap']} {self.number(deduction.cap)}"
        return Branch(
            f"{self.say['off']}: {label} = {self.number(score.value)}{cap}{self._cite(deduction.cite)}", [self.input(i) for i in score.inputs]
        )

    def line(self, line: LineScore) -> Branch:
        """A checklist line: what it earned, and its answers."""
        answers = "; ".join(f"{i.name.rpartition('.')[2] if '.' in i.name else i.name}: {self.value(i.value)}{self._at(i)}" for i in line.answers)
        earned = f"{self.number(line.value)} {self.say['of']} {self.number(line.maximum)}"
        head = f"{in_language(line.line.label, self.lang)} = {earned}{self._cite(line.line.cite)}"
        inner = [self.step(step) for step in line.steps if step.what != "formula" or step.inner]
        return Branch(f"{head} ({answers})" if answers else head, inner)

    def step(self, step: Step) -> Branch:
        """One computed value."""
        inner = [i for s in step.inner if (i := _looked_up(s)) is not None]
        below = [self.step(s) for s in step.inner if _looked_up(s) is None]
        if step.what == "let" and inner and not below:
            return Branch(f"{step.name} = {self._label(inner[0].name)} = {self.value(step.value)}{self._at(inner[0])}")
        told = {i.name for i in inner} | {s.name for s in step.inner}
        inputs = [*inner, *(i for i in step.inputs if i.name and i.name not in told)]
        if step.what == "element":
            seen = {name for s in step.inner for name in _names_below(s)}
            inputs = [i for i in inputs if i.name not in seen]
        return Branch(self._head(step), [self.input(i) for i in inputs] + below)

    def _head(self, step: Step) -> str:
        say, value = self.say, self.value(step.value)
        match step.what:
            case "formula" if step.formula is not None:
                return f"{self._formula(step.formula)} = {value}"
            case "table" if step.table is not None:
                hole = f" ({say['hole']})" if step.row is not None and step.row.hole else ""
                row = "" if step.row is None else f", {say['row']} {self._row(step.row, step.table)}{hole}"
                of = self.value(step.inputs[0].value)
                return f"«{in_language(step.table.label, self.lang)}»: {of}{row} → {value}{self._cite(step.table.cite)}"
            case "list":
                return f"{self._label(step.name)} → {value}"
            case "cap":
                return f"{say['cap']}: +{value}"
            case "cohort":
                return f"{say['cohort']} = {value}"
            case "normalise":
                return f"{say['normalised'].format(pool=say[step.name])} = {value}"
            case "least" | "greatest":
                return f"{say['the_' + step.what]} = {value} ({step.name})"
            case "left_out":
                return f"{say['left_out']}: {step.name}"
            case _:
                return f"{step.name} = {value}"

    def _row(self, row: Row, table: Table) -> str:
        return row.printed or in_language(code_label(row.code, table, self.edition), self.lang) or interval_text(row)

    def input(self, given: Input) -> Branch:
        """A name that a formula looked up, with its place in the data."""
        return Branch(f"{self._label(given.name)} = {self.value(given.value)}{self._at(given)}")

    def reading(self, name: str) -> Branch:
        """A reading the value rests on: the question, the answer taken, how sure."""
        reading = self.edition.readings[name]
        option = reading.options[self.assessment.program.choices[name]]
        question, answer = in_language(reading.question, self.lang), in_language(option.label, self.lang)
        return Branch(f"{self.say['reading']} {name} ({self.say[reading.confidence]}): {question} — {answer}")

    def _lack(self, missing: Missing) -> list[Branch]:
        known = [Branch(f"{self.say['missing']}: {in_language(fact_label(f, self.edition), self.lang) or f} [{f}]") for f in sorted(missing.facts)]
        return known + [Branch(f"{self.say['undecided']}: {sentence}") for sentence in missing.sentences(self.lang)]

    def number(self, value: Any) -> str:
        """A score for people."""
        return "—" if isinstance(value, Missing) else shown(value, self.lang)

    def value(self, value: Any) -> str:
        """Any value for people."""
        match value:
            case bool():
                return self.say["yes" if value else "no"]
            case Missing():
                return "—"
            case Mark():
                return value.value
            case Fraction():
                return shown(value, self.lang, _PLACES + _more(value))
            case _:
                return str(value)

    def _formula(self, formula: Any) -> str:
        return words(formula.tree, self._label, self.lang)

    def _label(self, name: str) -> str:
        if name == FULL:
            return self.say["maximum"]
        if name in self.names:
            return f"«{self.names[name]}»"
        label = in_language(fact_label(name, self.edition) or field_label(name, self.edition), self.lang)
        return f"«{label}»" if label else name

    def _at(self, given: Input) -> str:
        return f" ({given.place})" if given.place else ""

    def _cite(self, cite: Any) -> str:
        text = cite.text(self.lang) if cite else ""
        return f" ({text})" if text else ""
