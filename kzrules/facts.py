"""Facts of bodies: a file (or the same shape as Python data) to typed values with places.

Every fault of the file is returned at once; a body is only used when its file has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kzrules.answers import answer_from_text
from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.dictionary import LANGUAGES, Constraint, Dictionary, FactSpec
from kzrules.exact import ExactEvaluator
from kzrules.guess import guesses
from kzrules.nodes import Fields, Items, Node, Text, node_of, read_nodes
from kzrules.place import NOWHERE, Place
from kzrules.program import KINDS, Kind
from kzrules.reading_nodes import Labels, fields, items, labels, text
from kzrules.shape import shape_faults
from kzrules.values import FactValue, Mark, Missing, Single, decimal_text

_TODO = ("пустую форму даёт kzrules facts РЕДАКЦИЯ --kind central", "kzrules facts EDITION --kind central prints an empty form")


@dataclass(frozen=True, slots=True)
class Body:
    """One assessed body and its facts of one assessed year.

    Attributes:
        period: the assessed year; None for facts given through the API without one.
        values: by name; a fact that is not there is Missing.
        places: where each value stands, by name (`services[2].channel`, `od_list.kk`).

    """

    id: str
    kind: Kind
    name: Labels
    values: Mapping[str, FactValue]
    places: Mapping[str, Place] = field(default_factory=dict)
    place: Place = NOWHERE
    period: int | None = None

    def value(self, fact: str) -> FactValue:
        """The value of a fact, Missing with its name when the file does not give it."""
        found = self.values.get(fact)
        return Missing(frozenset([fact])) if found is None else found

    def title(self, lang: str = "ru") -> str:
        """The body's name in a language, else its id."""
        return self.name.get(lang) or self.name.get("ru") or self.id


@dataclass(frozen=True, slots=True)
class Cohort:
    """All bodies of one run, of one assessed year or several, with the hash of their data."""

    bodies: tuple[Body, ...]
    sha256: str

    @property
    def periods(self) -> tuple[int | None, ...]:
        """The assessed years, oldest first."""
        return tuple(sorted({body.period for body in self.bodies}, key=lambda p: p or 0))

    def of(self, period: int | None) -> Cohort:
        """The bodies of one assessed year."""
        return Cohort(tuple(body for body in self.bodies if body.period == period), self.sha256)


