"""Facts files from derived facts: written whole, or added to the facts that a file has already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import Dictionary
from kzrules.facts import Body, Cohort
from kzrules.facts_text import answer_text
from kzrules.guess import guesses
from kzrules.resources import data_folder
from kzrules.values import FactValue, Missing, NotApplicable


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why facts of a body cannot be added to a file."""

    ru: str
    en: str


def merged(cohort: Cohort, added: Iterable[Body]) -> tuple[tuple[Body, ...], list[Diagnostic]]:
    """The bodies of a facts file with more facts; a fault where the file says something else or lacks the body.

    A fact that the file leaves open ("-") is filled in; equal values are no contradiction.
    """
    bodies = {(body.id, body.period): body for body in cohort.bodies}
    faults: list[Diagnostic] = []
    for more in added:
        old = bodies.get((more.id, more.period))
        if old is None or old.kind != more.kind:
            faults.append(_unplaced(more, old, cohort))
            continue
        faults += [_contradiction(more, fact, old, new) for fact, new in more.values.items() if not _fits(old.values.get(fact), new)]
        bodies[old.id, old.period] = replace(old, values={**old.values, **more.values})
    return tuple(bodies.values()), faults


def _fits(old: FactValue | None, new: FactValue) -> bool:
    return old is None or isinstance(old, Missing) or old == new


def _contradiction(more: Body, fact: str, old: Body, new: FactValue) -> Diagnostic:
    values = {"body": more.id, "period": more.period, "fact": fact, "old": _shown(old.values[fact]), "new": _shown(new)}
    return Diagnostic("KZ857", old.places.get(fact, old.place), values)


def _unplaced(more: Body, old: Body | None, cohort: Cohort) -> Diagnostic:
    if old is not None:
        why = Unplaced(f"там он записан как {old.kind}", f"there it is {old.kind}")
        guess = {"guess_ru": "исправьте вид органа", "guess_en": "correct the kind of the body"}
    else:
        years = sorted(str(body.period) for body in cohort.bodies if body.id == more.id)
        why = (
            Unplaced(f"есть годы {', '.join(years)}", f"the years are {', '.join(years)}")
            if years
            else Unplaced("такого органа там нет", "there is no such body")
        )
        guess = guesses(more.id, {body.id for body in cohort.bodies})
        if years:
            guess = {"guess_ru": "сверьте год", "guess_en": "compare the year"}
    values = {"body": more.id, "kind": more.kind, "period": more.period, "problem_ru": why.ru, "problem_en": why.en, **guess}
    return Diagnostic("KZ858", more.place, values)


def facts_file_text(bodies: Iterable[Body], head: Iterable[str], dictionary: Dictionary) -> str:
    """A facts file under comment lines, each fact with its Russian label; what `kzrules eval` reads back to the same values."""
    found = list(bodies)
    schema = (data_folder("schemas") / "facts.schema.json").as_uri()
    lines = [f"# yaml-language-server: $schema={schema}", "#", *(f"# {line}".rstrip() for line in head), ""]
    lines += [f"period: {found[0].period}"] if found else []
    lines += ["bodies:"]
    for body in found:
        lines += [f"  - body: {body.id}", f"    period: {body.period}", f"    kind: {body.kind}"]
        lines += [f"    name: {_mapping(body.name)}"] if body.name else []
        lines += ["    facts:"]
        lines += [line for name, value in body.values.items() for line in _fact(name, value, dictionary)]
    return "\n".join(lines) + "\n"


def _fact(name: str, value: Any, dictionary: Dictionary) -> list[str]:
    spec = dictionary.facts.get(name)
    remark = f"  # {spec.title()}" if spec else ""
    if isinstance(value, tuple):
        return [f"      {name}:{'' if value else ' []'}{remark}", *(f"        - {_mapping(record)}" for record in value)]
    return [f"      {name}: {_mapping(value) if isinstance(value, Mapping) else answer_text(value)}{remark}"]


def _mapping(record: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {answer_text(value)}" for key, value in record.items()) + "}"


def _shown(value: FactValue) -> str:
    if value is NotApplicable:
        return "n/a"
    return answer_text(value) if not isinstance(value, tuple) else f"[{len(value)}]"
