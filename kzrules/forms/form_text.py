"""Forms, sums and facts as lines for people: the list of forms, where each number comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kzrules.forms.cell_values import value_text
from kzrules.forms.consolidation import Consolidated
from kzrules.forms.feeds import Derived
from kzrules.forms.filing import Filing
from kzrules.forms.form import Form
from kzrules.place import Place
from kzrules.reading_nodes import in_language
from kzrules.text_table import clipped, text_table
from kzrules.values import Missing

_EVERY = {"ru": {"month": "ежемесячно", "quarter": "ежеквартально", "year": "ежегодно", "once": "по мере надобности"}}
_EVERY |= {"kk": {"month": "ай сайын", "quarter": "тоқсан сайын", "year": "жыл сайын", "once": "қажеттілігіне қарай"}}
_EVERY |= {"en": {"month": "monthly", "quarter": "quarterly", "year": "yearly", "once": "when needed"}}
_HEADS = {
    "ru": ("форма", "что", "кто представляет", "когда", "не позднее"),
    "kk": ("нысан", "не", "кім ұсынады", "қашан", "мерзімі"),
    "en": ("form", "what", "filed by", "when", "not later than"),
}
_DAY = {"ru": "{day} числа следующего месяца", "kk": "келесі айдың {day}-күні", "en": "day {day} of the next month"}
MAPPING = "Какая строка формы даёт какой факт — сопоставление наше, кроме строк со ссылкой на пункт акта."
DASH_WORDS = {
    "propagate": "«-» среди слагаемых делает сумму неизвестной",
    "zero": "«-» среди слагаемых считается нулём",
    "error": "«-» среди слагаемых не допускается",
}


def forms_text(forms: Iterable[Form], lang: str) -> str:
    """The forms as a table."""
    rows = []
    for form in forms:
        due = _DAY[lang].format(day=form.filed.due_day) if form.filed.due_day else "—"
        title = in_language(form.title, lang)
        rows.append((form.id, clipped(title, 70), clipped(in_language(form.filed.by, lang), 40), _EVERY[lang][form.filed.every], due))
    return text_table(_HEADS[lang], rows)


def provenance_rows(derived: Derived) -> Iterator[tuple[str, ...]]:
    """Each fact, the filing it comes from, the cells, what that filing gives."""
    yield ("орган", "факт", "форма", "период", "файл", "ячейки", "значение")
    for (body, fact), terms in derived.terms.items():
        for term in terms:
            value = term.value
            said = "-" if isinstance(value, Missing) else str(len(value)) if isinstance(value, tuple) else str(value)
            filing = term.filing
            yield (body, fact, filing.form.id, str(filing.period), filing.file, " ".join(map(_cell, term.places)), said)


def origin_rows(result: Consolidated) -> Iterator[tuple[str, ...]]:
    """Each cell of a sum, and its terms."""
    yield ("раздел", "строка", "графа", "сумма", "орган", "период", "файл", "ячейка", "слагаемое")
    for key, origins in result.origins.items():
        row = f"{key.row}/{key.line}" if key.line else key.row
        whole = value_text(result.filing.cells[key])
        for origin in origins:
            yield (
                key.section,
                row,
                key.column,
                whole,
                origin.body,
                str(origin.period),
                origin.place.file,
                _cell(origin.place),
                value_text(origin.value),
            )


def _cell(place: Place) -> str:
    return f"{place.sheet}!{place.cell}" if place.sheet else f"{place.line}:{place.column}"


def consolidation_head(filings: list[Filing], dash: str) -> tuple[str, ...]:
    """The lines above a sum: of what it is, and what "-" did."""
    bodies, periods = {filing.body for filing in filings}, sorted({filing.period for filing in filings})
    span = f"{periods[0]}…{periods[-1]}" if len(periods) > 1 else str(periods[0])
    return (f"Свод: файлов {len(filings)}, органов {len(bodies)}, периоды {span}.", f"Правило: {DASH_WORDS[dash]}.")
