"""Decision tables of the DMN TCK in our edition language: a translator for tests, and what does not translate.

The document that explains the correspondence is docs/dmn.md. Inputs become facts, texts become codes, each output
column becomes a criterion, each rule an exception. Outcomes are numbers here: a text outcome is its place, from 1,
among the output's values (in the order the table declares them, else that of its rules).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

KIT = Path(__file__).resolve().parents[2] / "shared" / "data" / "dmn-tck" / "level-2-tables.json"
LISTS = {"RULE ORDER", "OUTPUT ORDER"}
_COMPARISON = re.compile(r"(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)")


class DoesNotFit(Exception):
    """The language has no construct for this table; the text says which."""


@dataclass(frozen=True)
class Table:
    """One decision table: `when` has a condition for each rule (None: always), `then` a value for each output."""

    name: str
    policy: str
    aggregation: str
    inputs: Mapping[str, Mapping[str, Any]]
    outputs: Mapping[str, Mapping[str, int]]
    when: Sequence[str | None]
    then: Sequence[Sequence[Fraction]]
    default: Sequence[Fraction] | None


def snake(name: str) -> str:
    """`RiskCategory` → `risk_category`, `Approved/Declined` → `approved_declined`."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()).strip("_")


def texts(written: str | None) -> list[str]:
    """The texts of a list in quotes."""
    return re.findall(r'"([^"]*)"', written or "")


