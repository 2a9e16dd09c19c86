"""What days off are called: the library speaks English and Kazakh, its readers Russian too."""

from __future__ import annotations

import re
from datetime import date

from kzrules.reading_nodes import Labels

_NAMES = {
    "New Year's Day": ("Новый год", "Жаңа жыл"),
    "Orthodox Christmas": ("православное Рождество", "православиелік Рождество"),
    "International Women's Day": ("Международный женский день", "Халықаралық әйелдер күні"),
    "Nowruz Holiday": ("Наурыз мейрамы", "Наурыз мейрамы"),
    "Kazakhstan's People Solidarity Holiday": ("Праздник единства народа Казахстана", "Қазақстан халқының бірлігі мерекесі"),
    "Defender of the Fatherland Day": ("День защитника Отечества", "Отан қорғаушы күні"),
    "Victory Day": ("День Победы", "Жеңіс күні"),
    "Capital Day": ("День столицы", "Астана күні"),
    "Constitution Day": ("День Конституции", "Конституция күні"),
    "Republic Day": ("День Республики", "Республика күні"),
    "First President Day": ("День Первого Президента", "Тұңғыш Президент күні"),
    "Independence Day": ("День Независимости", "Тәуелсіздік күні"),
    "Eid al-Adha": ("Курбан-айт", "Құрбан айт"),
    "Working day": ("рабочий день взамен перенесённого", "ауыстырылған күннің орнына жұмыс күні"),
}
_TRANSFER = re.compile(r"Day off \(substituted from (\d\d)/(\d\d)/(\d{4})\)")
_STATE = re.compile(r" \((observed|estimated|observed, estimated)\)$")
_DOUBTS = {
    "doubt": (
        "{name}, {day}: дата рассчитана по луне, не подтверждена",
        "{name}, {day}: күні ай бойынша есептелген, расталмаған",
        "{name}, {day}: the date is calculated by the moon, not confirmed",
    ),
    "transfers": (
        "за {name} год календарь не знает ни одного переноса выходных: сверьте с решением Правительства (--calendar)",
        "{name} жыл үшін күнтізбе демалыстың ауыстырылуын білмейді: Үкімет шешімімен салыстырыңыз (--calendar)",
        "for {name} the calendar knows no transferred day off: compare with the government decree (--calendar)",
    ),
}


def holiday_labels(name: str, doubt: str = "", day: date | None = None) -> Labels:
    """A name of the library in Russian, Kazakh and English; or, with `doubt`, what is not certain about it."""
    transfer = _TRANSFER.fullmatch(name)
    if transfer:
        month, number, year = transfer.groups()
        when = f"{number}.{month}.{year}"
        texts = (f"выходной, перенесён с {when}", f"демалыс, {when} күнінен ауыстырылған", f"day off transferred from {when}")
    else:
        texts = _named(name)
    if doubt:
        shown = f"{day:%d.%m.%Y}" if day else ""
        texts = tuple(sentence.format(name=text, day=shown) for sentence, text in zip(_DOUBTS[doubt], texts, strict=True))  # type: ignore[assignment]
    return dict(zip(("ru", "kk", "en"), texts, strict=True))


def _named(name: str) -> tuple[str, str, str]:
    """A day may hold several holidays, and be one that moved from a weekend."""
    parts = []
    for part in name.split("; "):
        plain = _STATE.sub("", part)
        ru, kk = _NAMES.get(plain, (plain, plain))
        moved = "observed" in part[len(plain) :]
        parts.append(
            (ru + (" (перенос с выходного)" if moved else ""), kk + (" (демалыстан ауысты)" if moved else ""), plain + (" (moved)" if moved else ""))
        )
    return tuple("; ".join(texts) for texts in zip(*parts, strict=True))  # type: ignore[return-value]
