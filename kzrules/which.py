"""Which edition of a line assesses a year, which is in force on a day, and why it is or is not exactly one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kzrules.acts import Axis
from kzrules.catalogue import Card, Catalogue, Span
from kzrules.diagnostic import Diagnostic
from kzrules.guess import guesses
from kzrules.place import Place


def assessing(catalogue: Catalogue, line: str, year: int) -> tuple[Card, ...]:
    """The editions of a line that assess a year."""
    return _holding(catalogue, line, str(year), "applies_to")


def in_force_on(catalogue: Catalogue, line: str, day: str) -> tuple[Card, ...]:
    """The editions of a line in force on a day, YYYY-MM-DD."""
    return _holding(catalogue, line, day, "in_force")


def edition_for(catalogue: Catalogue, line: str, year: int) -> Card | Diagnostic:
    """The one edition of a line that assesses a year, or why there is none or not one."""
    return _one(catalogue, line, str(year), "applies_to")


def edition_on(catalogue: Catalogue, line: str, day: str) -> Card | Diagnostic:
    """The one edition of a line in force on a day, YYYY-MM-DD, or why there is none or not one."""
    return _one(catalogue, line, day, "in_force")


def _holding(catalogue: Catalogue, line: str, moment: str, axis: Axis) -> tuple[Card, ...]:
    return tuple(card for card in catalogue.line(line) if card.span(axis).covers(moment))


def _one(catalogue: Catalogue, line: str, moment: str, axis: Axis) -> Card | Diagnostic:
    cards = catalogue.line(line)
    if not cards:
        return Diagnostic("KZ705", Place(catalogue.folder), {"line": line, **guesses(line, catalogue.lines)})
    match _holding(catalogue, line, moment, axis):
        case (card,):
            return card
        case ():
            return _none(catalogue, cards, moment, axis)
        case several:
            return _several(catalogue, several, moment, axis)


_AXIS_KEY: Mapping[Axis, str] = {"in_force": "day", "applies_to": "year"}


def _none(catalogue: Catalogue, cards: tuple[Card, ...], moment: str, axis: Axis) -> Diagnostic:
    before = max((c for c in cards if c.span(axis).first <= moment), key=lambda c: c.span(axis).until, default=None)
    after = min((c for c in cards if c.span(axis).first > moment), key=lambda c: c.span(axis).first, default=None)
    nearest = before or after
    assert nearest is not None
    values = {
        _AXIS_KEY[axis]: moment,
        "line": nearest.line,
        "before_ru": f"раньше — {card_text(before, axis)}" if before else "раньше редакций нет",
        "before_en": f"before: {card_text(before, axis, 'en')}" if before else "there is none before",
        "after_ru": f"позже — {card_text(after, axis)}" if after else "позже редакций нет",
        "after_en": f"after: {card_text(after, axis, 'en')}" if after else "there is none after",
        "nearest": nearest.id,
        **other_choices((card for card in (before, after) if card), axis),
        **_why(catalogue, nearest.line, moment, axis),
    }
    return Diagnostic("KZ702" if axis == "in_force" else "KZ701", nearest.span(axis).place, values)


def _several(catalogue: Catalogue, cards: tuple[Card, ...], moment: str, axis: Axis) -> Diagnostic:
    values = {
        _AXIS_KEY[axis]: moment,
        "line": cards[0].line,
        "found_ru": "; ".join(card_text(card, axis) for card in cards),
        "found_en": "; ".join(card_text(card, axis, "en") for card in cards),
        "first": cards[-1].id,
        **other_choices(cards, axis),
        **_why(catalogue, cards[0].line, moment, axis),
    }
    return Diagnostic("KZ704" if axis == "in_force" else "KZ703", cards[-1].span(axis).place, values)


def _why(catalogue: Catalogue, line: str, moment: str, axis: Axis) -> dict[str, str]:
    for found in catalogue.acts.explained:
        if (found.line, found.axis) == (line, axis) and found.first <= moment < found.until:
            return {f"why_{lang}": ". " + (found.why.get(lang) or found.why["ru"]) for lang in ("ru", "en")}
    return {"why_ru": "", "why_en": ""}


def other_choices(cards: Iterable[Card], axis: Axis) -> dict[str, str]:
    """What else may be chosen for the readings that the periods of cards rest on, as the end of a hint; nothing where none does."""
    found = (f"{c.reading.id}={option}" for card in cards for c in card.span(axis).readings for option in c.reading.options if option != c.option)
    others = " | ".join(dict.fromkeys(found))
    return (
        {"or_ru": f"; другое чтение: --reading {others}", "or_en": f"; another reading: --reading {others}"} if others else {"or_ru": "", "or_en": ""}
    )


_CONFIDENCE = {"printed": "напечатано", "forced": "вынуждено", "likely": "вероятно", "open": "открыто"}


def card_text(card: Card, axis: Axis, lang: str = "ru") -> str:
    """`interaction/2018-01 (2018 год; чтение assessed_period=year_in_force, открыто)`."""
    span = card.span(axis)
    parts = [span_text(span, axis, lang)]
    for chosen in span.readings:
        confidence = chosen.reading.confidence
        said = f"reading {chosen.reading.id}={chosen.option}, {confidence}"
        parts.append(said if lang == "en" else f"чтение {chosen.reading.id}={chosen.option}, {_CONFIDENCE[confidence]}")
    return f"{card.id} ({'; '.join(parts)})"


def span_text(span: Span, axis: Axis, lang: str = "ru") -> str:
    """`с 2018-01-10 до 2019-03-15`; years are said to the last one included: `2018`, `2017–2019`, `с 2019`."""
    since, until = ("from", "until") if lang == "en" else ("с", "до")
    if axis == "in_force":
        return f"{since} {span.first}" + (f" {until} {span.until}" if span.until else "")
    if not span.until:
        return f"{since} {span.first}"
    last = str(int(span.until) - 1)
    return last if last == span.first else f"{span.first or '…'}–{last}"
