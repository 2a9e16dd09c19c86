"""“Did you mean”: the nearest known word, for hints."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def guesses(word: str, known: Iterable[str], otherwise: tuple[str, str] | None = None) -> dict[str, str]:
    """The values `guess_ru` and `guess_en` of a diagnostic about an unknown word."""
    names = sorted(set(known))
    near = get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        shown = ", ".join(f"«{n}»" for n in near)
        return {"guess_ru": f"возможно, имелось в виду: {shown}", "guess_en": f"did you mean: {shown}"}
    if otherwise:
        return {"guess_ru": otherwise[0], "guess_en": otherwise[1]}
    if not names:
        return {"guess_ru": "известных имён здесь нет", "guess_en": "no names are known here"}
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return {"guess_ru": f"известны: {shown}", "guess_en": f"known are: {shown}"}
