"""Small rules of writing that several rooms share: the form of a word after a number, text that a spreadsheet leaves alone."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@")


def russian_form(number: int) -> int:
    """Which form of a Russian word follows a whole number: 0 `балл`, 1 `балла`, 2 `баллов`."""
    last, tens = abs(number) % 10, abs(number) % 100
    if last == 1 and tens != 11:
        return 0
    return 1 if last in (2, 3, 4) and tens not in (12, 13, 14) else 2


def inert(text: str) -> str:
    """Text that a spreadsheet opening a CSV does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
