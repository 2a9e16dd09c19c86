"""Diagnostics of the live workbook (KZ890-KZ894)."""

from __future__ import annotations

from kzrules.message import Message

WORKBOOK: dict[str, Message] = {
    "KZ890": Message(
        "живая книга не умеет записать формулой: {what} (показатель «{rule}»)",
        "the live workbook cannot write this as a formula: {what} (rule “{rule}”)",
        "запишите это место редакции иначе или выгрузите результат без живых формул (kzrules eval)",
        "write this place of the edition another way, or export the result without live formulas (kzrules eval)",
    ),
    "KZ891": Message(
        "формула книги даёт не то, что точный расчёт: «{title}», {body}: {found} вместо {exact}",
        "a formula of the workbook gives another value than the exact computation: “{title}”, {body}: {found} instead of {exact}",
        "это ошибка kzrules: книга не записана; сообщите разработчикам, приложив редакцию и данные",
        "this is a fault of kzrules: no workbook was written; report it with the edition and the data",
    ),
    "KZ892": Message(
        "это не живая книга kzrules: {why_ru}", "this is no live workbook of kzrules: {why_en}",
        "сверяйте файл, который записала команда kzrules workbook и пересохранила табличная программа",
        "verify a file that kzrules workbook wrote and a spreadsheet program saved again",
    ),
    "KZ893": Message(
        "книга записана по другому тексту редакции {edition}: хэш {found}, а здесь {own}",
        "the workbook was written from another text of {edition}: hash {found}, here {own}",
        "возьмите ту же версию редакции или запишите книгу заново", "take the same version of the edition, or write the workbook again",
    ),
    "KZ894": Message(
        "«{label}»: значение «{value}» не подходит; можно: {allowed_ru}", "“{label}”: the value “{value}” does not fit; allowed: {allowed_en}",
        "исправьте ячейку на листе и пересчитайте книгу", "correct the cell on the sheet and recalculate the workbook",
    ),
}  # fmt: skip
