"""Builder of the score of a rule where it may be a normalisation over the bodies of the run, and what may not look at other bodies twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from kzrules.build_parts import Parts
from kzrules.diagnostic import Diagnostic
from kzrules.formula import Formula
from kzrules.nodes import Fields, Node, Text
from kzrules.program import CohortMean, Normalise, Number, Rule, Value
from kzrules.reading_nodes import text
from kzrules.scope import INDICATORS, Scope
from kzrules.values import Missing
from kzrules.walk import pieces


def score_from_node(node: Node, scope: Scope, parts: Parts, children: tuple[Rule, ...]) -> Value:
    """The score of a rule: any value, or a normalisation."""
    here = parts.by_kind(node)
    if isinstance(here, Fields) and "normalise" in here.entries:
        return _normalise(here.entries["normalise"], scope, parts, children, everywhere=here is node)
    return parts.value(node, scope)


def _normalise(node: Node, scope: Scope, parts: Parts, children: tuple[Rule, ...], *, everywhere: bool) -> Value:
    entry, readings = parts.open(node, "normalise")
    whole = entry.entries["value"]
    value = parts.value(whole, scope)
    equal, equal_readings = parts.open(entry.entries["when_equal"], "when_equal")
    outcome = parts.outcome(equal, scope)
    to = parts.number(entry.get("to"))
    if outcome is None or to is None:
        lacking = ("score", "when_equal") if outcome is None else ("to", "normalise")
        parts.faults.append(Diagnostic("KZ102", entry.place, {"key": lacking[0], "where": lacking[1]}))
        return Number(Fraction(0), entry.place)
    assert isinstance(outcome, Value | Missing)  # the shape admits no mean there
    for name in sorted(_looking_around(value, scope.let, children)):
        parts.faults.append(Diagnostic("KZ910", whole.place, {"name": name}))
    one_fact = everywhere and isinstance(whole, Text) and isinstance(value, Formula)
    named = text(whole) if one_fact and text(whole) not in {*scope.let, *scope.children} else ""
    return Normalise(
        value=value,
        fact=named if named in parts.dictionary.facts else "",
        pool=text(entry.get("over")),  # type: ignore[arg-type]
        better=text(entry.get("better")),  # type: ignore[arg-type]
        to=to,
        when_equal=outcome,
        equal_readings=equal_readings,
        readings=readings,
        place=entry.place,
    )


def _looking_around(value: Value, let: Mapping[str, Value], children: Iterable[Rule]) -> Iterator[str]:
    """The parts that a value looks at, at once or through `let`, and that look at other bodies; the pool of a mean right inside it."""
    around = {child.id for child in children if _looks_around(child)}
    waiting: list[Value] = [value]
    seen: set[str] = set()
    while waiting:
        for piece in pieces(waiting.pop()):
            if isinstance(piece, CohortMean):
                yield f"cohort: {piece.pool}"
            for name in piece.names if isinstance(piece, Formula) else ():
                if name in let and name not in seen:
                    seen.add(name)
                    waiting.append(let[name])
                elif name == INDICATORS and around:
                    yield INDICATORS
                elif name in around:
                    yield name


def _looks_around(rule: Rule) -> bool:
    return any(isinstance(piece, CohortMean | Normalise) for piece in pieces(rule)) or any(map(_looks_around, rule.children))


def mean_of_normalised(rule: Rule) -> Iterator[Diagnostic]:
    """A mean over other bodies of a score that is itself made by looking at other bodies."""
    if any(isinstance(piece, CohortMean) for piece in pieces(rule)):
        found = next((inner for inner in _with_parts(rule) if isinstance(inner.score, Normalise)), None)
        if found is not None:
            yield Diagnostic("KZ911", rule.place, {"rule": rule.id, "part": found.id}, rule.cite)


def _with_parts(rule: Rule) -> Iterator[Rule]:
    yield rule
    for child in rule.children:
        yield from _with_parts(child)
