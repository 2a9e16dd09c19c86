"""Worked cases of an edition: a file beside it that a jurist can read, and its runner. Exact equality, no margins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.edition import Edition, choice_faults
from kzrules.facts import Body, facts_from_node
from kzrules.guess import guesses
from kzrules.library import Library, read_file, shown_path
from kzrules.nodes import Fields, Node, Text, read_nodes
from kzrules.outcome import Assessment
from kzrules.place import Place
from kzrules.program import KINDS, Kind, Line, Program
from kzrules.reading_nodes import citation, fields, items, text, words_of
from kzrules.scoring import Run
from kzrules.shape import shape_faults
from kzrules.values import Missing, exact_text
from kzrules.walk import pieces

_TODO = ("образец — случаи рядом с любой редакцией", "see the cases beside any edition")
MISSING = "-"
UNSCORED = "not scored"
_EXACT = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60}|/[0-9]{1,60})?")


@dataclass(frozen=True, slots=True)
class Case:
    """One expectation set: facts given, results expected (`-` for Missing), readings chosen."""

    name: str
    edition: str
    cite: Citation | None
    kind: Kind
    period: int | None
    given: Fields
    cohort: tuple[tuple[Kind, Fields], ...]
    readings: Mapping[str, str]
    expect: Mapping[str, str]
    missing: tuple[str, ...] | None
    place: Place


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that did not hold."""

    case: Case
    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases with the edition it is about."""

    edition: Edition
    cases: tuple[Case, ...]


def cases_from_path(path: Path, library: Library) -> tuple[CaseFile | None, list[Diagnostic]]:
    """The cases of a file and their edition, or None and every fault."""
    file = shown_path(path)
    root, faults = read_nodes(read_file(path), file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "cases")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    edition, found = _edition(top["edition"], path, library)
    faults += found
    if edition is None:
        return None, in_file_order(faults)
    reader = _Reader(edition, fields(top.get("sets")), faults)
    cases = tuple(case for node in items(top["cases"]) for case in reader.cases(node))
    for case in cases:
        faults += facts_from_node(case.given, edition.dictionary)[2]
        for _, facts in case.cohort:
            faults += facts_from_node(facts, edition.dictionary)[2]
    if errors(faults):
        return None, in_file_order(faults)
    return CaseFile(edition, cases), in_file_order(faults)


def _edition(node: Node, path: Path, library: Library) -> tuple[Edition | None, list[Diagnostic]]:
    name = text(node)
    beside = path.with_name(path.name.replace(".cases.yaml", ".yaml"))
    if beside.is_file() and beside != path:
        edition, faults = library.read_path(beside)
        if edition is None or edition.id == name:
            return edition, faults
    if name in library.files:
        return library.read(name)
    return None, [Diagnostic("KZ607", node.place, {"name": name})]


class _Reader:
    def __init__(self, edition: Edition, sets: Mapping[str, Node], faults: list[Diagnostic]) -> None:
        self.edition = edition
        self.sets = sets
        self.faults = faults
        self._paths: dict[tuple[str, int | None, tuple[tuple[str, str], ...]], list[str]] = {}

    def cases(self, node: Node) -> Iterator[Case]:
        whole = fields(node)
        rows = items(whole.get("rows"))
        if not rows and "expect" not in whole:
            self.faults.append(Diagnostic("KZ603", node.place))
        if not rows:
            yield self._case(whole, {}, node.place, "")
        for index, row in enumerate(rows):
            yield self._case(whole, fields(row), row.place, f" [{index + 1}]")

    def _case(self, whole: Mapping[str, Node], row: Mapping[str, Node], place: Place, suffix: str) -> Case:
        def own(key: str) -> Node | None:
            return row[key] if key in row else whole.get(key)

        given = self._facts(row, self._facts(whole, Fields({}, {}, place)))
        kind: Kind = text(own("kind"), "central")  # type: ignore[assignment]
        readings = {r: text(o) for part in (whole, row) for r, o in fields(part.get("readings")).items()}
        wrong = choice_faults(self.edition.readings, readings, place)
        self.faults += wrong
        period = self._period(own("period"), place)
        paths = self._scored(kind, {} if wrong else readings, period)
        missing = own("missing")
        return Case(
            name=text(whole["name"]) + suffix,
            edition=self.edition.id,
            cite=citation(whole.get("cite")),
            kind=kind,
            period=period,
            given=given,
            cohort=tuple(self._other(other, place) for other in items(own("cohort"))),
            readings=readings,
            expect=self._expected(own("of"), own("expect"), paths),
            missing=None if missing is None else tuple(text(m) for m in items(missing)),
            place=place,
        )

    def _other(self, node: Node, place: Place) -> tuple[Kind, Fields]:
        entry = fields(node)
        facts = self._facts(entry, Fields({}, {}, place))
        return text(entry["kind"]), _laid(facts, entry.get("facts"))  # type: ignore[return-value]

    def _facts(self, part: Mapping[str, Node], base: Fields) -> Fields:
        """`base` with the sets that `part` names laid over it in order, then its own `given`."""
        for word in words_of(part.get("from")):
            if word.value in self.sets:
                base = _laid(base, self.sets[word.value])
            else:
                self.faults.append(Diagnostic("KZ602", word.place, {"name": word.value, **guesses(word.value, self.sets)}))
        return _laid(base, part.get("given"))

    def _expected(self, of: Node | None, expect: Node | None, paths: list[str]) -> dict[str, str]:
        if isinstance(expect, Text):
            if of is None:
                self.faults.append(Diagnostic("KZ608", expect.place))
                return {}
            return {self._path(of, paths): self._number(expect)}
        found = {}
        for name, node in fields(expect).items():
            if name in ("overall", "grade"):
                found[name] = text(node) if name == "grade" else self._number(node)
            else:
                found[self._path(Text(name, True, node.place), paths)] = self._number(node)
        return found

    def _number(self, node: Node) -> str:
        word = text(node).strip()
        try:
            if word == MISSING:
                return MISSING
            if _EXACT.fullmatch(word):
                return exact_text(Fraction(word))
        except ZeroDivisionError:
            pass
        self.faults.append(Diagnostic("KZ604", node.place, {"value": word}))
        return MISSING

    def _scored(self, kind: Kind, readings: Mapping[str, str], period: int | None) -> list[str]:
        key = (kind, period, tuple(sorted(readings.items())))
        if key not in self._paths:
            self._paths[key] = scored_paths(self.edition.program(kind, readings, period))
        return self._paths[key]

    def _period(self, node: Node | None, place: Place) -> int | None:
        """The assessed year of a case, as one of the edition's years; a needed year that is not given is a fault."""
        try:
            return self.edition.year(int(text(node)) if node is not None else None)
        except Faults as faults:
            self.faults += [replace(fault, place=place) for fault in faults.diagnostics]
            return self.edition.years[-1]

    def _path(self, node: Node, paths: list[str]) -> str:
        word = text(node)
        found = [p for p in paths if p == word] or [p for p in paths if p.endswith("." + word)]
        if len(found) == 1:
            return found[0]
        if found:
            self.faults.append(Diagnostic("KZ606", node.place, {"name": word, "paths": ", ".join(found)}))
        else:
            known = [p.rpartition(".")[2] for p in paths]
            self.faults.append(Diagnostic("KZ601", node.place, {"name": word, **guesses(word, known)}))
        return word


