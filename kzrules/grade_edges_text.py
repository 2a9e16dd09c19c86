"""How near bodies are to another grade, as people read it: tables, and the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction

from kzrules.answer_text import answer_text, name_of, number_text, title_of
from kzrules.edition import Edition
from kzrules.grade_edges import READINGS_LIMIT, GradeEdge, Otherwise
from kzrules.outcome import Assessment
from kzrules.phrases import phrases
from kzrules.phrases_whatif import words
from kzrules.questions import Question, answers_in
from kzrules.reading_nodes import in_language
from kzrules.score_text import legend, score_cell
from kzrules.seek_text import share_text
from kzrules.seeking import Reached
from kzrules.text_table import clipped, text_table
from kzrules.values import Missing, Single, decimal_text, exact_text

_LETTERS = 46
_SHOWN = 3


def edges_text(edition: Edition, edges: Sequence[GradeEdge], lang: str, limit: int = READINGS_LIMIT) -> str:
    """Distances of every body, what else would change its grade, and the smallest change of one fact."""
    say, more = phrases(lang), words(lang)
    years = len({edge.assessment.body.period for edge in edges}) > 1
    head = [say["body"], *([say["year"]] if years else []), say["overall"], say["grade"], more["to_next"], more["to_previous"]]
    head += [more["by_rounding"], more["by_reading"], more["by_readings"]]
    rows = [_row(edge, years, lang) for edge in edges]
    table = text_table(head, rows, frozenset({1 + years, 3 + years, 4 + years}))
    parts = [f"{edition.id} — {in_language(edition.title, lang)}", "", f"{more['boundary_title']}:", "", table, "", *legend([edition], lang)]
    if any(isinstance(edge.assessment.score, Missing) for edge in edges):
        parts += ["", more["no_score_hint"]]
    combined = [line for edge in edges for line in _combined(edge, lang)]
    if combined:
        parts += ["", f"{more['combined_how']}:", *combined]
    changes = [row for edge in edges for row in _changes(edge, years, lang)]
    if changes:
        head = [say["body"], *([say["year"]] if years else []), more["direction"], more["fact"], "", more["from_to"]]
        head += [more["steps"], more["share"], more["becomes"]]
        table = text_table(head, changes, frozenset({5 + years, 6 + years}))
        parts += ["", f"{more['smallest_change']}:", "", table, "", more["smallest_means"]]
    if any(edge.combined is None for edge in edges):
        parts += ["", more["not_all_combined"].format(limit=limit)]
    return "\n".join(parts)


def _row(edge: GradeEdge, years: bool, lang: str) -> list[str]:
    a, more = edge.assessment, words(lang)
    lead = [clipped(a.body.title(lang), _LETTERS), *([str(a.body.period)] if years else [])]
    if isinstance(a.score, Missing):
        return [*lead, "—", more["no_grade"], "", "", "", "", ""]
    rounding = ", ".join(f"{one.grade} ({one.mode})" for one in edge.roundings)
    combined = "?" if edge.combined is None else ", ".join([*(str(one.grade) for one in edge.combined), *(f"{grade}?" for grade in edge.unsettled)])
    distances = [_signed(edge.to_next, "+", lang), _signed(edge.to_previous, "−", lang)]
    return [*lead, score_cell(a.score, lang), a.grade or "—", *distances, rounding or "—", _options(edge.options) or "—", combined or "—"]


def _signed(value: Fraction | None, sign: str, lang: str) -> str:
    return "" if value is None else sign + score_cell(value, lang)


def _options(options: Sequence[Otherwise]) -> str:
    """Grades that single options give: `low (rate_shape=proportional, …)`."""
    grades: dict[str | None, list[str]] = {}
    for one in options:
        grades.setdefault(one.grade, []).extend(f"{name}={option}" for name, option in one.choices.items())
    return "; ".join(f"{grade} ({', '.join(names[:_SHOWN])}{', …' if len(names) > _SHOWN else ''})" for grade, names in grades.items())


def _combined(edge: GradeEdge, lang: str) -> list[str]:
    """The options that together give a grade which none of them gives alone."""
    body = edge.assessment.body
    title = body.title(lang) + (f", {body.period}" if body.period else "")
    return [
        f"  {title}: {score_cell(one.score, lang)} ({one.grade or '—'}): {', '.join(f'{name}={option}' for name, option in one.choices.items())}"
        for one in edge.combined or ()
    ]


def _changes(edge: GradeEdge, years: bool, lang: str) -> list[list[str]]:
    if isinstance(edge.assessment.score, Missing):
        return []
    body, more = edge.assessment.body, words(lang)
    lead = [clipped(body.title(lang), _LETTERS), *([str(body.period)] if years else [])]
    rows = []
    for name, there, change in (("up", edge.to_next, edge.up), ("down", edge.to_previous, edge.down)):
        if there is None:
            continue
        if change is None:
            rows.append([*lead, more[name], more["none_alone"], "", "", "", "", ""])
        else:
            ((path, answer),) = change.answers.items()
            spec = edge.questions[path]
            said = f"{answer_text(_now(edge.assessment, path, spec), lang)} → {answer_text(answer, lang)}"
            after = f"{score_cell(change.score, lang)} ({change.grade or '—'})"
            title = clipped(title_of(spec, body, lang), 48)
            rows.append([*lead, more[name], title, name_of(path, body), said, number_text(change.steps, lang), share_text(change.share, lang), after])
    return rows


def _now(assessment: Assessment, path: str, question: Question) -> Single:
    return answers_in({path: question}, assessment.body.values)[path]


def edges_csv(edges: Sequence[GradeEdge]) -> str:
    """A line for each body."""
    head = ["body", "kind", "period", "score", "grade", "to_next", "to_previous", "to_next_exact", "to_previous_exact"]
    head += ["rounding", "readings", "combinations"]
    head += [f"{way}_{what}" for way in ("up", "down") for what in ("fact", "to", "steps", "share", "score", "grade")]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    for edge in edges:
        a = edge.assessment
        score = "" if isinstance(a.score, Missing) else decimal_text(a.score)
        line = [a.body.id, a.body.kind, a.body.period or "", score, a.grade or ""]
        line += ["" if one is None else exact_text(one) for one in (edge.to_next, edge.to_previous, *edge.exactly)]
        line.append(" ".join(f"{one.mode}:{one.grade}" for one in edge.roundings))
        line.append(" ".join(f"{name}={option}:{one.grade}" for one in edge.options for name, option in one.choices.items()))
        line.append("?" if edge.combined is None else " ".join(str(one.grade) for one in edge.combined))
        for change in (edge.up, edge.down):
            line += _change_cells(change)
        writer.writerow(line)
    return stream.getvalue()


def _change_cells(change: Reached | None) -> list[str]:
    if change is None:
        return [""] * 6
    ((path, answer),) = change.answers.items()
    share = "" if change.share is None else exact_text(change.share)
    return [path, answer_text(answer, "en"), exact_text(change.steps), share, exact_text(change.score), change.grade or ""]
