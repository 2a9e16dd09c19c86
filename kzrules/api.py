"""The Python API: plain functions over frozen records, no state. `import kzrules as kz`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzrules.attribution import Attribution
from kzrules.catalogue import acts_of
from kzrules.changes import Diff, diff_of, same_line
from kzrules.checks import check_edition
from kzrules.checks_citations import citation_faults
from kzrules.cohort_changes import cohort_attributions
from kzrules.comparison import Comparison, comparison_of, run_of
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.edition import Edition
from kzrules.explain import Branch, branch_lines, explanation
from kzrules.facts import Body, Cohort, body_from_python, cohort_from_bytes
from kzrules.library import open_library, read_file, shown_path
from kzrules.outcome import Assessment
from kzrules.report import assessment_json
from kzrules.values import Missing, decimal_text

FactsLike = Body | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one body: `score`, `grade`, `missing`, `readings`, `trace`, `to_dict()`."""

    assessment: Assessment
    edition: Edition

    @property
    def score(self) -> str | None:
        """The overall score as a decimal text after the edition's rounding; None when it cannot be known."""
        value = self.assessment.score
        return None if isinstance(value, Missing) else decimal_text(value, self.assessment.program.overall.rounding.places)

    @property
    def grade(self) -> str | None:
        """The grade's id."""
        return self.assessment.grade

    @property
    def missing(self) -> list[str]:
        """Names of the facts that would have to be known, and questions that the act leaves open."""
        lack = self.assessment.missing
        return [*sorted(lack.facts), *lack.sentences("ru")]

    @property
    def readings(self) -> tuple[str, ...]:
        """Names of the readings that the result rests on."""
        return self.assessment.readings

    @property
    def trace(self) -> Trace:
        """The reasons, as a tree that prints itself."""
        branch = explanation(self.assessment, self.edition)
        assert branch is not None
        return Trace(branch)

    def to_dict(self) -> dict[str, Any]:
        """The record of `schemas/report.schema.json`."""
        return assessment_json(self.assessment, self.edition)

    def _repr_html_(self) -> str:
        return self.trace._repr_html_()


@dataclass(frozen=True, slots=True)
class Trace:
    """A tree of reasons; `str()` draws it, a notebook folds it."""

    branch: Branch

    def __str__(self) -> str:
        return "\n".join(branch_lines(self.branch))

    def _repr_html_(self) -> str:
        return f'<div style="font-family:sans-serif">{_html(self.branch, open_=True)}</div>'


def _html(branch: Branch, open_: bool = False) -> str:
    text = html.escape(branch.text)
    if not branch.inner:
        return f"<div style='margin-left:1.2em'>{text}</div>"
    inner = "".join(_html(part) for part in branch.inner)
    return f"<details style='margin-left:1em'{' open' if open_ else ''}><summary>{text}</summary>{inner}</details>"


def load(edition: str | Path, *, methodologies: str | Path | None = None) -> Edition:
    """An edition by id (`interaction/2018-01`), beginning of an id, or path of a file.

    Raises:
        NoEdition: when the name fits no edition or several.
        Faults: when the file has faults; `diagnostics` lists them.

    """
    return open_library(methodologies).load(str(edition))


def read_facts(path: str | Path, edition: Edition) -> Cohort:
    """The bodies of a facts file, read with the dictionary of an edition.

    Raises:
        Faults: when the file has faults.

    """
    cohort, found = cohort_from_bytes(read_file(Path(path)), shown_path(Path(path)), edition.dictionary)
    if cohort is None:
        raise Faults(found)
    return cohort


def assess(edition: Edition, facts: FactsLike, *, cohort: Iterable[FactsLike] = (), readings: Mapping[str, str] | None = None) -> Result:
    """Score one body.

    Args:
        edition: from `load`.
        facts: a Body, or a mapping `{"body": …, "kind": "central"|"local", "period": 2020, "facts": {name: value}}`; numbers
            as int, Decimal, Fraction or text. `"-"` is unknown, `"n/a"` rightly empty. The assessed year is needed
            where the edition's rules differ by year.
        cohort: the other bodies of the run, for rules that look at them; those of another assessed year are left out.
        readings: option by reading, where another than the default is wanted.

    Raises:
        Faults: when the facts or the choices have faults.
        TypeError: for a float: it is not exact.

    """
    body = body_of(facts, edition)
    others = [body_of(other, edition) for other in cohort]
    peers = [other for other in others if other != body and other.period in (body.period, None)]
    return Result(run_of(edition, [body, *peers], readings, body.period).assess(body), edition)


def body_of(given: FactsLike, edition: Edition) -> Body:
    """A body as it is, or from Python data.

    Raises:
        Faults: when the data have faults.

    """
    if isinstance(given, Body):
        return given
    body, faults = body_from_python(given, edition.dictionary)
    if errors(faults):
        raise Faults(faults)
    return body


def compare(editions: Iterable[Edition], bodies: Iterable[FactsLike], readings: Mapping[str, str] | None = None) -> Comparison:
    """The same bodies under several editions.

    Raises:
        Faults: when the facts have faults, or a choice fits none of the editions.

    """
    chosen = list(editions)
    cohort = Cohort(tuple(body_of(b, chosen[0]) for b in bodies) if chosen else (), "")
    return comparison_of(chosen, cohort, readings)


def diff(before: Edition, after: Edition, *, period: int | None = None) -> Diff:
    """What changed between two editions, by meaning.

    Args:
        before: the older edition.
        after: the newer one, of the same act line.
        period: the assessed year, where the rules differ by year; left out, the newest of each edition.

    Raises:
        Faults: when the editions are of two lines.

    """
    return diff_of(before, after, period)


def attribute(before: Edition, after: Edition, bodies: Iterable[FactsLike], *, readings: Mapping[str, str] | None = None) -> list[Attribution]:
    """The difference of each body's score between two editions, split among their changes, exactly.

    Args:
        before: the older edition.
        after: the newer one, of the same act line.
        bodies: those to attribute; together they are the cohort of their assessed year.
        readings: option by reading, in each edition that has it.

    Raises:
        Faults: when the editions are of two lines, or facts or choices have faults.

    """
    same_line(before, after)
    cohort = Cohort(tuple(body_of(body, before) for body in bodies), "")
    return list(cohort_attributions(before, after, cohort, readings))


def check(path: str | Path, *, methodologies: str | Path | None = None) -> list[Diagnostic]:
    """Every fault and issue of an edition file, under each option of its readings."""
    library = open_library(methodologies)
    edition, faults = library.read_path(Path(path))
    if edition is None:
        return faults
    return in_file_order([*faults, *check_edition(edition, every_option=True), *citation_faults(edition, acts_of(library))])
