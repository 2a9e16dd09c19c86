"""What is asked about a body, in names: brought to its record, its questions, rules and grades; what fits nothing is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from kzrules.answer_text import name_of
from kzrules.comparison import run_of
from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import Edition
from kzrules.facts import Body, Cohort
from kzrules.guess import guesses
from kzrules.inquiry import OVERALL, Inquiry, inquiry_of
from kzrules.place import NOWHERE, Place
from kzrules.seeking import Wish
from kzrules.standing import Standing, standing_of, unknown_to


def bodies_named(cohort: Cohort, names: Iterable[str]) -> list[Body]:
    """The bodies of these ids, all of them when none is named.

    Raises:
        Faults: for ids that the data do not have.

    """
    wanted, known = list(names), list(dict.fromkeys(body.id for body in cohort.bodies))
    faults = [Diagnostic("KZ683", NOWHERE, {"name": name, **guesses(name, known)}) for name in wanted if name not in known]
    if faults:
        raise Faults(faults)
    return [body for body in cohort.bodies if not wanted or body.id in wanted]


def standings_of(edition: Edition, cohort: Cohort, bodies: Iterable[Body], choices: Mapping[str, str]) -> list[Standing]:
    """Bodies of a cohort as they stand, each beside the others of its assessed year."""
    chosen = list(bodies)
    runs = {period: run_of(edition, cohort.of(period).bodies, choices, period) for period in {body.period for body in chosen}}
    return [standing_of(inquiry_of(runs[body.period], body, edition.dictionary)) for body in chosen]


def questions_named(inquiry: Inquiry, names: Iterable[str]) -> list[str]:
    """The questions of some facts: `od_list` stands for both language versions, `services[карта].channel` for a record by its name.

    Raises:
        Faults: for facts that the edition does not ask this body for.

    """
    known: dict[str, list[str]] = {}
    for path, question in inquiry.questions.items():
        heads = {path, name_of(path, inquiry.body), *([path.partition(".")[0]] if question.spec.per_language else [])}
        for head in heads:
            known.setdefault(head, []).append(path)
    found: dict[str, None] = {}
    faults = []
    for name in names:
        if name not in known:
            faults.append(Diagnostic("KZ681", NOWHERE, {"name": name, "edition": inquiry.terms.program.edition, **guesses(name, known)}))
        found.update(dict.fromkeys(known.get(name, [])))
    if faults:
        raise Faults(faults)
    return list(found)


def wish_of(standing: Standing, edition: Edition, grade: str | None, score: Fraction | None, rule: str | None) -> Wish:
    """What is wanted: at least a score, or the lower edge of a grade.

    Raises:
        Faults: for a grade or a rule that the edition does not have.

    """
    program = standing.inquiry.terms.program
    path = OVERALL
    if rule:
        fits = [known for known in program.rules if known == rule or known.rpartition(".")[2] == rule]
        if len(fits) != 1:
            code, more = ("KZ601", guesses(rule, program.rules)) if not fits else ("KZ606", {"paths": ", ".join(fits)})
            raise Faults([Diagnostic(code, Place(edition.file), {"name": rule, **more})])
        path = fits[0]
    if grade is None:
        assert score is not None
        return Wish(score, path)
    bands = {band.grade: band for band in program.bands}
    if grade not in bands:
        raise Faults([Diagnostic("KZ682", Place(edition.file), {"name": grade, "edition": edition.id, **guesses(grade, bands)})])
    unit = Fraction(1, 10**program.overall.rounding.places)
    low = bands[grade].low
    lowest = program.overall.minimum if program.overall.minimum is not None else Fraction(-(10**6))
    return Wish(lowest if low is None else ceil(low / unit) * unit, path, bands[grade])


def answerable(standing: Standing, path: str, facts: Iterable[str]) -> None:
    """Raises when a score rests on unknown facts other than those that are asked about.

    Raises:
        Faults: with the names of the unknown facts.

    """
    body = standing.inquiry.body
    names = unknown_to(standing, path, list(facts))
    if names:
        said = ", ".join(name_of(name, body) for name in names)
        raise Faults([Diagnostic("KZ680", body.place, {"body": body.id, "facts": said})])
