"""From a report to conclusions: pure functions, one for each part of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import kzrules
from kzrules.conclusions.findings import share_text
from kzrules.conclusions.forms import EditionForms
from kzrules.conclusions.rating import Rated, Rating
from kzrules.conclusions.record import Conclusion, Document, LackRow, Pair, Rank, ReadingRow, Share
from kzrules.conclusions.sections import Told, of_text, sections_of
from kzrules.conclusions.sentences import Sentences
from kzrules.conclusions.wording import blank_date, date_text, iso_date_text, plain_text, points_text, words
from kzrules.edition import Edition
from kzrules.outcome import Assessment, Score
from kzrules.reading_nodes import in_language
from kzrules.report import fact_label
from kzrules.values import Missing

MOST_SHARES = 5


@dataclass(frozen=True, slots=True)
class Made:
    """What a conclusion is made from, besides the assessment.

    Attributes:
        directions: ids of the directions asked for; empty: all, and the block.
        day: the date of the document; None: left to be written by hand.

    """

    edition: Edition
    rating: Rating
    forms: EditionForms
    sentences: Sentences
    lang: str
    directions: tuple[str, ...] = ()
    day: date | None = None


def document_of(made: Made, bodies: Sequence[str] = ()) -> Document:
    """The conclusions of the bodies named (of all, when none is), best first within their kind."""
    wanted = [rated for rated in made.rating.rated if not bodies or rated.now.assessment.body.id in bodies]
    title = plain_text(in_language(made.edition.title, made.lang))
    return Document(made.lang, title, tuple(conclusion_of(rated, made) for rated in wanted), tuple(_run(made)), dict(words(made.lang)))


def conclusion_of(rated: Rated, made: Made) -> Conclusion:
    """The conclusion about one body."""
    a, lang = rated.now.assessment, made.lang
    say = words(lang)
    strengths, weaknesses = _shares(a, made)
    return Conclusion(
        lang=lang,
        body=plain_text(a.body.title(lang)),
        body_id=a.body.id,
        kind=say[f"kind_{a.body.kind}"],
        period=_year(a.body.period, lang),
        title=plain_text(in_language(made.edition.title, lang)),
        head=tuple(_head(made)),
        score=a.score,
        score_text=_points(a.score, a) if not isinstance(a.score, Missing) else say["no_score"],
        grade=plain_text(in_language(a.band.label, lang)) if a.band else "—",
        rank=_rank(rated, made),
        sections=tuple(sections_of(Told(a, made.edition, made.forms, made.sentences, lang, made.directions))),
        strengths=strengths,
        weaknesses=weaknesses,
        readings=tuple(_readings(a, made)),
        missing=tuple(_missing(a, made)),
        notes=tuple(_notes(made)),
        date=blank_date(lang) if made.day is None else date_text(made.day, lang),
    )


def _head(made: Made) -> Iterator[Pair]:
    say, act, lang = words(made.lang), made.edition.act, made.lang
    yield Pair(say["edition"], f"{plain_text(in_language(made.edition.title, lang))} ({made.edition.id})")
    parts = [act.id]
    if act.registered:
        on = f", {iso_date_text(act.registered_on, lang)}" if act.registered_on else ""
        parts.append(f"{say['registered']} № {act.registered}{on}")
    for verb, orders in (("adopted", act.adopted), ("restated", act.restated)):
        if orders:
            told = "; ".join(f"№ {order.number}" + (f", {iso_date_text(order.date, lang)}" if order.date else "") for order in orders)
            parts.append(f"{say[verb]}: {told}")
    yield Pair(say["act"], "; ".join(parts))
    first, last = made.edition.in_force
    if first:
        span = say["in_force_span" if last else "in_force_from"]
        yield Pair(say["in_force"], span.format(first=iso_date_text(first, lang), last=iso_date_text(last, lang)))


def _rank(rated: Rated, made: Made) -> Rank:
    say, lang, place = words(made.lang), made.lang, rated.now
    if place.rank is None:
        return Rank(say["no_place"], "", ())
    kinds = say[f"kinds_{place.assessment.body.kind}"]
    ordinal = f"{place.text}-е" if lang == "ru" else f"{place.text}-"
    text = say["alone"] if place.count == 1 else say["place_of"].format(rank=ordinal, count=place.count, kinds=kinds)
    shared = say["place_shared"].format(others="; ".join(plain_text(other.body.title(lang)) for other in place.tied)) if place.tied else ""
    previous: list[str] = []
    if rated.before is not None:
        before = rated.before.assessment
        told = say["previous"].format(period=_year(before.body.period, lang), score=_points(before.score, before), rank=rated.before.text)
        change = "" if rated.change is None else f" ({'+' if rated.change > 0 else ''}{points_text(rated.change)})"
        previous.append(told + change + ".")
        if before.program.edition != place.assessment.program.edition:
            previous.append(say["previous_edition"].format(edition=before.program.edition))
    return Rank(text, shared, tuple(previous))


def _shares(a: Assessment, made: Made) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """The criteria with the highest and the lowest share of their maximum; none stands in both."""
    known = [
        (criterion.value / criterion.rule.maximum, criterion, direction)
        for direction in a.directions
        if not made.directions or direction.rule.id in made.directions
        for criterion in direction.children
        if criterion.rule.maximum and not isinstance(criterion.value, Missing)
    ]
    ordered = sorted(known, key=lambda one: -one[0])
    most = min(MOST_SHARES, len(ordered) // 2)
    strong = [one for one in ordered[:most] if one[0] > 0]
    weak = [one for one in reversed(ordered[-most:]) if one[0] < 1] if most else []

    def said(found: Sequence[tuple[Fraction, Score, Score]]) -> tuple[Share, ...]:
        return tuple(
            Share(
                plain_text(in_language(criterion.rule.label, made.lang)),
                plain_text(in_language(direction.rule.label, made.lang)),
                of_text(criterion, made.lang),
                f"{share_text(criterion)} %",
            )
            for _, criterion, direction in found
        )

    return said(strong), said(weak)


def _readings(a: Assessment, made: Made) -> Iterator[ReadingRow]:
    say, lang = words(made.lang), made.lang
    names = list(a.readings)
    if made.directions:
        below = {name for d in a.directions if d.rule.id in made.directions for s in d.walk() for name in s.readings}
        names = [name for name in names if name in below]
    for name in names:
        reading = made.edition.readings[name]
        option = a.program.choices[name]
        yield ReadingRow(
            id=name,
            question=plain_text(in_language(reading.question, lang)),
            option=plain_text(in_language(reading.options[option].label, lang)),
            chosen=say["by_default" if option == reading.default else "chosen"],
            confidence=say[f"confidence_{reading.confidence}"],
            why=plain_text(in_language(reading.why, lang)),
            cite=reading.cite.text(lang) if reading.cite else "",
        )


def _missing(a: Assessment, made: Made) -> Iterator[LackRow]:
    """What is not known, and the lowest rules that wait for it."""
    waiting: dict[tuple[str, str], list[str]] = {}
    for direction in a.directions:
        if made.directions and direction.rule.id not in made.directions:
            continue
        for score in direction.walk():
            if not isinstance(score.value, Missing):
                continue
            below: Mapping[str, None] = {f: None for c in score.children if isinstance(c.value, Missing) for f in c.value.facts}
            told = {r for c in score.children if isinstance(c.value, Missing) for r in c.value.sentences(made.lang)}
            label = plain_text(in_language(score.rule.label, made.lang))
            for fact in sorted(score.value.facts - set(below)):
                waiting.setdefault((plain_text(in_language(fact_label(fact, made.edition), made.lang) or fact), fact), []).append(label)
            for reason in score.value.sentences(made.lang):
                if reason not in told:
                    waiting.setdefault((plain_text(reason), ""), []).append(label)
    yield from (LackRow(label, fact, tuple(dict.fromkeys(holds))) for (label, fact), holds in waiting.items())


def _notes(made: Made) -> Iterator[str]:
    say = words(made.lang)
    if made.forms.borrowed:
        edition, why = made.forms.borrowed
        yield f"{say['borrowed'].format(edition=edition)} {plain_text(in_language(why, made.lang))}"
    if made.lang == "kk":
        yield say["translated"]


def _run(made: Made) -> Iterator[Pair]:
    say, report = words(made.lang), made.rating.report
    yield Pair(say["edition"], f"{made.edition.id} · sha256 {made.edition.sha256}")
    yield Pair(say["data"], f"sha256 {report.data_sha256 or '—'}")
    yield Pair(say["dictionary"], f"sha256 {made.edition.dictionary.sha256}")
    yield Pair(say["forms"], f"sha256 {made.forms.sha256 or '—'}")
    yield Pair(say["sentences"], f"sha256 {made.sentences.sha256}")
    chosen = ", ".join(f"{name}={option}" for name, option in sorted(report.choices.items()))
    yield Pair(say["options_chosen"], chosen or say["by_default"])
    yield Pair(say["engine"], kzrules.__version__)
    yield Pair(say["semantics"], str(kzrules.SEMANTICS))


def _year(period: int | None, lang: str) -> str:
    if period is None:
        return "—"
    return f"{period} жыл" if lang == "kk" else f"{period} год"


def _points(value: object, a: Assessment) -> str:
    return points_text(value, a.program.overall.rounding.places)
