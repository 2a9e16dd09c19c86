"""Acts applied to the facts of their bodies: the penalty facts they count up to, and, where asked for, what is true instead of what was reported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.dictionary import LANGUAGES
from kzrules.edition import Edition
from kzrules.exact import ExactEvaluator
from kzrules.facts import Body, Cohort
from kzrules.guess import guesses
from kzrules.reconciliation.act import Of, ReconciliationAct, Untrue, twice
from kzrules.reconciliation.counts import penalty_facts, unforeseen
from kzrules.reconciliation.form import ActForm
from kzrules.values import FactValue, Mark, Missing, decimal_text


@dataclass(frozen=True, slots=True)
class Applied:
    """The cohort as the acts leave it, and what was done, a sentence each."""

    cohort: Cohort
    notes: tuple[str, ...]


def applied(
    cohort: Cohort, acts: Sequence[ReconciliationAct], form: ActForm | None, edition: Edition, corrected: bool
) -> tuple[Applied | None, list[Diagnostic]]:
    """The cohort with the acts applied, or None and every reason against it.

    Args:
        cohort: the facts.
        acts: all acts of the run.
        form: the form of the edition's acts.
        edition: the edition of the run.
        corrected: whether what is true takes the place of what was reported, where an entry does not say so itself.

    """
    faults = [fault for act in acts for fault in _refused(act, cohort, edition)]
    faults += [fault for act in acts for fault in unforeseen(act, form, edition)]
    if faults:
        return None, in_file_order(faults)
    if form is None:
        return Applied(cohort, ()), []  # nothing was found, and there is nothing to find
    bodies: list[Body] = []
    notes: list[str] = []
    for body in cohort.bodies:
        own = [act for act in acts if (act.body, act.period) == (body.id, body.period)]
        if own:
            new, said, found = _body(body, own, form, edition, corrected)
            faults += [*found, *twice(own)]
            notes += said
            bodies.append(new)
        else:
            bodies.append(body)
    if errors(faults):
        return None, in_file_order(faults)
    digest = hashlib.sha256("".join([cohort.sha256, *sorted(act.sha256 for act in acts)]).encode()).hexdigest()
    return Applied(Cohort(tuple(bodies), digest), (*notes, _rescoring(acts, corrected))), []


def _refused(act: ReconciliationAct, cohort: Cohort, edition: Edition) -> Iterator[Diagnostic]:
    """An act about another body, another year or another edition."""
    same = [body for body in cohort.bodies if body.id == act.body]
    guess = guesses(act.body, sorted({body.id for body in cohort.bodies}))
    if not same:
        why = {"why_ru": "в данных такого органа нет", "why_en": "the data have no such body"}
        yield Diagnostic("KZ870", act.place, {"body": act.body, **why, **guess})
    elif act.kind != same[0].kind:
        why = {"why_ru": f"в акте он {act.kind}, в данных — {same[0].kind}", "why_en": f"the act says {act.kind}, the data {same[0].kind}"}
        plain = {"guess_ru": "поле kind: central или local", "guess_en": "the field kind: central or local"}
        yield Diagnostic("KZ870", act.place, {"body": act.body, **why, **plain})
    elif act.period not in {body.period for body in same}:
        found = ", ".join(str(body.period or "—") for body in same)
        yield Diagnostic("KZ871", act.place, {"body": act.body, "period": act.period, "found": found})
    if act.under != edition.id:
        yield Diagnostic("KZ872", act.under_place, {"under": act.under, "edition": edition.id})


def _body(body: Body, acts: list[ReconciliationAct], form: ActForm, edition: Edition, corrected: bool) -> tuple[Body, list[str], list[Diagnostic]]:
    values: dict[str, Any] = dict(body.values)
    faults: list[Diagnostic] = []
    notes: list[str] = []
    for fact, counted in penalty_facts(acts, form).items():
        given = body.value(fact)
        label = edition.dictionary.facts[fact].title()
        if not isinstance(given, Missing) and given != counted:
            said = {"fact": fact, "label": label, "counted": shown_answer(counted), "given": shown_answer(given)}
            faults.append(Diagnostic("KZ874", acts[0].place, said))
        values[fact] = counted
        notes.append(f"{body.title()}, {body.period}: {label} ({fact}) = {shown_answer(counted)}")
    for act in acts:
        for entry in act.unreliable:
            if entry.of is not None:
                faults += _checked(body, entry, entry.of)
                if corrected if entry.correct is None else entry.correct:
                    values[entry.of.fact] = _with(values.get(entry.of.fact), entry.of)
                    notes.append(
                        f"{body.title()}, {body.period}: {entry.of.path} = {shown_answer(entry.of.actual)} вместо {shown_answer(entry.of.reported)}"
                    )
    new = replace(body, values=values)
    return new, notes, [*faults, *_impossible(body, new, acts, edition)]


def _impossible(before: Body, after: Body, acts: list[ReconciliationAct], edition: Edition) -> Iterator[Diagnostic]:
    """What must hold among facts, and holds no more once they are corrected."""
    evaluator = ExactEvaluator()
    for constraint in edition.dictionary.constraints:
        pairs = [(before.values, after.values)]
        if constraint.within:
            old, new = before.value(constraint.within), after.value(constraint.within)
            pairs = list(zip(old, new, strict=False)) if isinstance(old, tuple) and isinstance(new, tuple) else []
        for was, now in pairs:
            names = sorted(constraint.that.names, key=constraint.that.text.index)
            if was == now or not all(name in now for name in names):
                continue
            if evaluator.value(constraint.that, now.__getitem__) is False:
                said = ", ".join(f"{name} = {shown_answer(now[name])}" for name in names)
                yield Diagnostic("KZ510", acts[0].place, {"that": constraint.that.text, "values": said})


def _checked(body: Body, entry: Untrue, of: Of) -> Iterator[Diagnostic]:
    """Whether the facts hold what the act says was reported, or have what is true already."""
    given = _answer(body.value(of.fact), of)
    if isinstance(given, Missing) or given in (of.reported, of.actual):
        return
    found = "«нет записи»" if given is None else shown_answer(given)
    said = {"label": of.spec.title(), "fact": of.path, "reported": shown_answer(of.reported), "given": found}
    yield Diagnostic("KZ875", entry.place, said)


def _answer(value: FactValue, of: Of) -> Any:
    """The answer that an entry is about; None where its record is not there."""
    if of.record:
        if not isinstance(value, tuple):
            return value
        found = [record for record in value if str(next(iter(record.values()), "")) == of.record]
        return found[0].get(of.field, Missing(frozenset([of.fact]))) if found else None
    if of.language and isinstance(value, dict):
        return value.get(of.language, Missing(frozenset([of.fact])))
    return value


def _with(value: Any, of: Of) -> Any:
    """The fact's value with what is true in the place of what was reported."""
    if of.record:
        records = value if isinstance(value, tuple) else ()
        return tuple({**r, of.field: of.actual} if str(next(iter(r.values()), "")) == of.record else r for r in records)
    if of.language:
        known = value if isinstance(value, dict) else dict.fromkeys(LANGUAGES, Missing(frozenset([of.fact])))
        return {**known, of.language: of.actual}
    return of.actual


def _rescoring(acts: Sequence[ReconciliationAct], corrected: bool) -> str:
    """What is done where the Technique is silent: it prints the deduction, and nothing about scoring the true figure."""
    own = any(entry.correct is not None for act in acts for entry in act.unreliable)
    taken = "верные сведения вместо сообщённых" if corrected else "сведения, как они сообщены"
    other = "без --corrected — как сообщены" if corrected else "--corrected — верные"
    marked = "; где в акте стоит correct, взято сказанное там" if own else ""
    return f"пересчёт по верным сведениям Методика не описывает; взяты {taken} ({other}){marked}"


def shown_answer(value: Any) -> str:
    """An answer as facts files write it."""
    match value:
        case Missing():
            return "-"
        case Mark():
            return value.value
        case bool():
            return "yes" if value else "no"
        case str() | int():
            return str(value)
        case _ if hasattr(value, "numerator"):
            return decimal_text(value)
        case _:
            return str(value)
