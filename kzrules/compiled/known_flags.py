"""An integer form for a batch in which some conditions are the same everywhere: what hangs on them is settled before any row is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kzrules.compiled.integers import Integers, Node, Part, Parts, in_order

_SIGNS: Mapping[str, Callable[[int], bool]] = {
    "negative": lambda figure: figure < 0,
    "not_positive": lambda figure: figure <= 0,
    "nothing": lambda figure: figure == 0,
}


def with_known(roots: Iterable[Node], known: Mapping[str, bool]) -> dict[Node, Node]:
    """Each root as the node that it comes to where the named conditions are known."""
    roots = list(roots)
    if not known:
        return {root: root for root in roots}
    made: dict[Node, Node] = {}
    integers = Integers()
    for node in in_order(roots):
        made[node] = _made(node, made, integers, known)
    return {root: made[root] for root in roots}


def _made(node: Node, made: Mapping[Node, Node], i: Integers, known: Mapping[str, bool]) -> Node:
    args: tuple[Any, ...] = node.args
    match node.op:
        case "input":
            return i.input(args[0])
        case "flag":
            return i.truth(known[args[0]]) if args[0] in known else i.flag(args[0])
        case "constant":
            return i.truth(args[0])
        case "sum":
            return i.total(((made[inner], times) for inner, times in args[1]), args[0])
        case "product":
            return i.product(made[args[0]], made[args[1]])
        case "least" | "greatest":
            return (i.least if node.op == "least" else i.greatest)(made[args[0]], made[args[1]])
        case "choice":
            return i.choice(*(made[arg] for arg in args))
        case "rounded":
            return i.rounded(_parts(args[0], made), args[1], args[2])
        case "not":
            return i.no(made[args[0]])
        case "and" | "or":
            return i.joined(node.op, (made[arg] for arg in args))
        case _:
            parts = _parts(args[0], made)
            figure = parts[0].over.figure if len(parts) == 1 else None
            return i.sign(node.op, parts) if figure is None else i.truth(_SIGNS[node.op](figure))


def _parts(parts: Parts, made: Mapping[Node, Node]) -> Parts:
    """Fractions; those that have become nothing are left out, if any other is left."""
    found = tuple(Part(made[part.over], part.scale, tuple(made[node] for node in part.by)) for part in parts)
    return tuple(part for part in found if part.over.figure != 0) or found[:1]
