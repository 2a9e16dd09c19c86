"""Ways to break a file: its letters, its lines, and the tree that it writes."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kzrules.nodes import Fields, Items, Node, Text, read_nodes

HERE = Path(__file__).parent
SCALARS = (
    "", "''", "\"\"", "-", "--", "~", "null", "yes", "no", "true", "false", "on", "n/a", "absent", "open", "none", "central", "local",
    "full", "indicators", "0", "-0", "00", "010", "-1", "-5", "1", "2", "100", "0.1", "-0.1", ".5", "5.", "1e9", "1_000", "0x1F", "1,5",
    "1/3", "1/0", "0/0", "2/-1", "99/", "/", "NaN", "nan", ".inf", "-inf", "Infinity", "9" * 19, "9" * 60, "0." + "3" * 40, "٣", "²", "१",
    "１", "½", "2018", "2018-13-45", "10.01.2018", "12:30", "services", "services_total", "services_late", "site_symbols", "monitoring_mark",
    "channel", "points", "timeliness", "improvement", "k", "interaction/2018-01", "services_total / 0",
    "services_total + services_late_previous", "services + 1", "not services_total", "channel == 'x'", "x if", "(((", "a.b", "max()",
    "abs('a')", "'a'", "1 < 2", "1 == 1", "0 - 1", "full / full", "min(full, full)", "applicable(channel)", "__import__('os')", "lambda: 1",
    "k k", "k;k", "k #", "\\", "асе", "sеrvices", "services_tоtal", "\u202eabc", "\ufeff", "\x00", "\x85", "\u2028", "\ud7ff", "\U0010ffff",
    "{0}", "{name}", "%s", "}{", "«»", "&a 1", "*a", "!!int 1", "!x", "<<", "{}", "[]", "{a: 1}", "[1, [2]]", "{ru: x}", "{central: 1}",
    "{local: services_total}", "{table: x, of: 1}",
)  # fmt: skip
LETTERS = "{}[]:,-'\"#&*!|>%@`~?/\\ \t\n\r.0159aeк\u0451\u202e\ufeff\u0000\u2028"


# ── letters and lines ──


@st.composite
def broken_text(draw: st.DrawFn, text: str) -> str:
    """The text with a few letters or lines deleted, repeated, swapped or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        joint = draw(st.sampled_from(["", "\n"]))
        parts = text.split("\n") if joint else list(text)
        if len(parts) < 2:
            return text
        at, to = draw(st.integers(0, len(parts) - 1)), draw(st.integers(0, len(parts) - 1))
        match draw(st.sampled_from(["delete", "repeat", "swap", "move", "cut", "replace", "replace"])):
            case "delete":
                del parts[at]
            case "repeat":
                parts.insert(to, parts[at])
            case "swap":
                parts[at], parts[to] = parts[to], parts[at]
            case "move":
                parts.insert(to, parts.pop(at))
            case "cut":
                parts = parts[:at]
            case _ if joint:
                parts[at] = re.sub(r": .*", lambda _: ": " + draw(st.sampled_from(SCALARS)), parts[at], count=1)
            case _:
                parts[at] = draw(st.sampled_from(LETTERS))
        text = joint.join(parts)
    return text


# ── the tree ──


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar as it is written."""

    written: str


@cache
def _tree(text: str) -> Any:
    root, faults = read_nodes(text.encode(), "whole.yaml")
    assert root is not None
    assert not faults
    return _of(root)


def _of(node: Node) -> Any:
    match node:
        case Fields(entries=entries):
            return {key: _of(part) for key, part in entries.items()}
        case Items(items=items):
            return [_of(part) for part in items]
        case Text(value=value, plain=plain):
            return Leaf(value if plain and re.fullmatch(r"-?[\w./-]+", value, re.ASCII) else json.dumps(value))


def _written(tree: Any) -> str:
    match tree:
        case dict():
            return "{" + ", ".join(f"{_written(key)}: {_written(part)}" for key, part in tree.items()) + "}"
        case str():
            return json.dumps(tree)
        case list():
            return "[" + ", ".join(map(_written, tree)) + "]"
        case _:
            return str(tree.written)


def _spots(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with each of its keys."""
    for key, part in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
        yield tree, key
        if not isinstance(part, Leaf):
            yield from _spots(part)


