"""The integer form as a Python function: the standard library only, for single bodies and small cohorts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kzrules.compiled.integers import Node, Part, Parts, in_order, inside
from kzrules.compiled.lowering import roots_of

Values = Mapping[str, int | bool]
Compiled = Callable[[Values], list[Any]]
_DEPTH = 20
"""How deep expressions are nested before a name is given."""


def one_fraction(parts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A sum of fractions as one, not reduced."""
    over, below = parts[0]
    for n, d in parts[1:]:
        if d == below:
            over += n
        else:
            over, below = over * d + n * below, below * d
    return over, below


def scaled(fraction: tuple[int, int], factor: int) -> tuple[int, int]:
    """A fraction times a whole number."""
    return fraction[0] * factor, fraction[1]


def rounded_whole(over: int, below: int, mode: str) -> int:
    """A fraction rounded to a whole number; the denominator is above nothing."""
    size = abs(over)
    match mode:
        case "half_up":
            whole = (2 * size + below) // (2 * below)
        case "half_even":
            whole, rest = divmod(size, below)
            whole += 2 * rest > below or (2 * rest == below and whole % 2 == 1)
        case _:
            whole = size // below
    return whole if over >= 0 else -whole


def python_function(outputs: Sequence[Parts | Node]) -> tuple[Compiled, str]:
    """A function from answers to the value of each output (a fraction not reduced, or a condition), and its source.

    What is used once is written where it is used: it is computed only if the condition before it wants it.
    """
    lines: list[str] = []
    names: dict[Node, str] = {}
    roots = roots_of(outputs)
    order = in_order(roots)
    used = Counter(inner for node in order for inner in inside(node)) + Counter(roots)
    used.update(inner for node in order if node.op in ("least", "greatest") for inner in inside(node))  # written twice there
    depth: dict[Node, int] = {}
    for node in order:
        depth[node] = 1 + max((depth[inner] for inner in inside(node)), default=0)
        if used[node] == 1 and depth[node] < _DEPTH:
            names[node] = f"({_expression(node, names)})"
            continue
        names[node], depth[node] = f"n{node.serial}", 0
        lines.append(f"    n{node.serial} = {_expression(node, names)}")
    shown = [names[output] if isinstance(output, Node) else f"one_fraction({_pairs(output, names)})" for output in outputs]
    source = "\n".join(["def compiled(v):", *lines, f"    return [{', '.join(shown)}]"])
    scope: dict[str, Any] = {"one_fraction": one_fraction, "rounded_whole": rounded_whole, "scaled": scaled}
    exec(compile(source, "<integer form>", "exec"), scope)  # noqa: S102 - our own source: names of answers stand in it as quoted text only
    return scope["compiled"], source


def _pairs(parts: Parts, names: Mapping[Node, str]) -> str:
    return "(" + ", ".join(f"({names[part.over]}, {_below(part, names)})" for part in parts) + ",)"


def _below(part: Part, names: Mapping[Node, str]) -> str:
    factors = [*([str(part.scale)] if part.scale != 1 or not part.by else []), *(names[node] for node in part.by)]
    return " * ".join(factors)


def _expression(node: Node, names: Mapping[Node, str]) -> str:
    args = node.args
    match node.op:
        case "input" | "flag":
            return f"v[{args[0]!r}]"
        case "sum":
            terms = [names[inner] if times == 1 else f"{times} * {names[inner]}" for inner, times in args[1]]
            return " + ".join([*terms, *([str(args[0])] if args[0] or not terms else [])])
        case "product":
            return f"{names[args[0]]} * {names[args[1]]}"
        case "least" | "greatest":
            a, b = names[args[0]], names[args[1]]
            return f"{a} if {a} {'<' if node.op == 'least' else '>'} {b} else {b}"
        case "choice":
            return f"{names[args[1]]} if {names[args[0]]} else {names[args[2]]}"
        case "rounded":
            parts, factor, mode = args
            if len(parts) == 1:
                over = names[parts[0].over] if factor == 1 else f"{factor} * {names[parts[0].over]}"
                return f"rounded_whole({over}, {_below(parts[0], names)}, {mode!r})"
            return f"rounded_whole(*scaled(one_fraction({_pairs(parts, names)}), {factor}), {mode!r})"
        case "constant":
            return str(args[0])
        case "not":
            return f"not {names[args[0]]}"
        case "and" | "or":
            return f" {node.op} ".join(names[arg] for arg in args)
        case _:
            sign = {"negative": "<", "not_positive": "<=", "nothing": "=="}[node.op]
            over = names[args[0][0].over] if len(args[0]) == 1 else f"one_fraction({_pairs(args[0], names)})[0]"
            return f"{over} {sign} 0"
