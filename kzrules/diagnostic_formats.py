"""Diagnostics for machines: SARIF 2.1.0 for code scanning, workflow annotations for GitHub; and which of them are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from kzrules.diagnostic import Diagnostic, Severity
from kzrules.diagnostic_help import help_markdown, meaning, why
from kzrules.messages import CATALOGUE
from kzrules.place import Place

_SARIF_LEVEL: Mapping[Severity, str] = {"error": "error", "high": "warning", "medium": "warning", "low": "note"}
_GITHUB_LEVEL: Mapping[Severity, str] = {"error": "error", "high": "warning", "medium": "warning", "low": "notice"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"


# ── which codes ──


def prefixes_of(options: Iterable[str]) -> tuple[str, ...]:
    """`KZ3,KZ405`, as often as given: the beginnings of codes, in capitals."""
    return tuple(part.strip().upper() for option in options for part in option.split(",") if part.strip())


def unknown_prefixes(prefixes: Iterable[str]) -> list[str]:
    """Those that no code of the catalogue begins with."""
    return [prefix for prefix in prefixes if not any(code.startswith(prefix) for code in CATALOGUE)]


def chosen(faults: Iterable[Diagnostic], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Diagnostic]:
    """The faults that `select` names (all, when it is empty) less those that `ignore` names; the longer prefix decides."""
    return [fault for fault in faults if _length(fault.code, select or ("",)) > _length(fault.code, ignore)]


def _length(code: str, prefixes: Sequence[str]) -> int:
    found = [len(prefix) for prefix in prefixes if code.startswith(prefix)]
    return max(found, default=-1)


# ── SARIF ──


def sarif_text(faults: Iterable[Diagnostic], lang: str, version: str) -> str:
    """One SARIF 2.1.0 log with a trailing newline: the same faults give the same bytes."""
    found = list(faults)
    codes = sorted({fault.code for fault in found})
    index = {code: number for number, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "kzrules",
                "semanticVersion": version,
                "version": version,
                "language": _language(lang),
                "rules": [_rule(code, lang) for code in codes],
            }
        },
        "language": _language(lang),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder in which kzrules ran"}}},
        "results": [_result(fault, index[fault.code], lang) for fault in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _language(lang: str) -> str:
    """Messages exist in Russian and English; Kazakh readers get the Russian text."""
    return "en" if lang == "en" else "ru"


def _rule(code: str, lang: str) -> dict[str, Any]:
    severity = CATALOGUE[code].severity
    return {
        "id": code,
        "shortDescription": {"text": meaning(code, lang)},
        "fullDescription": {"text": why(code, lang) or meaning(code, lang)},
        "help": {
            "text": "\n\n".join(f"{meaning(code, language)}. {why(code, language)}".strip() for language in ("ru", "en")),
            "markdown": help_markdown(code),
        },
        "defaultConfiguration": {"level": _SARIF_LEVEL[severity]},
        "properties": {"severity": severity},
    }


def _result(fault: Diagnostic, index: int, lang: str) -> dict[str, Any]:
    hint = fault.hint(lang)
    properties: dict[str, Any] = {"severity": fault.severity}
    if fault.cite:
        properties["citation"] = fault.cite.text(lang)
    return {
        "ruleId": fault.code,
        "ruleIndex": index,
        "level": _SARIF_LEVEL[fault.severity],
        "message": {"text": f"{fault.message(lang)} → {hint}" if hint else fault.message(lang)},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(fault.place.file), "region": _region(fault.place)}}],
        "properties": properties,
    }


def _artifact(file: str) -> dict[str, str]:
    """A relative URI below the folder of the run; a file elsewhere keeps its whole path."""
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}


def _region(place: Place) -> dict[str, int]:
    line, column = max(1, place.line), max(1, place.column)
    end_line = max(line, place.end_line)
    end_column = max(1, place.end_column)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": max(column, end_column) if end_line == line else end_column,
    }


# ── GitHub ──


def github_text(faults: Iterable[Diagnostic], lang: str) -> str:
    """A workflow command for each fault, a line each: GitHub shows them beside the lines of a pull request."""
    return "".join(f"{_annotation(fault, lang)}\n" for fault in faults)


def _annotation(fault: Diagnostic, lang: str) -> str:
    region = _region(fault.place)
    properties = {
        "file": PurePath(fault.place.file).as_posix(),
        "line": region["startLine"],
        "col": region["startColumn"],
        "endLine": region["endLine"],
        "endColumn": region["endColumn"],
        "title": fault.code,
    }
    said = [fault.message(lang)]
    said += [fault.cite.text(lang)] if fault.cite else []
    said += [f"→ {fault.hint(lang)}"] if fault.hint(lang) else []
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_GITHUB_LEVEL[fault.severity]} {listed}::{_data(chr(10).join(said))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
