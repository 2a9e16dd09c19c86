"""Diagnostics of runs: cases (KZ60x), assessed years and choices (KZ62x), comparisons and run records (KZ65x)."""

from __future__ import annotations

from kzrules.message import Message

RUN = {
    "KZ601": Message(
        "в редакции нет показателя «{name}»", "the edition has no rule “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ602": Message(
        "набора фактов «{name}» нет среди sets", "there is no set of facts “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ603": Message(
        "у случая нет ожидания: ни expect, ни rows", "the case expects nothing: neither expect nor rows",
        "добавьте expect", "add expect",
    ),
    "KZ604": Message(
        "«{value}» — не число и не \"-\"", "“{value}” is neither a number nor \"-\"",
        "напишите точное число: 12.5 или \"37/3\"", "write an exact number: 12.5 or \"37/3\"",
    ),
    "KZ605": Message(
        "варианта «{option}» у чтения «{name}» нет", "the reading “{name}” has no option “{option}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ606": Message(
        "имя «{name}» значит несколько показателей: {paths}", "the name “{name}” stands for several rules: {paths}",
        "напишите путь целиком", "write the whole path",
    ),
    "KZ607": Message(
        "редакция «{name}» не найдена", "the edition “{name}” is not found",
        "список редакций даёт kzrules list", "kzrules list prints the editions",
    ),
    "KZ608": Message(
        "expect без of должен называть показатели: expect: {{показатель: число}}", "expect without of must name rules: expect: {{rule: number}}",
        "добавьте of: показатель", "add of: rule",
    ),
    "KZ620": Message(
        "правила редакции {edition} зависят от оцениваемого года (меняются с {years}), а год не назван", "the rules of {edition} differ by assessed year (from {years}), and none is named",
        "назовите его: period в файле фактов, --period в команде", "name it: period in the facts file, --period on the command line",
    ),
    "KZ622": Message(
        "оцениваемый год — не целое число: «{value}»", "the assessed year is no whole number: “{value}”",
        "напишите год числом: 2020", "write the year as a number: 2020",
    ),
    "KZ621": Message(
        "у записи органа «{body}» нет оцениваемого года", "the record of “{body}” has no assessed year",
        "добавьте period: ГОД в начало файла или в эту запись", "add period: YEAR at the top of the file or to this record",
    ),
}  # fmt: skip
