"""Which mutants the cases miss: a summary, each with its place, and a case to paste that notices it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kzrules.boundary_cases import Boundary
from kzrules.case_coverage import percent
from kzrules.coverage_text import percent_text
from kzrules.mutation import Tried
from kzrules.nodes import plain_value
from kzrules.values import decimal_text, terminates

_SUMMARY = {
    "ru": "{edition}: замечено изменений {killed} из {whole} ({share}); равнозначных {equivalent}; таких, с которыми файл не читается, {refused}",
    "kk": "{edition}: байқалған өзгерістер {killed} / {whole} ({share}); тең мағыналы {equivalent}; файл оқылмайтындары {refused}",
    "en": "{edition}: changes noticed {killed} of {whole} ({share}); equivalent {equivalent}; refused when the file is read {refused}",
}
_SURVIVED = {
    "ru": "Ни один случай не замечает (случай, который заметит, — под изменением; проверьте его ожидание по акту, прежде чем вставить):",
    "kk": "Бірде-бір мысал байқамайды (байқайтын мысал өзгерістің астында; қоймас бұрын күтілетін санды акт бойынша тексеріңіз):",
    "en": "No case notices (a case that would stands below; check what it expects against the act before pasting it):",
}
_NONE = {
    "ru": "различающий случай не найден: возможно, изменение равнозначно",
    "kk": "ажырататын мысал табылмады: өзгеріс тең мағыналы болуы мүмкін",
    "en": "no case found that tells them apart: the change may be equivalent",
}


def summary_text(edition: str, tried: list[Tried], equivalent: int, lang: str) -> str:
    """One line: how many changes the cases notice."""
    killed, whole = counts(tried, equivalent)
    refused = sum(t.fate == "refused" for t in tried)
    share = percent_text(percent(killed, whole), lang)
    return _SUMMARY[lang].format(edition=edition, killed=killed, whole=whole, share=share, equivalent=equivalent, refused=refused)


def counts(tried: list[Tried], equivalent: int) -> tuple[int, int]:
    """Mutants noticed, and those that could be."""
    return sum(t.fate == "killed" for t in tried), sum(t.fate != "refused" for t in tried) - equivalent


def survivors_text(survivors: list[tuple[Tried, Boundary | None]], lang: str) -> str:
    """Each surviving mutant with a case to paste."""
    if not survivors:
        return ""
    parts = [_SURVIVED[lang]]
    for tried, boundary in survivors:
        mutant = tried.mutant
        case = f"    # {_NONE[lang]}" if boundary is None else case_yaml(boundary, f"{mutant.where}: {mutant.what}")
        parts.append(f"{mutant.place}: {mutant.where}: {mutant.what}\n{case}")
    return "\n\n".join(parts)


def case_yaml(boundary: Boundary, name: str) -> str:
    """The case as it stands in a file of cases."""
    case = boundary.case
    entries: dict[str, Any] = {"kind": case.kind, **({"period": case.period} if case.period is not None else {})}
    if boundary.what != "overall":
        entries["of"] = boundary.what
    if case.readings:
        entries["readings"] = dict(case.readings)
    entries["given"] = dict(boundary.given)
    if case.cohort:
        entries["cohort"] = [{"kind": kind, "facts": plain_value(facts)} for kind, facts in case.cohort]
    expect = _number(boundary.expect)
    entries["expect"] = expect if boundary.what != "overall" else {"overall": expect}
    head = f"  - name: {_quoted(name)}"
    return "\n".join([head, *(f"    {key}: {_flow(value)}" for key, value in entries.items())])


def tried_json(tried: Tried, boundary: Boundary | None) -> dict[str, Any]:
    """A surviving mutant for programs."""
    mutant, place = tried.mutant, tried.mutant.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "path": mutant.where,
        "what": mutant.what,
        "case": None if boundary is None else case_yaml(boundary, f"{mutant.where}: {mutant.what}"),
        "expect": None if boundary is None else boundary.expect,
        "instead": None if boundary is None else boundary.instead,
    }


class _Quoted(str):
    __slots__ = ()


def _number(exact: str) -> Any:
    if exact == "-":
        return _Quoted("-")
    value = Fraction(exact)
    return decimal_text(value) if terminates(value) else _Quoted(exact)


def _flow(value: Any) -> str:
    match value:
        case _Quoted():
            return _quoted(value)
        case Mapping():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case Decimal():
            return f"{value:f}"
        case "-":
            return _quoted("-")
        case str() if ":" in value or not value or value[0] in "[{&*!|>%@`'\"#,?" or " #" in value:
            return _quoted(value)
        case _:
            return str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
