"""Scores as people read them: the tables of `eval`, `compare` and `replay`, and what is missing below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kzrules.comparison import Comparison
from kzrules.edition import Edition
from kzrules.outcome import Assessment, Score
from kzrules.phrases import phrases
from kzrules.program import Band
from kzrules.reading_nodes import in_language
from kzrules.report import Report, fact_label, provenance
from kzrules.text_table import clipped, text_table
from kzrules.values import Missing, decimal_text, shown


def report_text(report: Report, lang: str) -> str:
    """One edition: the score of each direction, the scale, what is missing, what the results rest on."""
    directions = list(dict.fromkeys(s.rule.id for a in report.assessments for s in a.directions))
    say = phrases(lang)
    head = [say["body"], say["kind"], *directions, say["overall"], say["grade"]]
    rows = [_row(a, directions, lang) for a in report.assessments]
    parts = [f"{report.edition.id} — {in_language(report.edition.title, lang)}", "", text_table(head, rows, frozenset(range(2, len(directions) + 3)))]
    parts += ["", *legend([report.edition], lang)]
    parts += _missing_text(report, lang)
    parts += ["", _provenance_text(report, lang)]
    return "\n".join(parts)


def _row(assessment: Assessment, directions: list[str], lang: str) -> list[str]:
    by_id = {s.rule.id: s for s in assessment.directions}
    cells = [score_cell(by_id[d].value, lang) if d in by_id else "" for d in directions]
    kind = phrases(lang)[f"a_{assessment.body.kind}"]
    return [clipped(assessment.body.title(lang), 52), kind, *cells, score_cell(assessment.score, lang), assessment.grade or "—"]


def score_cell(value: Any, lang: str) -> str:
    """Two decimals, or a dash for what is not known."""
    if isinstance(value, Missing):
        return "—"
    text = decimal_text(value, 2)
    return text if lang == "en" else text.replace(".", ",")


def _missing_text(report: Report, lang: str) -> list[str]:
    """What each body lacks; bodies that lack the same are said together."""
    say = phrases(lang)
    groups: dict[Missing, list[Assessment]] = {}
    for a in report.assessments:
        if isinstance(a.score, Missing):
            groups.setdefault(a.missing, []).append(a)
    lines = []
    for lack, assessments in groups.items():
        names = ", ".join(a.body.title(lang) for a in assessments)
        lines += ["", f"{names}: {say['lacks']} ({len(lack.facts)}):"]
        lines += [f"  - {in_language(fact_label(f, report.edition), lang) or f} [{f}]" for f in sorted(lack.facts)]
        lines += [f"  - {say['undecided']}: {sentence}" for sentence in lack.sentences(lang)]
        for a in assessments:
            known = [(s.rule, s.value) for s in a.walk() if not s.children and not isinstance(s.value, Missing)]
            lead = f"{a.body.title(lang)}: " if len(assessments) > 1 else ""
            lines += [f"  {say['computed']}:"] * (bool(known) and a is assessments[0])
            lines += [f"    {lead}{in_language(rule.label, lang)} = {shown(value, lang)} [{rule.path}]" for rule, value in known]
    return lines


def _provenance_text(report: Report, lang: str) -> str:
    shares = [provenance(a, report.edition) for a in report.assessments]
    if not shares:
        return ""
    say = phrases(lang)
    mean = {name: sum(s[name] for s in shares) / len(shares) for name in shares[0]}
    shares_said = (f"{say['no_readings' if name == 'printed' else name]} {score_cell(share, lang)} %" for name, share in mean.items())
    return f"{say['rests_on']}: {', '.join(shares_said)}"


def comparison_text(comparison: Comparison, lang: str, details: bool) -> str:
    """Several editions side by side, with `details` down to each rule."""
    editions = [report.edition for report in comparison.reports]
    head = [phrases(lang)["body"], phrases(lang)["kind"]]
    for edition in editions:
        head += [edition.id.partition("/")[2], ""]
    rows = []
    for body in comparison.bodies:
        row = [clipped(body.title(lang), 52), phrases(lang)[f"a_{body.kind}"]]
        for a in comparison.of_body(body):
            row += [score_cell(a.score, lang), a.grade or "—"]
        rows.append(row)
    right = frozenset(range(2, len(head), 2))
    parts = [text_table(head, rows, right)]
    parts += ["", *legend(editions, lang)]
    if details:
        parts += [part for body in comparison.bodies for part in ("", _details(comparison.of_body(body), editions, lang))]
    parts += gaps_text(comparison, lang)
    return "\n".join(parts)


def legend(editions: Sequence[Edition], lang: str) -> list[str]:
    """What each grade means, and under which of the editions where they differ."""
    said: dict[str, list[str]] = {}
    for edition in editions:
        for band in edition.programs["central"].bands:
            text = f"  {band.grade} — {in_language(band.label, lang)} ({_interval(band, lang)})"
            said.setdefault(text, []).append(edition.id.partition("/")[2])
    return [text if len(names) == len(editions) else f"{text}: {', '.join(names)}" for text, names in said.items()]


def _interval(band: Band, lang: str) -> str:
    if lang == "ru":
        return band.printed
    low = "" if band.low is None else f"{decimal_text(band.low)} ≤ "
    return f"{low}…" + ("" if band.high is None else f" < {decimal_text(band.high)}")


def _details(assessments: list[Assessment], editions: Sequence[Edition], lang: str) -> str:
    scores = [{s.rule.path: s for s in a.walk()} for a in assessments]
    paths = _paths_in_order([list(found) for found in scores])
    say = phrases(lang)
    head = [say["rule"]]
    for edition in editions:
        head += [edition.id.partition("/")[2], say["of"], say["article"]]
    rows = []
    for path in paths:
        first = next(found[path] for found in scores if path in found)
        label = "  " * path.count(".") + in_language(first.rule.label, lang)
        rows.append([clipped(label, 60), *(cell for found in scores for cell in _cells(found.get(path), lang))])
    total = [assessments[0].program.overall.label.get(lang, "=")]
    for a in assessments:
        total += [score_cell(a.score, lang), "", _short_cite(a.program.overall.cite)]
    right = frozenset(i for i in range(1, len(head)) if i % 3)
    return f"{assessments[0].body.title(lang)} ({say[f'a_{assessments[0].body.kind}']})\n{text_table(head, [*rows, total], right)}"


def _paths_in_order(lists: list[list[str]]) -> list[str]:
    """All paths, each below its parent and the directions in the order of the first edition."""
    first: dict[str, int] = {}
    for paths in lists:
        for path in paths:
            first.setdefault(path, len(first))
    return sorted(first, key=lambda p: [first[".".join(p.split(".")[: i + 1])] for i in range(p.count(".") + 1)])


def _cells(score: Score | None, lang: str) -> list[str]:
    if score is None:
        return ["", "", ""]
    most = "" if score.rule.maximum is None else shown(score.rule.maximum, lang)
    return [score_cell(score.value, lang), most, _short_cite(score.rule.cite)]


def _short_cite(cite: Any) -> str:
    if cite is None:
        return ""
    return " ".join(part for part in (f"п.{cite.item}" if cite.item else "", f"пр.{cite.annex}" if cite.annex else "") if part)


def gaps_text(comparison: Comparison, lang: str) -> list[str]:
    """Why there is no score: bodies that lack the same under an edition are said together."""
    groups: dict[tuple[str, Missing], list[str]] = {}
    editions = {report.edition.id: report.edition for report in comparison.reports}
    for report in comparison.reports:
        for a in report.assessments:
            if isinstance(a.score, Missing):
                groups.setdefault((report.edition.id, a.missing), []).append(a.body.title(lang))
    lines = []
    for (name, lack), bodies in groups.items():
        facts = [in_language(fact_label(f, editions[name]), lang) or f for f in sorted(lack.facts)]
        said = [*facts[:5], *([f"… (+{len(facts) - 5})"] if len(facts) > 5 else []), *lack.sentences(lang)]
        lines += [f"  {name}, {', '.join(bodies)}:", *(f"    - {text}" for text in said)]
    return ["", phrases(lang)["why_not"], *lines] if lines else []
