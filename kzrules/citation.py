"""A place in the act."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the act: item, sub-item, annex, row; `edition` names whose act it is."""

    item: str = ""
    annex: str = ""
    row: str = ""

    def text(self, lang: str = "ru") -> str:
        """`пункт 38, приложение 7, строка 2.1`."""
        words = {"en": ("item", "annex", "row")}.get(lang, ("пункт", "приложение", "строка"))
        parts = zip(words, (self.item, self.annex, self.row), strict=True)
        return ", ".join(f"{word} {_typographic(value)}" for word, value in parts if value)

    def as_json(self) -> dict[str, str]:
        """Only the parts that are there."""
        return {k: v for k, v in (("item", self.item), ("annex", self.annex), ("row", self.row)) if v}


def _typographic(value: str) -> str:
    return value.replace("-", "–")
