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
        """`пункт 38, приложения 2, 7, строка 2.1`; in Kazakh `38-тармақ, 2, 7-қосымша`."""
        parts = zip(_WORDS[lang], (self.item, self.annex, self.row), strict=True)
        return ", ".join(_said(word, value, lang) for word, value in parts if value)

    def as_json(self) -> dict[str, str]:
        """Only the parts that are there."""
        return {k: v for k, v in (("item", self.item), ("annex", self.annex), ("row", self.row)) if v}


_WORDS = {
    "ru": (("пункт", "пункты"), ("приложение", "приложения"), ("строка", "строки")),
    "kk": (("тармақ", "тармақ"), ("қосымша", "қосымша"), ("жол", "жол")),
    "en": (("item", "items"), ("annex", "annexes"), ("row", "rows")),
}


def _said(word: tuple[str, str], value: str, lang: str) -> str:
    number = value.replace("-", "–")
    if lang == "kk":
        return f"{number}-{word[0]}"
    return f"{word['–' in number or ',' in number]} {number}"