def cohort_from_bytes(data: bytes, file: str, dictionary: Dictionary) -> tuple[Cohort | None, list[Diagnostic]]:
    """The bodies of a facts file (YAML or JSON), or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "facts")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    bodies = []
    for node in items(top.get("bodies")):
        entry = fields(node)
        name, place = text(entry["body"]), entry["body"].place
        year = text(entry.get("period") or top.get("period"))
        if not year:
            faults.append(Diagnostic("KZ621", place, {"body": name}))
        values, places, found = facts_from_node(entry["facts"], dictionary)
        faults += found
        kind: Kind = text(entry["kind"])  # type: ignore[assignment]
        bodies.append(Body(name, kind, labels(entry.get("name")), values, places, place, int(year) if year else None))
    faults += repeated(bodies)
    if errors(faults):
        return None, in_file_order(faults)
    return Cohort(tuple(bodies), hashlib.sha256(data).hexdigest()), in_file_order(faults)


def repeated(bodies: Iterable[Body]) -> Iterator[Diagnostic]:
    """Bodies that stand twice for the same assessed year."""
    seen: dict[tuple[str, int | None], Place] = {}
    for body in bodies:
        key = (body.id, body.period)
        if key in seen:
            yield Diagnostic("KZ514", body.place, {"body": body.id, "first": seen[key]})
        seen.setdefault(key, body.place)


def body_from_python(data: Mapping[str, Any], dictionary: Dictionary) -> tuple[Body, list[Diagnostic]]:
    """A body from Python data of the same shape as a record of a facts file."""
    values, places, faults = facts_from_node(node_of(data.get("facts", {})), dictionary)
    known = ("body", "kind", "name", "period", "facts")
    for key in sorted(set(data) - set(known)):
        faults.append(Diagnostic("KZ101", NOWHERE, {"key": key, **guesses(key, known)}))
    period = data.get("period")
    if period is not None and (not isinstance(period, int) or isinstance(period, bool)):
        faults.append(Diagnostic("KZ622", NOWHERE, {"value": period}))
    kind = data.get("kind")
    if kind not in KINDS:
        faults.append(Diagnostic("KZ518", NOWHERE, {"value": kind}))
    name = data.get("name") or {}
    body = Body(str(data.get("body", "body")), kind, name if isinstance(name, Mapping) else {"ru": str(name)}, values, places, NOWHERE, period)  # type: ignore[arg-type]
    return body, faults


def facts_from_node(node: Node, dictionary: Dictionary) -> tuple[dict[str, FactValue], dict[str, Place], list[Diagnostic]]:
    """Typed values, their places, and every fault: unknown names, wrong answers, contradictions."""
    reader = _Reader(dictionary)
    if not isinstance(node, Fields):
        expected = {"expected_ru": "поля вида «имя: значение»", "expected_en": "a mapping"}
        said = {"key": "facts", **expected, "found_ru": "нечто иное", "found_en": "something else"}
        reader.faults.append(Diagnostic("KZ103", node.place, said))
    else:
        for name, part in node.entries.items():
            spec = dictionary.facts.get(name)
            if spec is None:
                reader.faults.append(Diagnostic("KZ501", node.keys[name], {"name": name, **guesses(name, dictionary.facts)}))
            else:
                reader.values[name] = reader.fact(part, spec, name)
    reader.contradictions()
    return reader.values, reader.places, reader.faults


class _Reader:
    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.values: dict[str, FactValue] = {}
        self.places: dict[str, Place] = {}
        self.faults: list[Diagnostic] = []

    def fact(self, node: Node, spec: FactSpec, name: str) -> FactValue:
        self.places[name] = node.place
        if spec.type == "list":
            return self._list(node, spec, name)
        if spec.per_language:
            return self._languages(node, spec, name)
        return self._single(node, spec, name)

    def _single(self, node: Node, spec: FactSpec, name: str, path: str = "") -> Single:
        self.places[path or name] = node.place
        if not isinstance(node, Text):
            shape = "{ }" if isinstance(node, Fields) else "[ ]"
            code = {"yes_no": "KZ515", "choice": "KZ512", "defects": "KZ520"}.get(spec.type, "KZ502")
            values = {"name": name, "label": spec.title(), "value": shape, "allowed": ", ".join(spec.choices), **guesses("", spec.choices)}
            self.faults.append(Diagnostic(code, node.place, values))
            return Missing(frozenset([name]))
        value, faults = answer_from_text(node, spec, name)
        self.faults += faults
        return value

    def _languages(self, node: Node, spec: FactSpec, name: str) -> FactValue:
        if isinstance(node, Text) and node.value.strip() == "-":
            return dict.fromkeys(LANGUAGES, Missing(frozenset([name])))
        if isinstance(node, Text) and node.value.strip() == "n/a":
            return dict.fromkeys(LANGUAGES, self._single(node, spec, name))
        if not isinstance(node, Fields) or set(node.entries) != set(LANGUAGES):
            self.faults.append(Diagnostic("KZ511", node.place, {"name": name, "label": spec.title()}))
            return dict.fromkeys(LANGUAGES, Missing(frozenset([name])))
        return {lang: self._single(part, spec, name, f"{name}.{lang}") for lang, part in node.entries.items()}

    def _list(self, node: Node, spec: FactSpec, name: str) -> FactValue:
        if isinstance(node, Text) and node.value.strip() == "-":
            return Missing(frozenset([name]))
        if not isinstance(node, Items) or not all(isinstance(item, Fields) for item in node.items):
            self.faults.append(Diagnostic("KZ519", node.place, {"name": name, "label": spec.title()}))
            return Missing(frozenset([name]))
        seen: set[str] = set()
        records = []
        for index, item in enumerate(node.items):
            assert isinstance(item, Fields)
            records.append(self._record(item, spec, name, index))
            key = text(item.get(spec.key))
            if key in seen:
                self.faults.append(Diagnostic("KZ517", item.place, {"name": name, "value": key}))
            if key:
                seen.add(key)
        return tuple(records)

    def _record(self, node: Fields, spec: FactSpec, name: str, index: int) -> dict[str, Single]:
        record: dict[str, Single] = {}
        for key, part in node.entries.items():
            inner = spec.fields.get(key)
            if inner is None:
                self.faults.append(Diagnostic("KZ501", node.keys[key], {"name": key, **guesses(key, spec.fields)}))
            else:
                record[key] = self._single(part, inner, f"{name}.{key}", f"{name}[{index}].{key}")
        return record

    def contradictions(self) -> None:
        """What the dictionary says must hold; unknown values contradict nothing."""
        evaluator = ExactEvaluator()
        for constraint in self.dictionary.constraints:
            if not constraint.within:
                self._contradiction(evaluator, constraint, self.values, "")
                continue
            records = self.values.get(constraint.within)
            for index, record in enumerate(records if isinstance(records, tuple) else ()):
                self._contradiction(evaluator, constraint, record, f"{constraint.within}[{index}].")

    def _contradiction(self, evaluator: ExactEvaluator, constraint: Constraint, known: Mapping[str, Any], prefix: str) -> None:
        names = sorted(constraint.that.names, key=constraint.that.text.index)
        if not all(name in known for name in names):
            return
        if evaluator.value(constraint.that, lambda name: known[name]) is False:
            place = self.places.get(prefix + names[0], NOWHERE)
            said = ", ".join(f"{n} = {_said(known[n])}" for n in names)
            self.faults.append(Diagnostic("KZ510", place, {"that": constraint.that.text, "values": said}))


def _said(value: Any) -> str:
    return decimal_text(value) if isinstance(value, Fraction) else value.value if isinstance(value, Mark) else str(value)
