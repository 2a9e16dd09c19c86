"""Words of the screens about time limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from kzrules.procedures.procedure import Limit, Span
from kzrules.words_for_people import russian_form

_PHRASES: dict[str, tuple[str, str, str]] = {
    "until": ("не позднее", "кешіктірмей", "not later than"),
    "from_day": ("с", "бастап", "from"),
    "event": ("событие", "оқиға", "event"),
    "events": (
        "События (--event) и сроки от них",
        "Оқиғалар (--event) және олардан басталатын мерзімдер",
        "Events (--event) and the terms they start",
    ),
    "who": ("кто", "кім", "who"),
    "note": ("оговорка", "ескертпе", "note"),
    "ours": ("начало срока принято нами", "мерзімнің басталуын біз таңдадық", "the start of the term is our choice"),
    "skipped": ("не считаются", "саналмайды", "not counted"),
    "weekends": ("выходных", "демалыс күні", "weekend days"),
    "worked": ("считаются рабочими", "жұмыс күні болып саналады", "counted as working"),
    "moved": (
        "срок истекал {day}, выходной: перенесён",
        "мерзім {day} бітетін, демалыс: ауыстырылды",
        "the term ran out on {day}, a day off: it moved",
    ),
    "otherwise": ("иначе", "әйтпесе", "otherwise"),
    "beyond": ("за календарём", "күнтізбеден тыс", "beyond the calendar"),
    "elsewhere": ("счёт от другого события", "басқа оқиғадан есептеледі", "counted from another event"),
    "rests_on": ("Сроки держатся на чтениях", "Мерзімдер мына оқуларға сүйенеді", "The dates rest on readings"),
    "taken": ("принято", "қабылданды", "taken"),
    "doubts": ("Чего календарь не знает", "Күнтізбе білмейтін нәрсе", "What the calendar does not know"),
    "stated": ("Без срока, который можно вычислить", "Есептеуге болатын мерзімі жоқ", "Without a date that could be computed"),
    "unprinted": ("Не напечатано", "Басылмаған", "Not printed"),
    "seen": ("прочитано", "оқылды", "read"),
    "nothing": ("сроков от этого события нет", "бұл оқиғадан басталатын мерзім жоқ", "no term starts from this event"),
    "from_event": ("от", "бастап", "from"),
    "terms": ("сроков", "мерзім", "terms"),
    "hint": (
        "Сроки порядка: kzrules deadlines --act ПОРЯДОК; даты: --event СОБЫТИЕ --on ДАТА",
        "Тәртіптің мерзімдері: kzrules deadlines --act ТӘРТІП; күндер: --event ОҚИҒА --on КҮН",
        "Terms of a procedure: kzrules deadlines --act PROCEDURE; dates: --event EVENT --on DATE",
    ),
    "after_term": ("после срока «{label}»", "«{label}» мерзімінен кейін", "after the term “{label}”"),
    "earlier": (
        "Осторожно: прочитанное изложение принято {since}; раньше могло действовать другое",
        "Абайлаңыз: оқылған жазылым {since} қабылданған; бұрын басқасы қолданылуы мүмкін",
        "Caution: the wording that was read was adopted on {since}; another may have been in force before",
    ),
}
_DAYS = {
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "kk": ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_UNITS = {
    "ru": {
        "working_days": ("рабочий день", "рабочих дня", "рабочих дней"),
        "calendar_days": ("календарный день", "календарных дня", "календарных дней"),
        "months": ("месяц", "месяца", "месяцев"),
    },
    "kk": {
        "working_days": ("жұмыс күні",) * 3,
        "calendar_days": ("күнтізбелік күн",) * 3,
        "months": ("ай",) * 3,
    },
    "en": {
        "working_days": ("working day", "working days", "working days"),
        "calendar_days": ("calendar day", "calendar days", "calendar days"),
        "months": ("month", "months", "months"),
    },
}
_LIMITS = {
    "within": ("{span}", "{span}", "{span}"),
    "at_least_before": ("не менее чем за {span} до события", "оқиғаға дейін кемінде {span} бұрын", "at least {span} before"),
    "upon_expiry": ("по истечении {span}", "{span} өткен соң", "upon the expiry of {span}"),
    "following": ("{day}-е число следующего месяца", "келесі айдың {day}-і", "day {day} of the following month"),
    "named": ("{day}.{month} {year}", "{day}.{month} {year}", "{day}.{month} {year}"),
    "before": ("предшествующего года", "алдыңғы жылдың", "of the year before"),
    "after": ("следующего года", "келесі жылдың", "of the following year"),
    "same": ("того же дня", "сол күні", "on the same day"),
}
_LANGS = ("ru", "kk", "en")


@cache
def words(lang: str) -> Mapping[str, str]:
    """The phrases in one language."""
    return {name: texts[_LANGS.index(lang)] for name, texts in _PHRASES.items()}


def day_text(day: date, lang: str) -> str:
    """`26.04.2024, пятница`."""
    return f"{day:%d.%m.%Y}, {weekday(day, lang)}"


def weekday(day: date, lang: str) -> str:
    """The day of the week."""
    return _DAYS[lang][day.weekday()]


def span_text(span: Span, lang: str) -> str:
    """`5 рабочих дней`."""
    forms = _UNITS[lang][span.unit]
    return f"{span.number} {forms[_plural(span.number, lang)]}"


def limit_text(limit: Limit, lang: str) -> str:
    """`не менее чем за 3 рабочих дня до события`."""
    at = _LANGS.index(lang)
    if limit.day:
        if not limit.day.month:
            return _LIMITS["following"][at].format(day=limit.day.day)
        year = _LIMITS["before" if limit.day.years < 0 else "after"][at]
        return _LIMITS["named"][at].format(day=f"{limit.day.day:02d}", month=f"{limit.day.month:02d}", year=year)
    assert limit.span
    if limit.kind == "within" and not limit.span.number:
        return _LIMITS["same"][at]
    if lang == "ru" and limit.kind == "upon_expiry":
        forms = {"working_days": "рабочих дней", "calendar_days": "календарных дней", "months": "месяцев"}
        return f"по истечении {limit.span.number} {forms[limit.span.unit]}"
    return _LIMITS[limit.kind][at].format(span=span_text(limit.span, lang))


def _plural(number: int, lang: str) -> int:
    if lang != "ru":
        return 0 if number == 1 else 2
    return russian_form(number)
