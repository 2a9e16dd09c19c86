"""What the tests of conclusions share: documents of bodies, and what is read back from the files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from helpers import ROOT, edition, library
from hypothesis import strategies as st

from kzrules.comparison import report_of
from kzrules.conclusions.conclusion import Made, document_of
from kzrules.conclusions.forms import EditionForms, forms_of
from kzrules.conclusions.rating import rating_of
from kzrules.conclusions.record import Document
from kzrules.conclusions.sentences import Sentences, sentences_of
from kzrules.dictionary import LANGUAGES, FactSpec
from kzrules.facts import Body, Cohort, cohort_from_bytes
from kzrules.program import Kind
from kzrules.report import Report
from kzrules.values import Absent

HERE = Path(__file__).parent
YEARS_OF = (
    *(("interaction/2017-02", 2017), ("interaction/2018-01", 2018), ("interaction/2019-03", 2019), ("interaction/2020-03", 2020)),
    *(("interaction/2021-04", 2021), ("organizational-development/2020-01", 2019), ("organizational-development/2020-01", 2020)),
)
INTERACTION = ("interaction/2017-02", "interaction/2018-01", "interaction/2019-03", "interaction/2020-03", "interaction/2021-04")


@cache
def cohort(name: str) -> Cohort:
    """An example cohort."""
    found, faults = cohort_from_bytes((ROOT / "examples" / f"{name}.yaml").read_bytes(), name, library().dictionary)
    assert found is not None, faults
    return found


@cache
def shipped_forms(name: str) -> EditionForms:
    """The forms of a shipped edition."""
    return forms_of(edition(name), library())[0]


@cache
def shipped_sentences() -> Sentences:
    """The shipped sentences."""
    return sentences_of(library())


@cache
def report(name: str, data: str, year: int) -> Report:
    """An example cohort of one year under an edition."""
    return report_of(edition(name), cohort(data).of(year))


@cache
def document(name: str, data: str, year: int, bodies: tuple[str, ...] = (), lang: str = "ru", directions: tuple[str, ...] = ()) -> Document:
    """The document of an example cohort."""
    return document_from(report(name, data, year), lang, bodies, directions)


def document_from(made: Report, lang: str = "ru", bodies: Sequence[str] = (), directions: tuple[str, ...] = ()) -> Document:
    """The document of a report."""
    name = made.edition.id
    return document_of(Made(made.edition, rating_of(made), shipped_forms(name), shipped_sentences(), lang, directions), bodies)


def of_bodies(name: str, bodies: Iterable[Body], choices: dict[str, str] | None = None) -> Report:
    """Bodies of the Python API under an edition."""
    return report_of(edition(name), Cohort(tuple(bodies), ""), choices)


# ── what files say ──


@dataclass
class Table:
    """The rows of one HTML table, cell texts."""

    attrs: dict[str, str]
    rows: list[list[str]]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "table":
                self.tables.append(Table({key: value or "" for key, value in attrs}, []))
            case "tr":
                self.tables[-1].rows.append([])
            case "td" | "th":
                self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1].rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)


def html_tables(data: bytes) -> list[Table]:
    """Every table of a page."""
    parser = _Tables()
    parser.feed(data.decode())
    return parser.tables


def docx_tables(data: bytes) -> list[list[list[str]]]:
    """Every table of a Word document."""
    import docx

    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(data)).tables]


def docx_text(data: bytes) -> str:
    """The text of a Word document, tables as lines, in order."""
    import docx

    lines = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        rows: Any = getattr(block, "rows", None)
        lines += [block.text] if rows is None else [" | ".join(cell.text for cell in row.cells) for row in rows]
    return "\n".join(line for line in lines if line.strip()) + "\n"


def html_text(data: bytes) -> str:
    """The text of a page, a line for each block; styles and pictures left out."""
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", data.decode(), flags=re.DOTALL)
    text = re.sub(r"</(p|h\d|li|dt|dd|tr|div|figure|table)>|<br>", "\n", text)
    text = re.sub(r"</t[dh]>", " | ", text)
    text = re.sub(r"<[^>]+>", "", text)
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return "\n".join(line.strip(" |") for line in text.splitlines() if line.strip(" |")) + "\n"


# ── any body ──


def any_answer(draw: st.DrawFn, spec: FactSpec) -> Any:
    """An answer to one question, of any kind that it takes; the constraints among facts need not hold: scoring must bear that too."""
    match spec.type:
        case "yes_no":
            return draw(st.booleans())
        case "choice":
            return draw(st.sampled_from(sorted(spec.choices)))
        case "text":
            return "text"
        case "defects":
            return draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(7), True, False, Absent]))
        case _:
            top = 10**6 if spec.most is None else int(spec.most)
            return Fraction(draw(st.sampled_from([0, 1, 2, 5, 37, 1000, top]) if spec.most is None else st.integers(0, top)))


@st.composite
def any_body(draw: st.DrawFn, name: str, kind: Kind, year: int) -> Body:
    """A body with an answer to every question of an edition, some of them unknown; drawn without the caches of tests/property, so quickly."""
    asked = edition(name).program(kind, None, year).facts
    values: dict[str, Any] = {}
    for fact, spec in library().dictionary.facts.items():
        fields = [f for f in spec.fields.values() if f"{fact}.{f.name}" in asked]
        if spec.type == "list" and fields:
            count = draw(st.integers(0, 3))
            values[fact] = tuple({spec.key: f"n{i}", **{f.name: any_answer(draw, f) for f in fields if f.name != spec.key}} for i in range(count))
        elif fact in asked and spec.type != "list" and draw(st.integers(0, 99)):
            values[fact] = {lang: any_answer(draw, spec) for lang in LANGUAGES} if spec.per_language else any_answer(draw, spec)
    return Body(f"body-{kind}", kind, {"ru": f"Орган {kind}"}, values, period=year)
