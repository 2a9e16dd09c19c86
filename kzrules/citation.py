"""A place in the act."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the act: item, annex, row; in a law an article stands before the item, and a sub-item may follow it."""

    item: str = ""
    annex: str = ""
    row: str = ""
    article: str = ""
    subitem: str = ""

    def text(self, lang: str = "ru") -> str:
        """`пункт 38, приложения 2, 7, строка 2.1`; in Kazakh `38-тармақ, 2, 7-қосымша`."""
        parts = zip(_WORDS[lang], (self.article, self.item, self.subitem, self.annex, self.row), strict=True)
        return ", ".join(_said(word, value, lang) for word, value in parts if value)

    def as_json(self) -> dict[str, str]:
        """Only the parts that are there."""
        parts = {"article": self.article, "item": self.item, "subitem": self.subitem, "annex": self.annex, "row": self.row}
        return {k: v for k, v in parts.items() if v}


_WORDS = {
    "ru": (("статья", "статьи"), ("пункт", "пункты"), ("подпункт", "подпункты"), ("приложение", "приложения"), ("строка", "строки")),
    "kk": (("бап", "бап"), ("тармақ", "тармақ"), ("тармақша", "тармақша"), ("қосымша", "қосымша"), ("жол", "жол")),
    "en": (("article", "articles"), ("item", "items"), ("sub-item", "sub-items"), ("annex", "annexes"), ("row", "rows")),
}


def _said(word: tuple[str, str], value: str, lang: str) -> str:
    number = value.replace("-", "–")
    if lang == "kk":
        return f"{number}-{word[0]}"
    return f"{word['–' in number or ',' in number]} {number}"
