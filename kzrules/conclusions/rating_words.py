"""The words of a rating in Russian, Kazakh and English, and its cells as text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kzrules.conclusions.rating import Rated, Rating
from kzrules.conclusions.wording import plain_text
from kzrules.outcome import Assessment
from kzrules.phrases import phrases
from kzrules.reading_nodes import in_language
from kzrules.report import fact_label
from kzrules.values import Missing, decimal_text

MOST_REASONS = 4
_WORDS: dict[str, tuple[str, str, str]] = {
    "title": ("Рейтинг за {period}: {edition}", "{period} рейтингі: {edition}", "Rating for {period}: {edition}"),
    "central": ("Центральные государственные органы", "Орталық мемлекеттік органдар", "Central state bodies"),
    "local": ("Местные исполнительные органы", "Жергілікті атқарушы органдар", "Local executive bodies"),
    "place": ("Место", "Орын", "Place"),
    "body": ("Орган", "Орган", "Body"),
    "kind": ("Вид", "Түрі", "Kind"),
    "score": ("Балл", "Балл", "Score"),
    "grade": ("Степень", "Дәреже", "Grade"),
    "before": ("Было", "Бұрын", "Before"),
    "change": ("Изменение", "Өзгеріс", "Change"),
    "places": ("Мест", "Орын ауысуы", "Places"),
    "mark": ("чёрная черта — балл за {period}", "қара сызық — {period} балы", "black line: the score of {period}"),
    "ties": (
        "Органы с равным баллом делят места: «2–3» — второе и третье, следующий — четвёртый. Сравниваются баллы после округления редакции.",
        "Балы тең органдар орындарды бөліседі: «2–3» — екінші және үшінші, келесісі — төртінші. Дөңгелектелген балдар салыстырылады.",
        "Bodies of one score share places: “2–3” is the second and third, the next is fourth. Scores are compared after the edition's rounding.",
    ),
    "previous": (
        "Сравнение — с {period} по редакции {edition}; место изменилось вверх (+) или вниз (−), делёное место считается лучшим из делимых.",
        "{period} {edition} редакциясы бойынша салыстырылды; орын жоғары (+) не төмен (−) өзгерді, бөлінген орын ең жақсысы деп саналады.",
        "Compared with {period} under the edition {edition}; places won (+) or lost (−), a shared place counts as the best of those shared.",
    ),
    "other_edition": (
        "Прошлый год оценён по другой редакции: в изменении балла есть и изменение правил.",
        "Өткен жыл басқа редакция бойынша бағаланды: балл өзгерісінде ереже өзгерісі де бар.",
        "The year before was assessed under another edition: part of a change is the change of rules.",
    ),
    "unranked": ("Без балла, вне рейтинга", "Балсыз, рейтингтен тыс", "Without a score, not rated"),
    "reason": ("Почему", "Неге", "Why"),
    "lacks": ("не хватает: {facts}", "жетіспейді: {facts}", "not known: {facts}"),
    "and_more": ("и ещё {count}", "тағы {count}", "and {count} more"),
    "new": ("нет в прошлом году", "өткен жылы жоқ", "not in the year before"),
}


@cache
def rating_words(lang: str) -> Mapping[str, str]:
    """Every phrase in one language."""
    column = ("ru", "kk", "en").index(lang)
    return {name: texts[column] for name, texts in _WORDS.items()}


def title_of(rating: Rating, lang: str) -> str:
    """The heading: the year and the edition."""
    period = str(rating.period or "—")
    if lang != "en" and rating.period:
        period = f"{period} {'год' if lang == 'ru' else 'жыл'}"
    return rating_words(lang)["title"].format(period=period, edition=rating.report.edition.id)


def notes_of(rating: Rating, lang: str) -> list[str]:
    """How to read it: ties, and what it is compared with."""
    say = rating_words(lang)
    found = [say["ties"]]
    if rating.previous is not None:
        found.append(say["previous"].format(period=rating.previous_period or "—", edition=rating.previous.edition.id))
        if rating.previous.edition.id != rating.report.edition.id:
            found.append(say["other_edition"])
    return found


def score_text(assessment: Assessment, lang: str) -> str:
    """The rounded score; a dash where there is none."""
    if isinstance(assessment.score, Missing):
        return "—"
    text = decimal_text(assessment.score, assessment.program.overall.rounding.places)
    return text if lang == "en" else text.replace(".", ",").replace("-", "−")


def grade_text(assessment: Assessment, lang: str) -> str:
    """The grade's label."""
    return plain_text(in_language(assessment.band.label, lang)) if assessment.band else "—"


def before_text(rated: Rated, lang: str) -> str:
    """The score of the year before, with its place."""
    if rated.before is None:
        return "—"
    place = "" if rated.before.rank is None else f" ({rated.before.text})"
    return score_text(rated.before.assessment, lang) + place


def change_text(rated: Rated, lang: str) -> str:
    """The change of the score, with its sign."""
    if rated.change is None:
        return "—"
    text = decimal_text(abs(rated.change), rated.now.assessment.program.overall.rounding.places)
    sign = "+" if rated.change > 0 else "−" if rated.change < 0 else ""
    return sign + (text if lang == "en" else text.replace(".", ","))


def places_text(rated: Rated) -> str:
    """Places won or lost."""
    if rated.rank_change is None:
        return "—"
    sign = "+" if rated.rank_change > 0 else "−" if rated.rank_change < 0 else ""
    return f"{sign}{abs(rated.rank_change)}"


def reason_text(rated: Rated, rating: Rating, lang: str) -> str:
    """Why a body has no score: what is not known, and what the act leaves undecided."""
    say, lack = rating_words(lang), rated.now.assessment.missing
    facts = [plain_text(in_language(fact_label(fact, rating.report.edition), lang) or fact) for fact in sorted(lack.facts)]
    said = [f"«{label}»" for label in facts[:MOST_REASONS]]
    if len(facts) > MOST_REASONS:
        said.append(say["and_more"].format(count=len(facts) - MOST_REASONS))
    parts = [say["lacks"].format(facts=", ".join(said))] if said else []
    return "; ".join([*parts, *(f"{phrases(lang)['undecided']}: {sentence}" for sentence in lack.sentences(lang))])
