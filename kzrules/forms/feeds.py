"""From filled forms to facts: each fact from the cells that feed it, over the forms and periods of the assessed year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.dictionary import Dictionary
from kzrules.facts import Body
from kzrules.forms.cell_values import folded
from kzrules.forms.consolidation import reported_twice
from kzrules.forms.feed_terms import Term, term_of
from kzrules.forms.filing import NO_INFORMATION, Filing
from kzrules.forms.form import Form
from kzrules.forms.periods import Period
from kzrules.place import file_place
from kzrules.values import FactValue, Missing


@dataclass(frozen=True, slots=True)
class Derived:
    """The facts of the bodies, and the terms that each was made of, by body and fact."""

    bodies: tuple[Body, ...]
    terms: Mapping[tuple[str, str], tuple[Term, ...]]


def facts_of(filings: list[Filing], known: Iterable[Form], dictionary: Dictionary, partial: bool = False) -> tuple[Derived, list[Diagnostic]]:
    """The facts that filings give.

    Args:
        filings: of any forms, bodies and periods of one assessed year or several.
        known: all forms of the library: a fact is whole only when every form of its act that feeds it is there.
        dictionary: of facts.
        partial: whether a fact is made of what is there.

    """
    feeding = _feeding(known)
    faults = list(reported_twice(filings))
    bodies: list[Body] = []
    terms: dict[tuple[str, str], tuple[Term, ...]] = {}
    for year in sorted({filing.period.year for filing in filings}):
        of_year = [filing for filing in filings if filing.period.year == year]
        own = [filing for filing in of_year if not _of_many(filing.form)]
        many = [filing for filing in of_year if _of_many(filing.form)]
        faults += _strangers(many, own)
        for body in dict.fromkeys(filing.body for filing in own):
            mine = [filing for filing in own if filing.body == body]
            if not mine[0].kind:
                faults.append(Diagnostic("KZ898", file_place(mine[0].file), {"body": body}))
                continue
            facts, found, made = _body_facts(mine, many, year, feeding, partial)
            faults += found
            terms |= {(body, fact): parts for fact, parts in made.items()}
            ordered = {name: facts[name] for name in dictionary.facts if name in facts}
            name = {"ru": mine[0].name} if mine[0].name else {}
            bodies.append(Body(body, mine[0].kind, name, ordered, place=file_place(mine[0].file), period=year))
    return Derived(tuple(bodies), terms), in_file_order(faults)


def _feeding(known: Iterable[Form]) -> dict[tuple[str, str], set[str]]:
    """Which forms of an act feed a fact."""
    found: dict[tuple[str, str], set[str]] = {}
    for form in known:
        for feed in form.feeds:
            found.setdefault((form.act, feed.fact), set()).add(form.id)
    return found


def _of_many(form: Form) -> bool:
    """Whether a form speaks of many bodies, one line each."""
    return any(feed.body for feed in form.feeds)


def _body_facts(
    mine: list[Filing], many: list[Filing], year: int, feeding: Mapping[tuple[str, str], set[str]], partial: bool
) -> tuple[dict[str, FactValue], list[Diagnostic], dict[str, tuple[Term, ...]]]:
    body, names = mine[0].body, {folded(name) for filing in mine for name in (filing.body, filing.name) if name}
    faults: list[Diagnostic] = []
    found: dict[str, list[Term]] = {}
    holes = set()
    for form in {filing.form.id: filing.form for filing in (*mine, *many)}.values():
        periods = [filing.period for filing in (*mine, *many) if filing.form.id == form.id]
        lacking = _lacking(periods, year, form)
        if lacking and form.feeds:
            holes.add(form.id)
            place = file_place(next(filing.file for filing in (*mine, *many) if filing.form.id == form.id))
            faults.append(Diagnostic("KZ896", place, {"form": form.id, "body": body, "year": year, "periods": lacking}))
    for filing in (*mine, *many):
        for feed in filing.form.feeds:
            found.setdefault(feed.fact, []).append(term_of(feed, filing, names))
    facts: dict[str, FactValue] = {}
    for fact, terms in found.items():
        here = {term.filing.form.id for term in terms}
        absent = sorted(feeding.get((terms[0].filing.form.act, fact), set()) - here)
        if absent:
            faults.append(Diagnostic("KZ895", file_place(mine[0].file), {"fact": fact, "body": body, "forms": ", ".join(absent)}))
        facts[fact] = NO_INFORMATION if (absent or here & holes) and not partial else _together(terms)
    return facts, faults, {fact: tuple(terms) for fact, terms in found.items()}


def _lacking(periods: list[Period], year: int, form: Form) -> str:
    """The months of the year that no filing covers; those of other cadences are whole by themselves."""
    covered = {month for period in periods for month in range(period.first, period.last + 1)}
    if form.filed.every == "once" or covered == set(range(1, 13)):
        return ""
    quarters = [q for q in range(4) if not {3 * q + 1, 3 * q + 2, 3 * q + 3} <= covered]
    return ", ".join(f"{year}Q{q + 1}" for q in quarters)


def _together(terms: list[Term]) -> FactValue:
    """Numbers add up over the filings; lists join; one answer stands when all agree."""
    values = [term.value for term in terms]
    if any(isinstance(value, Missing) for value in values):
        return NO_INFORMATION
    if all(isinstance(value, Fraction) and not isinstance(value, bool) for value in values):
        return sum((value for value in values if isinstance(value, Fraction)), Fraction(0))
    if all(isinstance(value, tuple) for value in values):
        return tuple(record for value in values if isinstance(value, tuple) for record in value)
    return values[0] if all(value == values[0] for value in values) else NO_INFORMATION


def _strangers(many: list[Filing], own: list[Filing]) -> Iterator[Diagnostic]:
    """Lines that speak of a body none of these files is of."""
    known = {folded(name) for filing in own for name in (filing.body, filing.name) if name}
    for filing in many:
        numbers = {(feed.section, row): feed.body for feed in filing.form.feeds if feed.body for row in feed.rows}
        named = {}
        for key, given in filing.names.items():
            lines = filing.form.section(key.section).row(key.row).lines
            wanted = numbers.get((key.section, key.row))
            if lines and wanted:
                name = given[[n for n, _ in lines.names].index(wanted)]
                if folded(name) not in known:
                    named[name] = Diagnostic("KZ897", file_place(filing.file), {"name": name, "form": filing.form.id})
        yield from named.values()
