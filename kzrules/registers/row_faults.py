"""What may be wrong with a row of a register, as SQL conditions with the column, the value and the reason of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kzrules.registers.cells import trimmed
from kzrules.registers.counts import Column
from kzrules.registers.plan import DAYS, MAY_BE_EMPTY, Plan

REASONS = {
    "no_value": "пусто",
    "unreadable": "не читается",
    "unknown_body": "такого органа в описании реестра нет",
    "unknown_word": "такого слова в описании реестра нет",
    "outside": "день вне календаря",
    "before_registered": "раньше дня регистрации",
    "before_extended": "раньше дня продления",
    "lonely": "нет дня продления",
    "repeated": "номер повторён",
    "torn": "в строке не столько полей, сколько заголовков",
}
ENGLISH = {
    "пусто": "empty",
    "не читается": "unreadable",
    "такого органа в описании реестра нет": "the layout has no such body",
    "такого слова в описании реестра нет": "the layout has no such word",
    "день вне календаря": "a day outside the calendar",
    "раньше дня регистрации": "before the day of registration",
    "раньше дня продления": "before the day of the extension",
    "нет дня продления": "no day of an extension",
    "номер повторён": "a repeated number",
    "в строке не столько полей, сколько заголовков": "not as many fields as titles",
}


@dataclass(frozen=True, slots=True)
class RowFault:
    """A fault that a row may have: when, in which column (by our name), and why."""

    condition: str
    column: str
    why: str


def row_faults(plan: Plan) -> Iterator[RowFault]:
    """Every fault that a row of this register may have."""
    titles = plan.titles
    if "body" in titles:
        yield RowFault(f"{_text('body')} IS NULL", "body", "no_value")
        yield RowFault(f"{_text('body')} IS NOT NULL AND body_id IS NULL", "body", "unknown_body")
    for column in plan.counts.columns.values():
        if column.id in titles and column.id not in ("case", "body"):
            yield from _column_faults(column)
    if plan.repeated:
        yield RowFault("is_repeated", "case", "repeated")
    yield RowFault("done < registered", "done", "before_registered")
    if "extended_on" in titles:
        yield RowFault("extended_on < registered", "extended_on", "before_registered")
        for name in ("notified_on", "extension_days"):
            if name in titles:
                yield RowFault(f"{_text(name)} IS NOT NULL AND {_text('extended_on')} IS NULL", name, "lonely")
        if "notified_on" in titles:
            yield RowFault("notified_on < extended_on", "notified_on", "before_extended")


def _column_faults(column: Column) -> Iterator[RowFault]:
    name = column.id
    unreadable = "unknown_word" if column.type in ("choice", "yes_no") else "unreadable"
    yield RowFault(f"{_text(name)} IS NOT NULL AND {name} IS NULL", name, unreadable)
    if name in DAYS:
        yield RowFault(f"{name} IS NOT NULL AND {name}_upto IS NULL", name, "outside")
    if name not in MAY_BE_EMPTY:
        unless = " AND done IS NOT NULL" if column.only_done else ""
        yield RowFault(f"{_text(name)} IS NULL AND {name} IS NULL{unless}", name, "no_value")


def _text(name: str) -> str:
    return trimmed(f"{name}_text")


def value_of(fault: RowFault) -> str:
    """What stands in the faulty cell, in SQL."""
    return f"coalesce({fault.column}_text, '')"


def bad_sql(plan: Plan) -> str:
    """Whether a row is faulty; rows in which all is there and plain are not looked at twice."""
    plain = ["body_id IS NOT NULL", "registered_upto IS NOT NULL", "done IS NOT NULL", "done_upto IS NOT NULL", "done >= registered"]
    others = [name for name in plan.counts.columns if name in plan.titles and name not in ("case", "body", "registered", "done")]
    plain += [f"{name}_text IS NULL" if name in MAY_BE_EMPTY else f"{name} IS NOT NULL" for name in others]
    plain += ["NOT is_repeated"] if plan.repeated else []
    every = " OR ".join(f"({fault.condition})" for fault in row_faults(plan))
    return f"CASE WHEN {' AND '.join(plain)} THEN false ELSE coalesce({every}, false) END"
