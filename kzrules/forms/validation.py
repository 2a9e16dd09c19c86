"""What a cell of a form accepts, as the rule that a spreadsheet keeps it by."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kzrules.forms.form import Column
from kzrules.reading_nodes import in_language
from kzrules.values import decimal_text

YES_NO = {"ru": ("да", "нет"), "kk": ("иә", "жоқ"), "en": ("yes", "no")}
_ASKED = {
    "ru": ("Целое число, не меньше нуля, или «-», если сведений нет", "Число или «-», если сведений нет", "Выберите из списка"),
    "kk": ("Нөлден кем емес бүтін сан немесе мәлімет жоқ болса «-»", "Сан немесе мәлімет жоқ болса «-»", "Тізімнен таңдаңыз"),
    "en": ("A whole number, not below zero, or “-” where there is no information", "A number, or “-”", "Choose from the list"),
}
_LIST_LIMIT = 250
"""A list inside a validation holds 255 characters."""


def validation(column: Column, cell: str, lang: str) -> dict[str, Any] | None:
    """The rule of a column as XlsxWriter takes it, written for its first cell; None where anything may stand."""
    whole, any_number, choose = _ASKED[lang]
    match column.type:
        case "count":
            return _custom(f"AND(ISNUMBER({cell}),{cell}=INT({cell}),{cell}>=0{_limits(column, cell)})", cell, whole)
        case "number":
            return _custom(f"AND(ISNUMBER({cell}){_limits(column, cell)})", cell, any_number)
        case "mark":
            return _one_of(["+"], choose)
        case "yes_no":
            return _one_of([*YES_NO[lang], "-"], choose)
        case "choice":
            texts = [in_language(label, lang) for label in column.choices.values()]
            if len(",".join(texts)) > _LIST_LIMIT or any("," in text for text in texts):
                return None
            return _one_of([*texts, "-"], choose)
        case _:
            return None


def _limits(column: Column, cell: str) -> str:
    bounds: tuple[tuple[str, Fraction | None], ...] = ((">=", column.least), ("<=", column.most))
    return "".join(f",{cell}{sign}{decimal_text(bound)}" for sign, bound in bounds if bound is not None)


def _custom(good: str, cell: str, said: str) -> dict[str, Any]:
    return {"validate": "custom", "value": f'=OR({good},{cell}="-")', "error_title": "kzrules", "error_message": said, "error_type": "stop"}


def _one_of(source: list[str], said: str) -> dict[str, Any]:
    return {"validate": "list", "source": source, "error_message": said, "error_type": "stop"}
