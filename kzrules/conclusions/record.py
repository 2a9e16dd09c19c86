"""The record between an assessment and the documents: every text in its language, every number as it is printed.

Writers (HTML, Word, PDF, Excel) read this and nothing else, so that the four documents cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kzrules.conclusions.findings import Finding
from kzrules.conclusions.score_table import TableRow
from kzrules.outcome import Result


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and what is said under it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """One annex, filled.

    Attributes:
        columns: number, name, points, and the maximum where the form has one.
        notes: on this form: what it prints otherwise than the act, what does not add up and why.

    """

    id: str
    annex: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...]
    signed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossRow:
    """One place that cost points (or gave some back).

    Attributes:
        points: exact, in points of the direction; of the block in the section of the block.
        block_points: exact, in points of the block.
        parts: of a checklist: its lines; they add up to `points`.

    """

    label: str
    path: str
    what: str
    points: Fraction
    text: str
    block_points: Fraction
    block_text: str
    cite: str
    parts: tuple[LossRow, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The block, or one direction.

    Attributes:
        forms: the whole form first, then those about a part.
        losses: None while the score is not known.
        balance: maximum less losses is the score, in words; empty while the score is not known.
        svg: the waterfall; empty likewise.

    """

    id: str
    label: str
    score: Result
    score_text: str
    maximum: Fraction
    maximum_text: str
    forms: tuple[FormPage, ...]
    losses: tuple[LossRow, ...] | None
    lost_text: str
    balance: str
    svg: str
    analysis_heading: str
    analysis: tuple[Pair, ...]
    conclusions_heading: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """The place among peers, in words."""

    text: str
    shared: str
    previous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A criterion and the share of its maximum that it attained."""

    label: str
    direction: str
    text: str
    share: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading that the result rests on."""

    id: str
    question: str
    option: str
    chosen: str
    confidence: str
    why: str
    cite: str


@dataclass(frozen=True, slots=True)
class LackRow:
    """A fact that is not known, or what the act leaves undecided, and the rules it holds up."""

    label: str
    fact: str
    holds_up: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The conclusion about one body.

    Attributes:
        sections: the block first, then its directions; only those asked for.
        notes: on the document as a whole.

    """

    lang: str
    body: str
    body_id: str
    kind: str
    period: str
    title: str
    head: tuple[Pair, ...]
    score: Result
    score_text: str
    grade: str
    rank: Rank
    sections: tuple[Section, ...]
    strengths: tuple[Share, ...]
    weaknesses: tuple[Share, ...]
    readings: tuple[ReadingRow, ...]
    missing: tuple[LackRow, ...]
    notes: tuple[str, ...]
    date: str


@dataclass(frozen=True, slots=True)
class Document:
    """All conclusions of one file, and the record of the run they come from.

    Attributes:
        words: the headings, by name, in the language of the document.

    """

    lang: str
    title: str
    conclusions: tuple[Conclusion, ...]
    run: tuple[Pair, ...]
    words: dict[str, str]
