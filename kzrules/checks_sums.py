"""Checks of sums: weights, and maxima from the parts up to the whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction

from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.nodes import Fields
from kzrules.program import Lookup, Program, Rule
from kzrules.reading_nodes import fields
from kzrules.scope import INDICATORS
from kzrules.values import decimal_text

_ZERO = Fraction(0)


def weights(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """The weights of the directions add up to 1, and every direction has one."""
    total = sum(program.overall.weights.values(), _ZERO)
    node = fields(edition.root.get("overall")).get("weights")
    if total != 1:
        place = node.place if node is not None else edition.root.keys["overall"]
        yield Diagnostic("KZ303", place, {"sum": decimal_text(total)}, program.overall.cite)
    for direction in program.directions:
        if direction.id not in program.overall.weights:
            yield Diagnostic("KZ317", direction.place, {"name": direction.id}, program.overall.cite)


def points(program: Program, _: Edition) -> Iterator[Diagnostic]:
    """A table that is the score of a rule gives no more than the rule's maximum."""
    for rule in program.rules.values():
        if isinstance(rule.score, Lookup) and rule.maximum is not None:
            for row in rule.score.table.rows:
                if row.points is not None and row.points > rule.maximum:
                    values = {"table": rule.score.table.id, "points": decimal_text(row.points), "rule": rule.path, "max": decimal_text(rule.maximum)}
                    yield Diagnostic("KZ318", row.place, values, rule.score.table.cite)


def maxima(program: Program, _: Edition) -> Iterator[Diagnostic]:
    """A rule that is the sum of its parts has the sum of their maxima."""
    for rule in program.rules.values():
        total = _of_parts(rule)
        if total is not None and rule.maximum is not None and _is_off(rule):
            values = {"rule": rule.path, "sum": decimal_text(total), "max": decimal_text(rule.maximum), "kind": program.kind}
            yield Diagnostic("KZ306", rule.place, values, rule.cite)


def missing_maxima(program: Program, _: Edition) -> Iterator[Diagnostic]:
    """A rule whose parts all have maxima has one too."""
    for rule in program.rules.values():
        if rule.maximum is None and _of_parts(rule) is not None:
            yield Diagnostic("KZ352", rule.place, {"rule": rule.path}, rule.cite)


def _of_parts(rule: Rule) -> Fraction | None:
    """The sum of the maxima of the parts, where each has one."""
    parts = [child.maximum for child in rule.children]
    return None if not parts or None in parts else sum((m for m in parts if m is not None), _ZERO)


def _is_off(rule: Rule) -> bool:
    """Whether a sum has not the maxima of its parts, nor a cap that keeps it below them."""
    total, maximum = _of_parts(rule), rule.maximum
    return total is not None and maximum is not None and total != maximum and _is_sum(rule) and not (rule.cap == maximum < total)


def _is_sum(rule: Rule) -> bool:
    """Whether the score is the sum of the parts, rounded or not."""
    if rule.score is None:
        return True
    tree = rule.score.tree if isinstance(rule.score, Formula) else None
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "round_half_up":
        tree = tree.args[0]
    if isinstance(tree, ast.Name) and tree.id == INDICATORS:
        return True
    return tree is not None and sorted(_terms(tree)) == sorted(child.id for child in rule.children)


def _terms(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _terms(left)
            yield from _terms(right)
        case ast.Name(id=name):
            yield name
        case _:
            yield ""


def overall_maximum(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """The maxima of the directions, weighted, give the maximum of the whole; where they do not, a reading asks about a maximum."""
    printed, weighted = program.overall.maximum, program.overall.weights
    parts = {direction.id: direction.maximum for direction in program.directions}
    if printed is None or None in parts.values() or set(weighted) != set(parts) or sum(weighted.values()) != 1:
        return
    if any(map(_is_off, program.directions)):
        return  # that comes first: KZ306 says it
    total = sum((weighted[name] * maximum for name, maximum in parts.items() if maximum is not None), _ZERO)
    asked = {name for rule in program.rules.values() for name in rule.readings} | set(program.overall.readings)
    if total != printed and not any(sets_a_maximum(name, edition) for name in asked):
        place = edition.root.keys["overall"]
        values = {"sum": decimal_text(total), "max": decimal_text(printed), "kind": program.kind}
        yield Diagnostic("KZ351", place, values, program.overall.cite)


def sets_a_maximum(reading: str, edition: Edition) -> bool:
    """Whether an option of a reading changes a maximum: then the sums above it are its own consequence."""
    keys = (option.keys for option in edition.readings[reading].options.values())
    return any("max" in own or any("max" in part.entries for part in own.values() if isinstance(part, Fields)) for own in keys)
