"""Diagnostics for people: place, sentence, excerpt with caret, citation, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kzrules.diagnostic import Diagnostic, Severity

_SEVERITY = {
    "error": ("ошибка", "error"),
    "high": ("замечание, важное", "issue, high"),
    "medium": ("замечание", "issue, medium"),
    "low": ("замечание, малое", "issue, low"),
}
_COUNTED: Mapping[Severity, tuple[str, str]] = {
    "error": ("ошибок", "errors"),
    "high": ("замечаний важных", "issues, high"),
    "medium": ("замечаний", "issues, medium"),
    "low": ("замечаний малых", "issues, low"),
}
Style = Callable[[str, str], str]


def plain(text: str, _: str) -> str:
    """No colour."""
    return text


def severity_text(severity: Severity, lang: str) -> str:
    """`ошибка`, or how grave an issue is."""
    return _SEVERITY[severity][lang == "en"]


def diagnostic_text(fault: Diagnostic, sources: Mapping[str, str], lang: str = "ru", style: Style = plain) -> str:
    """One fault, with the line it stands on when `sources` has the text of its file."""
    severity = severity_text(fault.severity, lang)
    colour = "red" if fault.severity == "error" else "yellow"
    lines = [f"{fault.place}: {style(severity + ' ' + fault.code, colour)}: {fault.message(lang)}"]
    lines += _excerpt(fault, sources, style, colour)
    if fault.cite:
        lines.append(f"  = {fault.cite.text(lang)}")
    hint = fault.hint(lang)
    if hint:
        lines.append(f"  → {hint}")
    return "\n".join(lines)


def diagnostics_text(faults: Iterable[Diagnostic], sources: Mapping[str, str], lang: str = "ru", style: Style = plain) -> str:
    """All faults, with a blank line between them."""
    return "\n\n".join(diagnostic_text(fault, sources, lang, style) for fault in faults)


def summary_text(faults: Iterable[Diagnostic], lang: str = "ru") -> str:
    """How many there are, by severity, and where to read what a code means."""
    found = list(faults)
    counts = [(name[lang == "en"], sum(fault.severity == severity for fault in found)) for severity, name in _COUNTED.items()]
    by_severity = "; ".join(f"{name}: {count}" for name, count in counts if count)
    total = f"{len(found)} in all" if lang == "en" else f"всего: {len(found)}"
    more = "what a code means: kzrules help" if lang == "en" else "что значит код: kzrules help"
    if not found:
        return total
    gravest = min(found, key=lambda fault: list(_COUNTED).index(fault.severity))
    return f"{total} ({by_severity}); {more} {gravest.code}"


def _excerpt(fault: Diagnostic, sources: Mapping[str, str], style: Style, colour: str) -> list[str]:
    place = fault.place
    source = sources.get(place.file)
    if source is None or place.sheet:
        return []
    rows = source.splitlines()
    if not 0 < place.line <= len(rows):
        return []
    row = rows[place.line - 1]
    start = max(0, place.column - 1)
    end = place.end_column - 1 if place.end_line == place.line else len(row)
    row, start, end = _window(row, start, max(end, start + 1))
    number = f"{place.line:>5} | "
    caret = " " * start + "^" + "~" * max(0, min(end, len(row)) - start - 1)
    return [number + row, " " * len(number) + style(caret, colour)]


def _window(row: str, start: int, end: int, width: int = 110) -> tuple[str, int, int]:
    if len(row) <= width:
        return row, start, end
    left = max(0, min(start - width // 3, len(row) - width))
    cut = row[left : left + width]
    return ("…" + cut[1:] if left else cut) + ("…" if left + width < len(row) else ""), start - left, min(end - left, width)
