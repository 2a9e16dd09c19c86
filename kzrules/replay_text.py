"""A replay as people read it, and as a spreadsheet does."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from kzrules.comparison import Comparison
from kzrules.diagnostic import Diagnostic
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.phrases import phrases
from kzrules.replay import Year, changed, grade_change, replay_records
from kzrules.score_text import gaps_text, legend, report_text, score_cell
from kzrules.text_table import clipped, text_table

_ARROWS = {1: " ▲", -1: " ▼", 0: ""}


def own_text(years: Sequence[Year], lang: str) -> str:
    """Each year under its own edition: the tables of `eval`, one below the other."""
    blocks = [f"{year.period} · {report_text(report, lang)}" for year in years for report in year.reports]
    return "\n\n\n".join(blocks)


def every_text(years: Sequence[Year], lang: str) -> str:
    """A block per year: a row per body, a column per edition, the year's own marked; the scale below them all."""
    blocks = ["\n".join(_block(year, lang)) for year in years]
    editions = {report.edition.id: report.edition for year in years for report in year.reports}
    say = phrases(lang)
    marks = [f"  * — {say['own_edition']}", f"  ▲ ▼ — {say['grade_arrows']}"]
    return "\n\n\n".join([*blocks, "\n".join([*marks, *legend(list(editions.values()), lang)])])


def _block(year: Year, lang: str) -> list[str]:
    say = phrases(lang)
    head = [str(year.period), say["kind"]]
    for report in year.reports:
        head += [report.edition.id.partition("/")[2] + " *" * (report.edition.id == year.own), ""]
    right = frozenset(range(2, len(head), 2))
    lines = [text_table(head, [_row(year, body, lang) for body in year.bodies], right), ""]
    if year.own:
        count, whole = changed(year)
        lines.append("  " + say["would_change"].format(count=count, whole=whole))
    if year.fault:
        lines += _fault_text(year.fault, lang)
    return [*lines, *gaps_text(Comparison(year.reports), lang)]


def _fault_text(fault: Diagnostic, lang: str) -> list[str]:
    return [f"  {fault.code}: {fault.message(lang)}", f"  → {fault.hint(lang)}"]


def _row(year: Year, body: Body, lang: str) -> list[str]:
    own = year.under_own(body)
    row = [clipped(body.title(lang), 52), phrases(lang)[f"a_{body.kind}"]]
    for a in year.of_body(body):
        row += [score_cell(a.score, lang), _grade(a, own)]
    return row


def _grade(a: Assessment, own: Assessment | None) -> str:
    return "—" if a.grade is None else a.grade + ("" if own is None else _ARROWS[grade_change(own, a)])


def replay_csv(years: Sequence[Year]) -> str:
    """The records of a replay; what is missing stands in one cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["period", "edition", "own", "body", "kind", "score", "exact", "grade", "missing"])
    for record in replay_records(years):
        missing = "; ".join(lack["fact"] if "fact" in lack else lack["undecided"]["ru"] for lack in record["missing"])
        writer.writerow([*("" if v is None else _said(v) for name, v in record.items() if name != "missing"), missing])
    return stream.getvalue()


def _said(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
