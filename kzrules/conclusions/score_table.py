"""The table of a conclusion form for one body: what each row prints, and whether what is printed adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kzrules.conclusions.forms import ConclusionForm, Row
from kzrules.conclusions.wording import plain_text, points_text, short_text, words
from kzrules.outcome import Assessment, Result, Score
from kzrules.reading_nodes import Labels, in_language
from kzrules.values import Missing, rounded


@dataclass(frozen=True, slots=True)
class TableRow:
    """One printed row.

    Attributes:
        value: exact; None where the rule is not of this kind of body.
        text: as printed.
        maximum: as printed; empty where the form prints none.
        closing: a row of totals, not of a criterion.

    """

    number: str
    label: str
    value: Result | None
    text: str
    maximum: str
    closing: bool
    path: str


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The rows, and notes on what is printed."""

    rows: tuple[TableRow, ...]
    notes: tuple[str, ...]


def score_table(form: ConclusionForm, assessment: Assessment, lang: str) -> ScoreTable:
    """The table of a form for one body."""
    places = assessment.program.overall.rounding.places
    scores = {score.rule.path: score for score in assessment.walk()}
    direction = scores.get(form.direction)
    rows = tuple(_row(row, scores, direction, assessment, (lang, places)) for row in form.rows)
    return ScoreTable(rows, tuple(_notes(form, rows, direction, assessment, (lang, places))))


def _row(row: Row, scores: dict[str, Score], direction: Score | None, assessment: Assessment, how: tuple[str, int]) -> TableRow:
    lang, places = how
    value = _value(row, scores, direction, assessment)
    label: Labels = row.label
    if row.of in scores:
        label = {**scores[row.of].rule.label, **row.label}
    elif row.of and not label:
        label = {"ru": "", "kk": ""}
    shown = "" if value is None else points_text(value, places)
    maximum = "" if row.maximum is None else short_text(row.maximum)
    return TableRow(row.number, plain_text(in_language(label, lang)), value, shown, maximum, row.value != "rule", row.of)


def _value(row: Row, scores: dict[str, Score], direction: Score | None, assessment: Assessment) -> Result | None:
    match row.value:
        case "rule":
            return scores[row.of].value if row.of in scores else None
        case "block":
            return assessment.score
        case "sum":
            return direction.before if direction else None
        case "deductions":
            return points_off(direction) if direction else None
        case "result":
            return direction.value if direction else None


def points_off(direction: Score) -> Result:
    """What came off a direction after its criteria were added up."""
    if isinstance(direction.before, Missing) or isinstance(direction.value, Missing):
        off = [d.value for d in direction.deductions]
        lacks = [value for value in off if isinstance(value, Missing)]
        if lacks or direction.rule.deductions_cap is not None or direction.rule.floor is not None:
            return lacks[0] if lacks else direction.value
        return sum((value for value in off if not isinstance(value, Missing)), Fraction(0))
    return direction.before - direction.value


def _notes(form: ConclusionForm, rows: Sequence[TableRow], direction: Score | None, assessment: Assessment, how: tuple[str, int]) -> Iterator[str]:
    lang, places = how
    say = words(lang)
    printed = {kind: _printed(row.value, places) for row, kind in zip(rows, (r.value for r in form.rows), strict=True) if kind != "rule"}
    parts = [_printed(row.value, places) for row in rows if not row.closing and row.value is not None]
    yield from (f"{row.number}. {say['not_assessed'].capitalize()}." for row in rows if row.value is None and not row.closing)
    if any(part is None for part in parts):
        return
    whole = sum((part for part in parts if part is not None), Fraction(0))
    if "block" in printed and printed["block"] is not None:
        yield _weighed(rows, assessment, how)
    if "sum" in printed and printed["sum"] is not None:
        yield from _unlike(whole, printed["sum"], how)
        whole = printed["sum"]
    if "result" in printed and printed["result"] is not None and direction is not None:
        off = printed["deductions"] if "deductions" in printed else _printed(points_off(direction), places)
        if "deductions" not in printed and off:
            yield say["no_deduction_row"].format(sum=points_text(whole, places), off=points_text(off, places))
        yield from _unlike(whole - (off or 0), printed["result"], how)


def _unlike(parts: Fraction, total: Fraction, how: tuple[str, int]) -> Iterator[str]:
    lang, places = how
    if parts != total:
        slack = Fraction(10, 10**places)  # no form has twenty rows: half a last digit each
        phrase = "rounding_note" if abs(parts - total) <= slack else "sum_note"
        yield words(lang)[phrase].format(printed=points_text(parts, places), total=points_text(total, places))


def _weighed(rows: Sequence[TableRow], assessment: Assessment, how: tuple[str, int]) -> str:
    """How the block score comes about: weights times what is printed, and whether that gives what is printed."""
    lang, places = how
    weights = assessment.program.overall.weights
    terms = [(weights.get(row.path, Fraction(0)), row) for row in rows if not row.closing and row.path]
    total = sum((weight * (_printed(row.value, places) or 0) for weight, row in terms), Fraction(0))
    said = " + ".join(f"{short_text(weight)} × {row.text}" for weight, row in terms)
    mode = assessment.program.overall.rounding.mode
    block = _printed(assessment.score, places)
    told = words(lang)["weighed"].format(terms=said, total=points_text(rounded(total, places, mode), places))
    if rounded(total, places, mode) == block:
        return told
    return f"{told} {words(lang)['weighed_exact'].format(total=points_text(assessment.score, places))}"


def _printed(value: Result | None, places: int) -> Fraction | None:
    """The number that is printed for a value."""
    return None if value is None or isinstance(value, Missing) else rounded(value, places, "half_up")