def kit() -> list[dict[str, Any]]:
    """Every table of the kit with its cases."""
    return json.loads(KIT.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def name_of(entry: Mapping[str, Any]) -> str:
    """`0004-simpletable-U`."""
    return str(entry["source"]).rpartition("/")[2]


# ── reading a table ──


def table_of(entry: Mapping[str, Any]) -> Table:
    """The table, or DoesNotFit with the reason."""
    (raw,) = entry["tables"]
    policy, aggregation = raw["hit_policy"], raw["aggregation"] or ""
    if policy in LISTS or (policy == "COLLECT" and not aggregation):
        raise DoesNotFit(f"{policy}: the outcome is a list of all rules that hold")
    inputs = {snake(i["expression"]): {"values": [], "yes_no": False} for i in raw["inputs"]}
    when = [_condition(rule["when"], inputs) for rule in raw["rules"]]
    for declared, spec in zip(raw["inputs"], inputs.values(), strict=True):
        spec["values"] = list(dict.fromkeys([*texts(declared["values"]), *spec["values"]]))
    outputs: dict[str, dict[str, int]] = {}
    for column, output in enumerate(raw["outputs"]):
        said = [text for rule in raw["rules"] for text in texts(rule["then"][column])]
        known = list(dict.fromkeys([*texts(output["values"]), *said]))
        outputs[snake(output["name"] or raw["decision"])] = {text: place for place, text in enumerate(known, 1)}
    then = [[_number(cell, codes) for cell, codes in zip(rule["then"], outputs.values(), strict=True)] for rule in raw["rules"]]
    defaults = [output["default"] for output in raw["outputs"]]
    default = [_number(cell, codes) for cell, codes in zip(defaults, outputs.values(), strict=True)] if all(defaults) else None
    table = Table(name_of(entry), policy, aggregation, inputs, outputs, when, then, default)
    ranked = [column for column, output in enumerate(raw["outputs"]) if output["values"]]
    return _by_priority(table, ranked) if policy == "PRIORITY" else table


def _by_priority(table: Table, ranked: Sequence[int]) -> Table:
    """Rules in the order of the outcomes that the table ranks: the first that holds is the one with the highest priority."""
    order = sorted(range(len(table.when)), key=lambda i: [table.then[i][column] for column in ranked])
    picked = ([table.when[i] for i in order], [table.then[i] for i in order])
    return Table(table.name, table.policy, table.aggregation, table.inputs, table.outputs, *picked, table.default)


def _number(cell: str, codes: Mapping[str, int]) -> Fraction:
    (text, *_) = texts(cell) or [""]
    return Fraction(codes[text]) if text else Fraction(cell)


def _condition(tests: Sequence[str], inputs: Mapping[str, dict[str, Any]]) -> str | None:
    parts = [_test(test, name, spec) for test, (name, spec) in zip(tests, inputs.items(), strict=True) if test.strip() != "-"]
    return " and ".join(parts) or None


def _test(test: str, name: str, spec: dict[str, Any]) -> str:
    """One unary test as a condition: `>=18`, `"Medium","Low"`, `true`."""
    if test in ("true", "false"):
        spec["yes_no"] = True
        return name if test == "true" else f"not {name}"
    comparison = _COMPARISON.fullmatch(test.strip())
    if comparison:
        return f"{name} {comparison[1]} {comparison[2]}"
    if not re.fullmatch(r'\s*"[^"]*"(\s*,\s*"[^"]*")*\s*', test):
        raise DoesNotFit(f"the test {test} is neither a comparison, nor a list of texts, nor true or false")
    spec["values"] += texts(test)
    said = " or ".join(f"{name} == '{snake(text)}'" for text in texts(test))
    return f"({said})" if len(texts(test)) > 1 else said


# ── writing an edition ──


def dictionary_text(table: Table) -> str:
    """The dictionary of the table's inputs."""
    facts = {}
    for name, spec in table.inputs.items():
        shape: dict[str, Any] = {"type": "number"}
        if spec["yes_no"]:
            shape = {"type": "yes_no"}
        elif spec["values"]:
            shape = {"type": "choice", "choices": {snake(text): {"ru": text} for text in spec["values"]}}
        facts[name] = {"label": {"ru": name}, **shape}
    return _yaml({"facts": facts})


def edition_text(table: Table) -> str:
    """The whole edition: a criterion for each output, and a second one with a point table where the input is one number."""
    criteria: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for column, output in enumerate(table.outputs):
        rule = _collected(table) if table.policy == "COLLECT" else _first_hit(table, column)
        criteria[output] = {"label": {"ru": output}, "cite": {"item": "1"}, "max": _max(table, column), **rule}
    if is_one_number(table):
        (name,) = table.inputs
        (output,) = table.outputs
        score = {"table": "rows", "of": name}
        criteria[f"{output}_as_table"] = {"label": {"ru": output}, "cite": {"annex": "1"}, "max": _max(table, 0), "score": score}
        tables = {"tables": {"rows": {"label": {"ru": output}, "cite": {"annex": "1"}, "rows": rows(table)}}}
    whole = {
        "edition": "dmn/2000-01",
        "title": {"ru": table.name},
        "act": {"id": "V0000000000", "adopted": [{"by": {"ru": "пример"}, "number": "0", "date": "2000-01-01"}]},
        "in_force": {"from": "2000-01-01"},
        "applies_to": {"from": 2000},
        "overall": {"label": {"ru": "Итог"}, "cite": {"item": "1"}, "weights": {"d": 1}, "rounding": {"places": 2, "mode": "half_up"}},
        "bands": [{"grade": "any", "label": {"ru": "любая"}, "cite": {"item": "1"}}],
        "directions": {"d": {"label": {"ru": "Таблица"}, "cite": {"item": "1"}, "criteria": criteria}},
        **tables,
    }
    return re.sub(r"'(2000-01-01)'", r"\1", _yaml(whole))


def _first_hit(table: Table, column: int) -> dict[str, Any]:
    """UNIQUE, ANY, PRIORITY (already in order) and FIRST: the first exception that holds; none of them, the default or undecided."""
    exceptions: list[dict[str, Any]] = []
    for when, then in zip(table.when, table.then, strict=True):
        if when is None:
            return {"exceptions": exceptions, "score": figure(then[column])}
        exceptions.append({"when": when, "score": figure(then[column])})
    if table.default is not None:
        return {"exceptions": exceptions, "score": figure(table.default[column])}
    return {"exceptions": [*exceptions[:-1], _nothing(table)], "score": exceptions[-1]["score"]}


def _nothing(table: Table) -> dict[str, Any]:
    return {"when": f"not ({' or '.join(f'({when})' for when in table.when)})", "undecided": {"ru": "ни одно правило не подходит"}}


def _collected(table: Table) -> dict[str, Any]:
    """COLLECT: the sum, count, least or greatest of the outcomes of all rules that hold."""
    parts = list(zip(table.when, (figure(then[0]) for then in table.then), strict=True))
    match table.aggregation:
        case "SUM":
            score = " + ".join(f"({value} if {when} else 0)" for when, value in parts)
        case "COUNT":
            return {"score": " + ".join(f"(1 if {when} else 0)" for when, _ in parts)}
        case "MIN" | "MAX" as function:
            beaten = figure((max if function == "MIN" else min)(then[0] for then in table.then))
            score = f"{function.lower()}({', '.join(f'{value} if {when} else {beaten}' for when, value in parts)})"
        case other:
            raise DoesNotFit(f"COLLECT {other}")
    return {"exceptions": [_nothing(table)], "score": score}


def figure(value: Fraction) -> Any:
    """An exact decimal as YAML writes it."""
    return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)


