"""One fault in a file or in data: a value that is collected, never an exception that interrupts.

Errors (the thing cannot be used) are kept apart from issues (it can, but is poor), which carry a
severity: `low` reads badly, `medium` can mean something else than intended, `high` probably does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kzrules.citation import Citation
from kzrules.messages import CATALOGUE
from kzrules.place import Place

Severity = Literal["error", "high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault.

    Attributes:
        code: its name in the catalogue, `KZ101`.
        place: where it is; `file:line:col`.
        values: what the message quotes.
        cite: the place of the act that the faulty text stands under, if known.

    """

    code: str
    place: Place
    values: Mapping[str, Any] = field(default_factory=dict)
    cite: Citation | None = None

    @property
    def severity(self) -> Severity:
        """`error`, or the severity of an issue."""
        return CATALOGUE[self.code].severity

    def message(self, lang: str = "ru") -> str:
        """What is wrong, in one sentence."""
        return CATALOGUE[self.code].text(lang).format_map(_Shown(self.values))

    def hint(self, lang: str = "ru") -> str:
        """What to do about it."""
        return CATALOGUE[self.code].hint(lang).format_map(_Shown(self.values))

    def as_json(self, lang: str = "ru") -> dict[str, Any]:
        """The record that `--format json` prints."""
        cell = {"sheet": self.place.sheet, "cell": self.place.cell} if self.place.sheet else {}
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "end_line": self.place.end_line,
            "end_column": self.place.end_column,
            **cell,
            "message": self.message(lang),
            "hint": self.hint(lang),
            "citation": self.cite.as_json() if self.cite else None,
        }


class _Shown(dict[str, Any]):
    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: _clip(value) for name, value in values.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _clip(value: Any, longest: int = 400) -> str:
    text = str(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def errors(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Only those that keep the file from being used."""
    return [d for d in found if d.severity == "error"]


def in_file_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, each fault once."""
    unique = {(d.code, d.place, d.message()): d for d in found}
    return [unique[key] for key in sorted(unique, key=lambda k: (k[1].file, k[1].sheet, k[1], k[0], k[2]))]


class Faults(Exception):
    """Raised by the Python API when a file cannot be used; `diagnostics` holds every fault found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = list(diagnostics)
        super().__init__("\n".join(f"{d.place}: {d.code}: {d.message()}" for d in self.diagnostics))
