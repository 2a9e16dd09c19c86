"""The integer form as lines for people: what is read, every step, how large it can become, what comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kzrules.compiled.integers import Node, Parts, in_order
from kzrules.compiled.lowered import LoweredProgram
from kzrules.compiled.lowering import roots_of
from kzrules.compiled.magnitudes import Interval, input_intervals, magnitudes

_SIGNS = {"negative": "< 0", "not_positive": "≤ 0", "nothing": "= 0"}
_WORDS = {"least": "min", "greatest": "max", "and": " и ", "or": " или "}
_EXACT_DOUBLES, _EXACT_WORDS = 2**53, 2**63


def listing(lowered: LoweredProgram) -> Iterator[str]:
    """The lines of the integer form of a program."""
    program = lowered.program
    yield f"{program.edition}, {program.kind}: целочисленная форма; дробь n/d не сокращается, делится только при округлении, вниз до целого"
    numbers = magnitudes(roots_of([*(one.value for one in lowered.gathered), *lowered.wanted]), input_intervals(lowered.questions))
    names: dict[Node, str] = {}
    inner = [part for one in lowered.gathered for part in (one.value, one.counted, one.open)]
    for node in in_order(roots_of([*inner, *lowered.wanted])):
        if node.op in ("input", "flag"):
            names[node] = str(node.args[0])
        elif node.figure is not None:
            names[node] = str(node.figure)
        else:
            names[node] = f"n{node.serial}"
            size = f"   {_size(numbers[node])}" if node in numbers else ""
            yield f"  n{node.serial} = {_said(node, names)}{size}"
    for one in lowered.gathered:
        gather = one.gather
        yield f"{gather.total} = сумма по записям списка «{gather.over}»: {_parts(one.value, names)}; засчитана, если {names[one.counted]}"
    pairs = zip(lowered.outputs, lowered.wanted[::2], lowered.wanted[1::2], strict=True)
    for output, number, missing in pairs:
        assert not isinstance(number, Node)
        assert isinstance(missing, Node)
        unless = "" if missing.args == (False,) else f", кроме {names[missing]}"
        yield f"{output} = {_parts(number, names)}{unless}"


def _said(node: Node, names: Mapping[Node, str]) -> str:
    args = node.args
    match node.op:
        case "sum":
            return _added([*((times, names[inner]) for inner, times in args[1]), *([(args[0], "")] if args[0] else [])])
        case "product":
            return f"{names[args[0]]}·{names[args[1]]}"
        case "least" | "greatest":
            return f"{_WORDS[node.op]}({names[args[0]]}, {names[args[1]]})"
        case "choice":
            return f"{names[args[1]]}, если {names[args[0]]}, иначе {names[args[2]]}"
        case "rounded":
            return f"округлить({args[1]}·({_parts(args[0], names)}), {args[2]})"
        case "constant":
            return "да" if args[0] else "нет"
        case "not":
            return f"не {names[args[0]]}"
        case "and" | "or":
            return _WORDS[node.op].join(names[arg] for arg in args)
        case _:
            return f"{_parts(args[0], names)} {_SIGNS[node.op]}"


def _parts(parts: Parts, names: Mapping[Node, str]) -> str:
    shown = []
    for part in parts:
        below = "·".join([*([str(part.scale)] if part.scale != 1 else []), *(names[node] for node in part.by)])
        shown.append(f"{names[part.over]}/({below})" if "·" in below else f"{names[part.over]}/{below}" if below else names[part.over])
    return " + ".join(shown).replace("+ -", "− ")


def _added(terms: list[tuple[int, str]]) -> str:
    """`2·a − b + 5`."""
    text = ""
    for times, name in terms:
        size = name if abs(times) == 1 and name else f"{abs(times)}·{name}" if name else str(abs(times))
        text += (" − " if times < 0 else " + ") + size
    return text.removeprefix(" + ").strip().replace("− ", "−", 1) if text.startswith(" −") else text.removeprefix(" + ")


def _size(interval: Interval) -> str:
    low, high = interval
    if low is None or high is None:
        return f"[{'…' if low is None else low}; {'…' if high is None else high}]"
    most = max(abs(low), abs(high))
    where = "double" if most < _EXACT_DOUBLES else "int64" if most < _EXACT_WORDS else "больше int64"
    return f"[{low}; {high}] {where}"
