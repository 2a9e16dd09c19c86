"""Aspects of a rule in people's words: what the entries of `meaning` are called on screens."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kzrules.edition import Edition
from kzrules.reading_nodes import in_language
from kzrules.report import fact_label

_WORDS: Mapping[str, tuple[str, str]] = {
    "added": ("добавлен", "added"),
    "band": ("степень", "grade"),
    "before": ("было", "was"),
    "better": ("в какую сторону", "which way"),
    "bounds": ("границы", "bounds"),
    "cap": ("не выше", "not above"),
    "changed": ("изменён", "changed"),
    "checklist": ("перечень", "checklist"),
    "cite": ("ссылка", "citation"),
    "confidence": ("уверенность", "confidence"),
    "deduction": ("вычет", "deduction"),
    "deductions": ("вычеты", "deductions"),
    "deductions_cap": ("предел вычетов", "limit of deductions"),
    "default": ("вариант по умолчанию", "default option"),
    "defect": ("недостаток", "defect"),
    "defects": ("недостатков", "defects"),
    "dropped": ("исключён", "dropped"),
    "each": ("по каждой записи", "for each record"),
    "empty": ("пустой список", "empty list"),
    "exception": ("особый случай", "special case"),
    "floor": ("не ниже", "not below"),
    "gives": ("даёт", "gives"),
    "label": ("название", "label"),
    "let": ("величина", "value"),
    "level": ("уровень", "level"),
    "line": ("строка перечня", "line"),
    "maximum": ("максимум", "maximum"),
    "minimum": ("наименьшее", "least"),
    "of": ("что ищется", "looked up"),
    "option": ("вариант", "option"),
    "over": ("список", "list"),
    "overall": ("Итоговая оценка", "Overall score"),
    "per": ("за каждый", "per"),
    "points": ("баллы", "points"),
    "printed": ("напечатано", "printed"),
    "question": ("вопрос", "question"),
    "renamed": ("переименован", "renamed"),
    "rounding": ("округление", "rounding"),
    "row": ("строка таблицы", "row"),
    "rule": ("формула", "formula"),
    "score": ("оценка", "score"),
    "table": ("таблица баллов", "point table"),
    "together": ("правило целиком", "the whole rule"),
    "weight": ("вес", "weight"),
    "weights": ("веса направлений", "weights of the directions"),
    "when": ("если", "when"),
    "where": ("только записи, где", "only records where"),
    "why": ("почему", "why"),
    "results": ("меняет результат", "changes results"),
    "citation": ("только ссылка", "citation only"),
    "wording": ("только слова", "wording only"),
    "bands": ("Шкала", "Scale"),
    "readings": ("Чтение", "Reading"),
}
_NAME = re.compile(r"(?<![\w.«])[a-z][a-z0-9_]*(?![\w(])")


def word(name: str, lang: str) -> str:
    """One word of an aspect."""
    return _WORDS[name][lang == "en"] if name in _WORDS else name


def aspect_text(aspect: str, lang: str) -> str:
    """`score row [20; 40)` as `строка таблицы [20; 40)`; what is obvious is left out."""
    parts = aspect.split(" ")
    if parts[0] == "score" and len(parts) > 1:
        parts = parts[1:]
    said = []
    for part in parts:
        name, dot, rest = part.partition(".")
        said.append(f"{word(name, lang)}{' (' + rest + ')' if dot and name in _WORDS else dot + rest}")
    return " ".join(said)


def with_labels(text: str, edition: Edition, lang: str) -> str:
    """A formula with the names of facts replaced by their labels."""

    def label(match: re.Match[str]) -> str:
        found = in_language(fact_label(match.group(), edition), lang)
        return f"«{found}»" if found else match.group()

    return _NAME.sub(label, text)
