"""What is said about a register that was counted: above the facts, and on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kzrules.reading_nodes import in_language
from kzrules.registers.counts import Counts
from kzrules.registers.derive import Derived
from kzrules.registers.row_faults import ENGLISH

_DERIVED = {
    "late": "с нарушением срока",
    "one_day": "срок в один рабочий день",
    "late_in_outage": "опоздание при подтверждённом сбое",
    "extended": "срок продлён",
}


def head_lines(derived: Derived, counts: Counts, files: Sequence[str], choices: Mapping[str, str], changed: Iterable[str]) -> list[str]:
    """The comment on top of the facts.

    Args:
        derived: what was counted.
        counts: by which description.
        files: the names of the register's files.
        choices: every reading and its option.
        changed: the readings that the command chose.

    """
    lines = [
        f"Получено командой kzrules derive из {', '.join(files)}: {counts.label['ru'].lower()} для {counts.edition}.",
        f"Посчитано дел: {derived.cases}; ещё не окончены и не просрочены: {derived.pending}; других лет: {derived.other_years}.",
    ]
    if derived.bad_rows:
        lines.append(f"ПРОПУЩЕНО СТРОК С ОШИБКАМИ: {derived.bad_rows} (--skip-bad): {reasons_text(derived)}.")
    wanted = set(changed)
    lines.append("Чтения: " + ", ".join(f"{name}={option}" + (" (выбрано)" if name in wanted else "") for name, option in sorted(choices.items())))
    counted = [fact for fact in counts.facts_under(choices) if fact.fact not in derived.lacking]
    lines += [f"{fact.fact}: {_conditions(fact.where, counts)}; {fact.cite.text()}" for fact in counted]
    lines += [f"Не посчитано {fact}: в реестре нет столбца «{column}»" for fact, column in derived.lacking.items()]
    return lines


def _conditions(where: Mapping[str, str], counts: Counts) -> str:
    """`с нарушением срока, без: сбой информационных систем`: the columns in the words of the description."""
    return ", ".join(_condition(key, value, counts) for key, value in where.items()) or "все дела"


def _condition(key: str, value: str, counts: Counts) -> str:
    word = _DERIVED.get(key) or counts.columns[key].label["ru"]
    return f"без: {word}" if value == "no" else word if value == "yes" else f"{word} — {counts.columns[key].choices[value]['ru']}"


def reasons_text(derived: Derived, lang: str = "ru") -> str:
    """`не читается — 3 (Дата регистрации); пусто — 1 (Орган)`: the most frequent first; of very many rows only the first are looked at."""
    found = Counter((row.why, row.column) for row in derived.bad)
    listed = len({(row.file, row.row) for row in derived.bad})
    head = (f"of the first {listed}: " if lang == "en" else f"из первых {listed}: ") if listed < derived.bad_rows else ""
    return head + "; ".join(
        f"{ENGLISH[why] if lang == 'en' else why} — {count}" + (f" ({column})" if column else "") for (why, column), count in found.most_common()
    )


def table_lines(derived: Derived, counts: Counts, lang: str) -> list[str]:
    """What stderr says when all went well."""
    lines = [f"{in_language(counts.label, lang)}: дел {derived.cases}, не окончены {derived.pending}, других лет {derived.other_years}"]
    lines += [f"не посчитано: {fact} — в реестре нет столбца «{column}»" for fact, column in derived.lacking.items()]
    lines += [f"нет ни одного дела: {', '.join(derived.without)}"] if derived.without else []
    return lines