def scored_paths(program: Program) -> list[str]:
    """Everything of a program that gets a score: rules by path, checklist lines below their rule."""
    paths = list(program.rules)
    for path, rule in program.rules.items():
        paths += [f"{path}.{piece.id}" for piece in pieces(rule) if isinstance(piece, Line)]
    return paths


def _laid(base: Fields, over: Node | None) -> Fields:
    if not isinstance(over, Fields):
        return base
    return Fields({**base.entries, **over.entries}, {**base.keys, **over.keys}, over.place)


def run_case(case: Case, edition: Edition) -> list[Failure]:
    """Every expectation of a case that does not hold."""
    return failures_of(case, {kind: edition.program(kind, case.readings, case.period) for kind in KINDS}, bodies_of(case, edition))


def failures_of(case: Case, programs: Mapping[Kind, Program], bodies: list[Body]) -> list[Failure]:
    """Every expectation of a case that does not hold under the programs, for its bodies."""
    assessment = Run(programs, bodies).assess(bodies[0])
    results = results_of(assessment)
    failures = []
    for what, expected in case.expect.items():
        found = results.get(what, UNSCORED)
        if found != expected:
            failures.append(Failure(case, what, expected, found))
    if case.missing is not None:
        found = ", ".join(sorted(_lack(assessment, case).facts))
        expected = ", ".join(sorted(case.missing))
        if found != expected:
            failures.append(Failure(case, "missing", expected, found))
    return failures


def bodies_of(case: Case, edition: Edition) -> list[Body]:
    """The body of a case, then the others of its cohort."""
    bodies = [_body("case", case.kind, case.given, edition)]
    return bodies + [_body(f"other{n}", kind, facts, edition) for n, (kind, facts) in enumerate(case.cohort)]


def _lack(assessment: Assessment, case: Case) -> Missing:
    whole = Missing()
    for score in assessment.walk():
        for path, value in ((score.rule.path, score.value), *((f"{score.rule.path}.{line.line.id}", line.value) for line in score.lines)):
            if path in case.expect and isinstance(value, Missing):
                whole = whole | value
    if "overall" in case.expect:
        whole = whole | assessment.missing
    return whole


def _body(name: str, kind: Kind, facts: Fields, edition: Edition) -> Body:
    values, places, _ = facts_from_node(facts, edition.dictionary)
    return Body(name, kind, {}, values, places)


def results_of(assessment: Assessment) -> dict[str, str]:
    """Every result by path, exact; `-` where it is Missing."""
    found: dict[str, Any] = {"overall": assessment.score, "grade": assessment.grade or MISSING}
    for score in assessment.walk():
        found[score.rule.path] = score.value
        for line in score.lines:
            found[f"{score.rule.path}.{line.line.id}"] = line.value
    return {path: value if isinstance(value, str) else MISSING if isinstance(value, Missing) else exact_text(value) for path, value in found.items()}
