"""Diagnostics of procedures: events, dates and time limits (KZ85x)."""

from __future__ import annotations

from kzrules.message import Message

PROCEDURES: dict[str, Message] = {
    "KZ850": Message(
        "срок «{rule}» идёт от «{event}», а такого события или срока в этом порядке нет", "the term “{rule}” runs from “{event}”, but this procedure has no such event or term",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ851": Message(
        "сроки отсчитаны друг от друга по кругу: {circle}", "terms are counted from one another in a circle: {circle}",
        "один из них должен идти от события", "one of them must run from an event",
    ),
    "KZ852": Message(
        "день {day} стоит в календаре дважды", "the day {day} stands twice in the calendar",
        "оставьте его один раз: либо выходным, либо рабочим", "keep it once: either off or working",
    ),
    "KZ853": Message(
        "срок «{rule}» от {on} выходит за календарь: известны дни с {first} по {last}", "the term “{rule}” from {on} leaves the calendar: days from {first} to {last} are known",
        "добавьте недостающие годы файлом --calendar: years: [год], days_off и working_days по решению Правительства",
        "add the following years by a --calendar file: years: [year], days_off and working_days by government decree",
    ),
    "KZ854": Message(
        "редакция {edition} не снимает баллов за опоздание, отсутствие и неполноту отчётов: фактов для неё нет", "the edition {edition} deducts nothing for late, absent or incomplete reports: it asks for no such facts",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ855": Message(
        "направления «{name}» с отчётами в {edition} нет", "{edition} has no direction “{name}” with reports",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ856": Message(
        "неизвестно, когда истекал срок отчёта «{form}»: {problem_ru}", "the term of the report “{form}” is not known: {problem_en}",
        "напишите due: дату из Графика оценки, или term: порядок:срок и period: период", "write due: the date of the Schedule, or term: procedure:term and period: the period",
    ),
    "KZ857": Message(
        "у органа {body} за {period} факт «{fact}» уже есть и равен {old}, а выведено {new}", "the body {body} already has the fact “{fact}” for {period}: {old}, while {new} was derived",
        "решите, что верно: исправьте файл или напишите в нём «{fact}: \"-\"», и он будет дополнен", "decide which is right: correct the file, or write “{fact}: \"-\"” there, and it will be filled in",
    ),
    "KZ858": Message(
        "орган {body} ({kind}) за {period} в файле фактов не найден: {problem_ru}", "the body {body} ({kind}) for {period} is not found in the facts file: {problem_en}",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ859": Message(
        "отчёт «{form}» и подан {filed}, и назван неполным без перечня недостающего", "the report “{form}” is both filed on {filed} and named incomplete without saying what is missing",
        "перечислите недостающее в missing: [приложение 4, строка 3]: от этого зависит вычет", "list what is missing in missing: [annex 4, row 3]: the deduction depends on it",
    ),
}  # fmt: skip
