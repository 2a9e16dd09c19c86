"""What acts count up to: values of the edition's own penalty facts. How many points they cost is the edition's business alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.guess import guesses
from kzrules.reconciliation.act import KINDS_OF_FINDING, FindingKind, Late, ReconciliationAct
from kzrules.reconciliation.form import ActForm, Counted
from kzrules.values import NotApplicable, Single

_SAID: Mapping[FindingKind, tuple[str, str]] = {
    "unreliable": ("недостоверность", "untrue facts"),
    "incomplete": ("неполнота", "incompleteness"),
    "late": ("опоздание", "lateness"),
    "absent": ("отсутствие отчётности", "absence of a report"),
}


def unforeseen(act: ReconciliationAct, form: ActForm | None, edition: Edition) -> Iterator[Diagnostic]:
    """Entries that the edition takes no points off for."""
    takes = form.takes if form else {}
    for kind in KINDS_OF_FINDING:
        for entry in getattr(act, kind):
            if kind in takes.get(entry.direction, {}):
                continue
            ru, en = _SAID[kind]
            guess = {} if entry.direction in takes else guesses(entry.direction, takes)
            values = {
                "edition": edition.id,
                "what_ru": f"{ru}, направление «{entry.direction}»",
                "what_en": f"{en}, direction “{entry.direction}”",
                "guess_ru": "вычеты за неё: " + ", ".join(_SAID[k][0] for k in KINDS_OF_FINDING if k in takes.get(entry.direction, {})),
                "guess_en": "it takes points off for: " + ", ".join(_SAID[k][1] for k in KINDS_OF_FINDING if k in takes.get(entry.direction, {})),
                **guess,
            }
            yield Diagnostic("KZ873", entry.place, values)


def penalty_facts(acts: Iterable[ReconciliationAct], form: ActForm, kinds: Iterable[FindingKind] = KINDS_OF_FINDING) -> dict[str, Single]:
    """The penalty facts of the directions that acts of one body are about; kinds left out count as nothing found."""
    found: dict[str, Single] = {}
    acts = tuple(acts)
    kinds = tuple(kinds)
    for direction in dict.fromkeys(d for act in acts for d in act.directions):
        for kind, takes in form.takes.get(direction, {}).items():
            entries = tuple(entry for act in acts for entry in act.findings(kind, direction)) if kind in kinds else ()
            none = any(act.findings("absent", direction) for act in acts) and "absent" in kinds
            for fact, counted in takes.items():
                found[fact] = _count(counted, entries, none)
    return found


def nothing(direction: str, form: ActForm) -> dict[str, Single]:
    """The penalty facts of a direction where nothing was found."""
    return {fact: _count(counted, (), absent=False) for takes in form.takes.get(direction, {}).values() for fact, counted in takes.items()}


def _count(counted: Counted, entries: tuple[object, ...], absent: bool) -> Single:
    match counted:
        case "findings":
            return Fraction(len(entries))
        case "reports":
            return Fraction(len({getattr(entry, "report", "") for entry in entries}))
        case "calendar_days":
            if absent:
                return NotApplicable
            return Fraction(sum((late.filed - late.due).days for late in entries if isinstance(late, Late)))
        case "flag":
            return bool(entries)
        case _:
            assert_never(counted)