@st.composite
def broken_tree(draw: st.DrawFn, text: str) -> str:
    """The file written anew with one to three of its parts dropped, replaced, exchanged, repeated or renamed."""
    tree = copy.deepcopy(_tree(text))
    for _ in range(draw(st.integers(1, 3))):
        spots = list(_spots(tree))
        (home, key), (other, far) = spots[draw(st.integers(0, len(spots) - 1))], spots[draw(st.integers(0, len(spots) - 1))]
        match draw(st.sampled_from(["drop", "scalar", "scalar", "quoted", "copy", "copy", "rename", "wrap", "like"])):
            case "drop":
                del home[key]
            case "scalar":
                home[key] = Leaf(_in_flow(draw(st.sampled_from(SCALARS))))
            case "quoted":
                home[key] = Leaf(json.dumps(draw(st.sampled_from(SCALARS) | st.text(max_size=12))))
            case "copy":
                home[key] = copy.deepcopy(other[far])
            case "rename" if isinstance(home, dict) and draw(st.booleans()):
                home[Leaf(draw(st.sampled_from(["{}", "[a]", "? a", "<<", "&a b", "!x y", "a: b", ""])))] = home.pop(key)
            case "rename" if isinstance(home, dict):
                home[draw(st.sampled_from([str(far), *SCALARS]))] = home.pop(key)
            case "wrap":
                home[key] = draw(
                    st.sampled_from([[home[key]], {"central": home[key]}, {"x": home[key]}, [], {}, {"local": home[key], "central": home[key]}])
                )
            case "like":
                alike = [spot for spot in spots if spot[1] == key]
                home[key] = copy.deepcopy(alike[draw(st.integers(0, len(alike) - 1))][0].get(key)) if isinstance(home, dict) else home[key]
            case _:
                pass
        if not tree:
            break
    return _written(tree)


def _in_flow(scalar: str) -> str:
    """A scalar that can stand inside brackets: as it is where that is possible, else quoted."""
    bare = scalar and (scalar[0] in "&*!{['\"" or not re.search(r"[,\[\]{}:#\x00-\x1f\x85\u2028]", scalar))
    return scalar if bare else json.dumps(scalar)


# ── formulas ──

TOKENS = (
    "+", "-", "*", "/", "(", ")", ",", "<", "<=", "==", "!=", "if", "else", "and", "or", "not", "in", "is", "**", "//", "%", ":=", ".", "[",
    "]", "lambda", "max", "min", "abs", "percent", "share", "round_half_up", "applicable", "sum", "eval", "0", "1", "0.5", "100", "-1",
    "1e3", "'link'", "'x y'", "''", "None", "services_total", "services_late", "services", "monitoring_mark", "channel", "mobile_mode",
    "ic_unit", "site_symbols", "full", "indicators", "improvement", "k",
)  # fmt: skip


@st.composite
def broken_formula(draw: st.DrawFn, written: list[str]) -> str:
    """A formula with a few of its tokens deleted, swapped or replaced."""
    tokens = re.findall(r"\w+(?:\.\d+)?|'\w*'|[<>=!]=|\S", draw(st.sampled_from(written)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(tokens)))
        tokens[at : at + draw(st.integers(0, 1))] = draw(st.lists(st.sampled_from(TOKENS), max_size=2))
    return " ".join(tokens)


NAMES = (
    *("services_total", "services_late", "ic_unit", "ic_plans_approved", "mobile_mode", "site_symbols", "site_general", "services", "full", "k"),
    *("0", "1", "0.5", "'link'", "monitoring_mark", "channel", "documents_obtained", "standard_approved", "improvement", "blog_questions"),
)


@st.composite
def unlike(draw: st.DrawFn, deep: int = 2) -> str:
    """A formula of the grammar that does not care what is a number, a condition, a code, an answer or a list."""
    if deep == 0 or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(NAMES))
    one, other = draw(unlike(deep - 1)), draw(unlike(deep - 1))
    signs = ["+", "-", "*", "/", "<", "<=", ">", "==", "!=", "and", "or"]
    calls = ["max", "min", "percent", "share"]
    return draw(
        st.one_of(
            st.sampled_from(signs).map(lambda sign: f"({one} {sign} {other})"),
            st.sampled_from(calls).map(lambda call: f"{call}({one}, {other})"),
            st.sampled_from([f"-({one})", f"not ({one})", f"abs({one})", f"applicable({one})", f"round_half_up({one}, 2)"]),
            st.just(f"({one} if {other} else {draw(st.sampled_from(NAMES))})"),
        )
    )
