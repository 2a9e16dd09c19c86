"""One diagnostic of the catalogue: its sentences in Russian and English, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """The sentences of one diagnostic, as templates over its values."""

    ru: str
    en: str
    hint_ru: str
    hint_en: str
    severity: Literal["error", "high", "medium", "low"] = "error"

    def text(self, lang: str) -> str:
        """What is wrong."""
        return self.en if lang == "en" else self.ru

    def hint(self, lang: str) -> str:
        """What to do."""
        return self.hint_en if lang == "en" else self.hint_ru
