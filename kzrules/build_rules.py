"""Builders of rules: directions, criteria, indicators, the overall score and the bands, for one body kind."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kzrules.build_normalise import mean_of_normalised, score_from_node
from kzrules.build_parts import Parts
from kzrules.diagnostic import Diagnostic
from kzrules.guess import guesses
from kzrules.nodes import Fields, Node, Text
from kzrules.place import Place
from kzrules.program import Band, Deduction, Overall, Program, Rounding, Rule
from kzrules.reading_nodes import citation, fields, items, key_places, labels, number, text
from kzrules.scope import Scope

_LEVELS = ("direction", "criterion", "indicator")
_ZERO = Fraction(0)


def rules_from_node(node: Node | None, parts: Parts, prefix: str = "", level: int = 0) -> tuple[Rule, ...]:
    """The rules of a mapping that exist for the kind, in the order of the file."""
    places = key_places(node)
    found = []
    for name, part in fields(node).items():
        path = f"{prefix}.{name}" if prefix else name
        rule = _rule(path, part, parts, places[name], level)
        if rule is not None:
            found.append(rule)
    return tuple(found)


def _rule(path: str, node: Node, parts: Parts, place: Place, level: int) -> Rule | None:
    entry, readings = parts.open(node, "rule")
    kinds = [text(k) for k in items(entry.get("kinds"))]
    if (kinds and parts.kind not in kinds) or not parts.applies(entry.get("applies_to")):
        return None
    name = path.rpartition(".")[2]
    children = rules_from_node(entry.get("criteria") or entry.get("indicators"), parts, path, level + 1)
    before = len(parts.faults)
    cite = citation(entry.get("cite"))
    maximum = parts.number(entry.get("max"))
    scope = Scope(
        parts.dictionary,
        let=parts.shared,
        children=frozenset(child.id for child in children),
        has_full=maximum is not None,
        facts=parts.facts,
        faults=parts.faults,
    )
    let = parts.lets(entry.get("let"), scope)
    score = entry.get("score")
    if score is None and not children:
        parts.faults.append(Diagnostic("KZ313", place, {"rule": name}))
    minimum = parts.by_kind(entry.get("min"))
    rule = Rule(
        id=name,
        path=path,
        level=_LEVELS[min(level, 2)],  # type: ignore[arg-type]
        label=labels(entry.get("label")),
        cite=cite,
        maximum=maximum,
        minimum=_ZERO if minimum is None else number(minimum),
        let={own: let[own] for own in fields(entry.get("let"))},
        specials=parts.specials(entry.get("exceptions"), scope),
        score=None if score is None else score_from_node(score, scope, parts, children),
        children=children,
        deductions=tuple(_deduction(d, part, parts, scope) for d, part in fields(entry.get("deductions")).items()),
        deductions_cap=parts.number(entry.get("deductions_cap")),
        floor=parts.number(entry.get("floor")),
        cap=parts.number(entry.get("cap")),
        readings=readings,
        better={fact: text(way) for fact, way in fields(entry.get("better")).items()},  # type: ignore[misc]
        place=place,
    )
    parts.faults += mean_of_normalised(rule)
    parts.cited(before, cite)
    return rule


def _deduction(name: str, node: Node, parts: Parts, scope: Scope) -> Deduction:
    entry, readings = parts.open(node, "deduction")
    return Deduction(
        id=name,
        label=labels(entry.get("label")),
        points=parts.value(entry.entries["points"], scope),
        per=parts.formula(entry.get("per"), scope),
        when=parts.formula(entry.get("when"), scope, "yes_no"),
        cap=parts.number(entry.get("cap")),
        cite=citation(entry.get("cite")),
        readings=readings,
        place=entry.place,
    )


def overall_from_node(node: Node, parts: Parts, directions: tuple[Rule, ...]) -> Overall:
    """The overall score: weights are exact constants (`0.5`, `1/3`)."""
    entry, readings = parts.open(node, "overall")
    weights = {}
    known = [rule.id for rule in directions]
    for name, part in fields(entry.get("weights")).items():
        if name not in known:
            parts.faults.append(Diagnostic("KZ315", part.place, {"name": name, **guesses(name, known)}))
        else:
            weights[name] = _constant(parts.by_kind(part), parts)
    if not weights:
        parts.faults.append(Diagnostic("KZ102", node.place, {"key": "weights", "where": "overall"}))
    minimum = parts.by_kind(entry.get("min"))
    return Overall(
        label=labels(entry.get("label")),
        cite=citation(entry.get("cite")),
        weights=weights,
        of=text(entry.get("of"), "after_deductions"),  # type: ignore[arg-type]
        rounding=parts.rounding(entry.get("rounding")) or Rounding(2, "half_up"),
        maximum=parts.number(entry.get("max")),
        minimum=_ZERO if minimum is None else number(minimum),
        readings=readings,
    )


def _constant(node: Node | None, parts: Parts) -> Fraction:
    """A weight: a number, or a fraction of whole numbers as the schema admits it."""
    figure = number(node)
    if figure is not None or not isinstance(node, Text):
        return figure or _ZERO
    top, _, bottom = node.value.partition("/")
    if not int(bottom):
        parts.faults.append(Diagnostic("KZ322", node.place, {"value": node.value}))
        return _ZERO
    return Fraction(int(top), int(bottom))


def bands_from_node(node: Node | None, parts: Parts) -> tuple[Band, ...]:
    """The scale, in the order of the file."""
    return tuple(_band(part, parts) for part in items(node))


def _band(node: Node, parts: Parts) -> Band:
    entry, _ = parts.open(node, "band")
    return Band(
        grade=text(entry.get("grade")),
        label=labels(entry.get("label")),
        low=number(entry.get("from")),
        high=number(entry.get("below")),
        printed=text(entry.get("printed")),
        cite=citation(entry.get("cite")),
        place=node.place,
    )


def all_rules(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """Every rule, parents before children."""
    for rule in rules:
        yield rule
        yield from all_rules(rule.children)


def program_from_node(edition: str, root: Fields, parts: Parts) -> Program:
    """The whole program for the kind that `parts` was made for."""
    top = root.entries
    directions = rules_from_node(top.get("directions"), parts)
    overall = overall_from_node(top["overall"], parts, directions)
    return Program(
        edition=edition,
        kind=parts.kind,
        choices={r: parts.chooser.choices.get(r, reading.default) for r, reading in parts.chooser.readings.items()},
        overall=overall,
        bands=bands_from_node(top.get("bands"), parts),
        directions=directions,
        let=parts.shared,
        facts=frozenset(parts.facts),
        rules={rule.path: rule for rule in all_rules(directions)},
    )