def _max(table: Table, column: int) -> Any:
    outcomes = [then[column] for then in table.then]
    match table.aggregation:
        case "SUM":
            return figure(sum(outcomes, Fraction(0)))
        case "COUNT":
            return len(outcomes)
        case _:
            return figure(max(outcomes))


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value)))


def _yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


# ── a point table instead ──


def is_one_number(table: Table) -> bool:
    """Whether one number decides alone, so that the act could print it as a point table."""
    return len(table.inputs) == 1 and len(table.outputs) == 1 and all(when and _COMPARISON.search(when) for when in table.when)


def rows(table: Table) -> list[dict[str, Any]]:
    """The same decision as half-open rows: where no rule holds, the row is a hole."""
    tests = [_COMPARISON.search(when or "") for when in table.when]
    edges = sorted({Fraction(test[2]) for test in tests if test})
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    samples = [edges[0] - 1, *(point for pair in zip(edges, [*between, edges[-1] + 1], strict=True) for point in pair)]
    found: list[tuple[dict[str, Any], Fraction | None]] = []
    for index, sample in enumerate(samples):
        outcome = _outcome(table, sample)
        if index % 2:  # an edge itself: joins the row before, or begins the next
            edge = figure(edges[index // 2])
            if outcome == found[-1][1]:
                found[-1][0]["to"] = edge
            else:
                found[-1][0]["below"] = edge
                found.append(({"from": edge}, outcome))
        elif not found or outcome != found[-1][1]:
            if found:
                edge = figure(edges[index // 2 - 1])
                found[-1][0].setdefault("to", edge)
                found.append(({"above": edge}, outcome))
            else:
                found.append(({}, outcome))
        else:
            found[-1][0].pop("to", None)
    return [{**row, **({"hole": True} if outcome is None else {"points": figure(outcome)})} for row, outcome in found]


def _outcome(table: Table, value: Fraction) -> Fraction | None:
    held = [then[0] for when, then in zip(table.when, table.then, strict=True) if _holds(when or "", value)]
    match table.aggregation:
        case "COUNT":
            return Fraction(len(held))
        case "SUM":
            return sum(held, Fraction(0)) if held else None
        case "MIN" | "MAX":
            return (min if table.aggregation == "MIN" else max)(held, default=None)
        case _:
            return held[0] if held else None


def _holds(when: str, value: Fraction) -> bool:
    test = _COMPARISON.search(when)
    assert test
    edge = Fraction(test[2])
    return {"<": value < edge, "<=": value <= edge, ">": value > edge, ">=": value >= edge}[test[1]]


# ── cases ──


def facts_text(table: Table, case: Mapping[str, Any]) -> str:
    """The facts file of one case."""
    facts = {snake(name): _fact(value) for name, value in case["inputs"].items()}
    body = {"body": f"case-{case['id']}", "kind": "central", "facts": facts}
    return _yaml({"period": 2000, "bodies": [body]})


def _fact(value: Any) -> Any:
    match value:
        case bool():
            return "yes" if value else "no"
        case {"number": text}:
            return int(text)
        case _:
            return snake(value)


def expected(table: Table, case: Mapping[str, Any]) -> dict[str, Fraction]:
    """The outcome that the kit expects, by output."""
    ((_, result),) = case["results"].items()
    if isinstance(result, Mapping) and "number" not in result:
        return {snake(name): Fraction(table.outputs[snake(name)][text]) for name, text in result.items()}
    ((name, codes),) = table.outputs.items()
    return {name: Fraction(result["number"]) if isinstance(result, Mapping) else Fraction(codes[result])}
