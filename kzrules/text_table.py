"""A plain aligned table for the terminal: Cyrillic letters are as wide as Latin ones there."""

from __future__ import annotations

from collections.abc import Sequence


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """Columns as wide as their longest cell, those of `right` aligned to the right, a rule under the head."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True))).rstrip()

    return "\n".join([line(head), "  ".join("─" * w for w in widths), *(line(row) for row in rows)])


def clipped(text: str, width: int) -> str:
    """The text, or its beginning and `…`."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
