"""An act as its annex prints it: title, a table for each direction, what was found, the deduction, who signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.edition import Edition
from kzrules.reading_nodes import in_language
from kzrules.reconciliation.act import Incomplete, Late, ReconciliationAct, Untrue
from kzrules.reconciliation.deduction import Taken, taken
from kzrules.reconciliation.form import ActForm
from kzrules.values import shown

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "body": ("Государственный орган", "Мемлекеттік орган", "State body"),
    "cap": ("Предел вычета", "Шегерім шегі", "Cap of the deduction"),
    "cap_all": ("Предел всех вычетов по направлению", "Бағыт бойынша барлық шегерімнің шегі", "Cap of all deductions of the direction"),
    "cap_met": ("предел достигнут", "шекке жетті", "the cap is reached"),
    "date": ("дата", "күні", "date"),
    "direction": ("Направление", "Бағыт", "Direction"),
    "filed": ("представлено", "ұсынылды", "filed"),
    "due": ("срок", "мерзімі", "due"),
    "name": ("расшифровка подписи", "қолдың толық жазылуы", "name"),
    "no": ("нет", "жоқ", "no"),
    "none": ("не установлено", "анықталған жоқ", "none found"),
    "number": ("№ {number} от {date}", "{date} № {number}", "No. {number} of {date}"),
    "ours": (
        "Форма этого акта в источниках не видена: расположение наше.",
        "Бұл актінің нысаны дереккөздерде көрінбеді: орналасуы біздікі.",
        "No source shows the form of this act: the layout is ours.",
    ),
    "period": ("отчетный период", "есепті кезең", "reporting period"),
    "position": ("должность", "лауазымы", "position"),
    "proof": ("подтверждение", "растау", "proof"),
    "reported": (
        "представлено: {reported}; в действительности: {actual}",
        "ұсынылды: {reported}; шындығында: {actual}",
        "reported: {reported}; true: {actual}",
    ),
    "sign": ("подпись", "қолы", "signature"),
    "yes": ("есть", "бар", "yes"),
    "year": ("{period} год", "{period} жыл", "{period}"),
}


def said(name: str, lang: str) -> str:
    """One phrase."""
    return _WORDS[name][("ru", "kk", "en").index(lang)]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """What was found of one kind: a heading, lines, and its deduction line (empty: the annex prints none)."""

    heading: str
    lines: tuple[str, ...]
    deduction: str


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """What concerns one direction."""

    direction: str
    rows: tuple[tuple[str, str, str], ...]
    total: tuple[str, str]
    texts: tuple[PrintedText, ...]
    final: str
    caps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedAct:
    """The whole act in words."""

    annex: str
    title: str
    number: str
    body: str
    period: str
    columns: tuple[str, ...]
    parts: tuple[PrintedPart, ...]
    note: str
    signatures: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    lang: str


def printed(act: ReconciliationAct, form: ActForm, edition: Edition, choices: Mapping[str, str], lang: str) -> PrintedAct:
    """The act in words, deductions computed through the edition.

    Raises:
        Faults: when a choice fits nothing.

    """
    program = edition.program(act.kind, choices, act.period)
    labels = {rule.path: in_language(rule.label, lang) for rule in program.directions}
    parts = [_part(act, form, taken(act, form, edition, choices, d), labels[d], lang) for d in act.directions or tuple(form.takes)[:1]]
    number = said("number", lang).format(number=act.number or "____", date=day(act.date) or "____") if act.number or act.date else ""
    return PrintedAct(
        annex=form.cite.text(lang) if form.cite else "",
        title=in_language(form.title, lang),
        number=number,
        body=act.title(lang),
        period=said("year", lang).format(period=act.period),
        columns=tuple(in_language(column, lang) for column in form.columns),
        parts=tuple(parts),
        note=said("ours", lang) if form.ours else "",
        signatures=tuple(_signatures(act, form, lang)),
        lang=lang,
    )


def day(value: str) -> str:
    """`18.01.2019`."""
    return ".".join(reversed(value.split("-"))) if value else ""


def _part(act: ReconciliationAct, form: ActForm, found: Taken, label: str, lang: str) -> PrintedPart:
    direction = found.direction
    rows: list[tuple[str, str, str]] = []
    untrue = act.findings("unreliable", direction)
    if form.each_fact:
        rows = [(str(n), _brief(entry), shown(found.one_fact, lang)) for n, entry in enumerate(untrue, start=1)]
        whole = found.one_fact * len(untrue)  # ВСЕГО of this annex is the sum of its column; the cap comes below it
    else:
        for n, row in enumerate((r for r in form.rows if r.kind in found.by_kind), start=1):
            rows.append((str(n), in_language(row.label, lang), shown(found.by_kind[row.kind], lang)))
        whole = found.final
    texts = [_text(act, form, found, kind, lang) for kind in form.texts if kind in found.by_kind]
    return PrintedPart(
        direction=label,
        rows=tuple(rows),
        total=(in_language(form.total, lang), shown(whole, lang)),
        texts=tuple(texts),
        final=in_language(form.final, lang).format(points=shown(found.final, lang)),
        caps=tuple(_cap(*cap, alone=len(found.caps) == 1, lang=lang) for cap in found.caps),
    )


def _cap(name: str, cap: Fraction, met: bool, *, alone: bool, lang: str) -> str:
    head = said("cap", lang) + (f" («{name}»)" if name else "") if name or alone else said("cap_all", lang)
    return f"{head}: {shown(cap, lang)}" + (f"; {said('cap_met', lang)}" if met else "")


def _text(act: ReconciliationAct, form: ActForm, found: Taken, kind: str, lang: str) -> PrintedText:
    entries = act.findings(kind, found.direction)  # type: ignore[arg-type]
    lines: list[str] = []
    for n, entry in enumerate(entries, start=1):
        match entry:
            case Untrue():
                said_of = said("reported", lang).format(reported=entry.reported, actual=entry.actual)
                lines.append(f"{n}) {_brief(entry)}: {said_of}{_proved(entry, lang)}")
            case Incomplete():
                lines.append(f"{n}) {entry.report}: {entry.part}{_proved(entry, lang)}")
            case Late():
                lines.append(f"{said('due', lang)}: {entry.due:%d.%m.%Y}; {said('filed', lang)}: {entry.filed:%d.%m.%Y}")
            case _:
                lines.append(said("yes", lang))
    text = form.texts[kind]
    points = found.by_kind[kind]
    deduction = in_language(form.deduction, lang).format(points=shown(points, lang)) if text.deduction else ""
    empty = said("no" if kind == "absent" else "none", lang)
    return PrintedText(in_language(text.label, lang), tuple(lines) or (empty,), deduction)


def _brief(entry: Untrue) -> str:
    if entry.what:
        return entry.what
    if entry.of is None:
        return "—"
    where = f" ({entry.of.record})" if entry.of.record else f" ({entry.of.language})" if entry.of.language else ""
    return entry.of.spec.title() + where


def _proved(entry: Untrue | Incomplete, lang: str) -> str:
    found = [part for part in (entry.proof.document, entry.proof.system, day(entry.proof.date)) if part]
    return f" ({said('proof', lang)}: {', '.join(found)})" if found else ""


def _signatures(act: ReconciliationAct, form: ActForm, lang: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for side, label in form.signatures.items():
        own = [s for s in act.signatures if s.side == side]
        who = own[0] if own else None
        words = (
            (said("position", lang), who.position if who else ""),
            (said("date", lang), day(who.date) if who else ""),
            (said("sign", lang), ""),
            (said("name", lang), who.name if who else ""),
        )
        found.append((in_language(label, lang), words))
    return found
