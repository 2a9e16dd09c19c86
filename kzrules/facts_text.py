"""A facts file with one body, from its values: what `kzrules eval` reads back to the same values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kzrules.facts import Body
from kzrules.values import Mark, Missing, decimal_text


def facts_text(body: Body, period: int, head: Iterable[str]) -> str:
    """The YAML of a body's facts, under comment lines.

    Args:
        body: whose facts.
        period: the assessed year.
        head: lines of the comment on top.

    """
    lines = [f"# {line}".rstrip() for line in head]
    lines += ["", f"period: {period}", "fictional: true", "bodies:", f"  - body: {body.id}", f"    kind: {body.kind}", "    facts:"]
    for name, value in body.values.items():
        lines += _fact(name, value)
    return "\n".join(lines) + "\n"


def cohort_text(bodies: Iterable[Body], head: Iterable[str]) -> str:
    """The YAML of several bodies, each with its own assessed year, under comment lines."""
    lines = [*(f"# {line}".rstrip() for line in head), "", "bodies:"]
    for body in bodies:
        lines += [f"  - body: {json.dumps(body.id, ensure_ascii=False)}", f"    kind: {body.kind}"]
        lines += [f"    period: {body.period}"] if body.period is not None else []
        if body.name:
            lines.append("    name: {" + ", ".join(f"{lang}: {json.dumps(name, ensure_ascii=False)}" for lang, name in body.name.items()) + "}")
        lines.append("    facts:" if body.values else "    facts: {}")
        for name, value in body.values.items():
            lines += _fact(name, value)
    return "\n".join(lines) + "\n"


def _fact(name: str, value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [f"      {name}:{'' if value else ' []'}", *(f"        - {_fields(record)}" for record in value)]
    return [f"      {name}: {_fields(value) if isinstance(value, Mapping) else answer_text(value)}"]


def _fields(record: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {answer_text(value)}" for key, value in record.items()) + "}"


def answer_text(value: Any) -> str:
    """One answer as a facts file writes it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Mark():
            return value.value
        case Missing():
            return '"-"'
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return decimal_text(value)
