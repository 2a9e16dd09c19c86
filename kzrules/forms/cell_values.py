"""What one cell says: its content as the value that its column takes, or a fault in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from kzrules.forms.filing import NO_INFORMATION, CellValue
from kzrules.forms.form import Column
from kzrules.forms.grids import ErrorValue, Found
from kzrules.values import Missing, decimal_text, rounded

_DASHES = frozenset("-–—−‒")
_SPACES = " \u00a0\u202f\u2009"
_WRITTEN = re.compile(rf"-?(\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d+)(?:[.,](\d+))?")
_YES = frozenset(("да", "иә", "yes", "+", "истина", "true"))
_NO = frozenset(("нет", "жоқ", "no", "ложь", "false"))
_MARKS = frozenset(("+", "да", "иә", "yes", "v", "х", "x", "✓", "✔", "1"))
_LOOK_ALIKE = str.maketrans("асеорхтвнкмі", "aceopxtbhkmi")
_LIKE_DIGITS = str.maketrans("ООооOoЗзIlІ|", "000000331111")
_SURE = Fraction(10**15)
"""Spreadsheets keep fifteen digits of a number: of a longer one the last are already lost."""
_NOISE = Fraction(1, 10**9)
"""Doubles that were added up carry this much dirt at most: 0.30000000000000004 is 0.3."""

Said = tuple[str, Mapping[str, object]]
"""The code of a diagnostic and the values it quotes."""


def folded(text: str) -> str:
    """A text to compare: one form of each character, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded_code(text: str) -> str:
    """The number of a row or column to compare: a letter of another alphabet that looks the same, a comma, a closing dot are no matter."""
    return folded(text).translate(_LOOK_ALIKE).replace(",", ".").rstrip(".")


def is_empty(found: Found) -> bool:
    """Whether a cell holds nothing at all."""
    return not found.formula and (found.value is None or (isinstance(found.value, str) and not found.value.strip()))


def cell_value(found: Found, column: Column) -> tuple[CellValue | None, Said | None]:
    """The value of a cell that is not empty, None where it cannot be one; and what is to be said about it."""
    value = found.value
    if found.formula:
        return None, ("KZ822", {"formula": found.formula})
    if isinstance(value, ErrorValue):
        return None, ("KZ823", {"value": value.text})
    if isinstance(value, str) and value.strip() in _DASHES and column.type != "mark":
        return NO_INFORMATION, None
    match column.type:
        case "count" | "number":
            return _percent(value) if found.percent else _number(value, column)
        case "yes_no":
            return _yes_no(value)
        case "mark":
            return _mark(value)
        case "choice":
            return _choice(value, column)
        case "date":
            return _date(value)
        case _:
            return _shown(value), None


def _shown(value: object) -> str:
    match value:
        case bool():
            return "да" if value else "нет"
        case Fraction():
            return decimal_text(value)
        case date():
            return value.strftime("%d.%m.%Y")
        case _:
            return str(value).strip()


def _percent(value: object) -> tuple[CellValue | None, Said | None]:
    """A number shown with a percent sign is kept as a hundredth of what is seen: which of the two was meant is not guessed."""
    shown = decimal_text(value * 100) if isinstance(value, Fraction) else _shown(value)
    return None, ("KZ824", {"found_ru": "процент", "found_en": "the percentage", "value": f"{shown}%"})


def _number(value: object, column: Column) -> tuple[CellValue | None, Said | None]:
    said: Said | None = None
    match value:
        case bool():
            return None, ("KZ824", {"found_ru": "ответ", "found_en": "the answer", "value": _shown(value)})
        case date():
            return None, ("KZ824", {"found_ru": "дата", "found_en": "a date", "value": _shown(value)})
        case Fraction():
            exact = value
        case _:
            text = _shown(value)
            whole = _WRITTEN.fullmatch(text)
            if whole is None:
                letters = _WRITTEN.fullmatch(text.translate(_LIKE_DIGITS)) is not None
                found_ru, found_en = (
                    ("текст с буквой, похожей на цифру,", "text with a letter that looks like a digit,") if letters else ("текст", "text")
                )
                return None, ("KZ824", {"found_ru": found_ru, "found_en": found_en, "value": text})
            exact = Fraction(re.sub(rf"[{_SPACES}]", "", text).replace(",", "."))
            said = ("KZ825", {"value": text, "number": decimal_text(exact)})
    places = 0 if column.type == "count" else column.places
    near = rounded(exact, places, "half_up")
    if near != exact:
        if abs(near - exact) > _NOISE * max(Fraction(1), abs(exact)):
            return None, ("KZ826", {"value": decimal_text(exact), "places": places}) if places else ("KZ827", {"value": decimal_text(exact)})
        exact = near
    least = column.least if column.least is not None else Fraction(0) if column.type == "count" else None
    if (least is not None and exact < least) or (column.most is not None and exact > column.most):
        return None, ("KZ828", {"value": decimal_text(exact), **_bounds(least, column.most)})
    if abs(exact) >= _SURE:
        return None, ("KZ828", {"value": decimal_text(exact), **_bounds(least, _SURE - 1)})
    return exact, said


def _bounds(least: Fraction | None, most: Fraction | None) -> dict[str, str]:
    low, high = ("" if bound is None else decimal_text(bound) for bound in (least, most))
    ru = [f"не меньше {low}"] * bool(low) + [f"не больше {high}"] * bool(high)
    en = [f"at least {low}"] * bool(low) + [f"at most {high}"] * bool(high)
    return {"bounds_ru": " и ".join(ru), "bounds_en": " and ".join(en)}


def _yes_no(value: object) -> tuple[CellValue | None, Said | None]:
    word = folded(_shown(value))
    if word in _YES or word in _NO:
        return word in _YES, None
    return None, ("KZ829", {"value": _shown(value), "allowed": "да, нет, -"})


def _mark(value: object) -> tuple[CellValue | None, Said | None]:
    word = folded(_shown(value))
    if word in _MARKS:
        return True, None
    if word in _DASHES or word in _NO:
        return None, None
    return None, ("KZ829", {"value": _shown(value), "allowed": "+"})


def _choice(value: object, column: Column) -> tuple[CellValue | None, Said | None]:
    word = folded(_shown(value))
    for code, texts in column.choices.items():
        if word in {folded(code), *(folded(text) for text in texts.values())}:
            return code, None
    allowed = "; ".join(texts.get("ru", code) for code, texts in column.choices.items())
    return None, ("KZ829", {"value": _shown(value), "allowed": allowed})


def _date(value: object) -> tuple[CellValue | None, Said | None]:
    if isinstance(value, date):
        return value, None
    text = _shown(value).removesuffix("г.").removesuffix("г").strip()
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date(), None
        except ValueError:
            continue
    return None, ("KZ830", {"value": _shown(value)})


def value_text(value: CellValue) -> str:
    """A cell's value for people."""
    return "-" if isinstance(value, Missing) else _shown(value)
