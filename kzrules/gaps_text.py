"""What unknown facts leave open, as people read it: the table of `eval --missing interval` and what stands below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kzrules.answer_text import answers_text, name_of, title_of
from kzrules.completions import Attained
from kzrules.edition import Edition
from kzrules.gaps import Gaps, Interval
from kzrules.phrases import phrases
from kzrules.phrases_whatif import words
from kzrules.reading_nodes import in_language
from kzrules.report import fact_label
from kzrules.score_text import legend, score_cell
from kzrules.text_table import clipped, text_table
from kzrules.values import Single, shown

_LETTERS = 46
_SHOWN = 8


def gaps_text(edition: Edition, found: Sequence[Gaps], lang: str) -> str:
    """The intervals of every body, then for each body with gaps what they hang on."""
    say, more = phrases(lang), words(lang)
    directions = list(dict.fromkeys(s.rule.id for one in found for s in one.assessment.directions))
    head = [say["body"], say["kind"], more["unknown"], *directions, say["overall"], more["grades"]]
    rows = [_row(one, directions, lang) for one in found]
    title = f"{edition.id} — {in_language(edition.title, lang)}"
    parts = [title, "", f"{more['gaps_title']}:", "", text_table(head, rows, frozenset(range(2, len(directions) + 4)))]
    parts += ["", *legend([edition], lang)]
    for one in found:
        if one.inquiry.missing or one.inquiry.lists:
            parts += ["", *_body(one, edition, lang)]
    if any(not met for one in found for interval in (one.overall, *one.rules.values()) if interval.low is not None for met in _met(interval)):
        parts += ["", more["not_attained"]]
    return "\n".join(parts)


def _met(interval: Interval) -> tuple[bool, bool]:
    return interval.low_met, interval.high_met


def _row(gaps: Gaps, directions: list[str], lang: str) -> list[str]:
    body, say = gaps.assessment.body, phrases(lang)
    cells = [interval_text(gaps.rules[d], lang) if d in gaps.rules else "" for d in directions]
    unknown = len(gaps.inquiry.missing) + len(gaps.inquiry.lists)
    lead = [clipped(body.title(lang), _LETTERS), say[f"a_{body.kind}"], str(unknown or "")]
    return [*lead, *cells, interval_text(gaps.overall, lang), _grades(gaps, lang)]


def _grades(gaps: Gaps, lang: str) -> str:
    if not gaps.grades:
        return (gaps.assessment.grade or "—") if not gaps.overall.lists else "?"
    met = [chance.band.grade + ("?" if chance.possible == "not_settled" else "") for chance in gaps.grades if chance.possible != "no"]
    return ", ".join(met) + (f" {words(lang)['may_lack_short']}" if gaps.overall.lacks == "yes" else "")


def interval_text(interval: Interval, lang: str) -> str:
    """From the least to the greatest; one number when they are the same."""
    if interval.low is None or interval.high is None:
        return "?" if interval.lists else "—"
    low, high = score_cell(interval.low, lang), score_cell(interval.high, lang)
    if low == high:
        return low
    return f"[{'' if interval.low_met else '≥'}{low}; {'' if interval.high_met else '≤'}{high}]"


def _body(gaps: Gaps, edition: Edition, lang: str) -> list[str]:
    more, inquiry = words(lang), gaps.inquiry
    title = inquiry.body.title(lang) + (f", {inquiry.body.period}" if inquiry.body.period else "")
    lines = [f"{title} — {more['unknown_facts']}: {len(inquiry.missing) + len(inquiry.lists)}"]
    lines += [f"  {more['list_unknown']}: {in_language(fact_label(name, edition), lang)} [{name}]" for name in inquiry.lists]
    lines += _rules(gaps, lang)
    if gaps.low and gaps.high:
        if gaps.low.score != gaps.high.score:
            lines += [f"  {more[key]} {_attained(one, gaps, lang)}" for key, one in (("highest", gaps.high), ("lowest", gaps.low))]
        lines += _grade_lines(gaps, lang)
    lines += _lack(gaps, lang)
    if gaps.weights:
        lines += [f"  {more['what_matters']}:", *_weights(gaps, lang)]
    if gaps.idle and not gaps.overall.lists and gaps.overall.low is not None:
        lines.append(f"  {more['idle']}: {', '.join(name_of(path, inquiry.body) for path in gaps.idle)}")
    return lines


def _rules(gaps: Gaps, lang: str) -> list[str]:
    """The directions and criteria that are open, each with its interval."""
    rows = []
    for score in gaps.assessment.walk():
        interval = gaps.rules[score.rule.path]
        if score.rule.level == "indicator" or (interval.low == interval.high and interval.lacks == "no"):
            continue
        most = "" if score.rule.maximum is None else f" {phrases(lang)['of']} {shown(score.rule.maximum, lang)}"
        extra = f" {words(lang)['may_lack_short']}" if interval.lacks == "yes" and interval.low is not None else ""
        indent = "  " * score.rule.path.count(".")
        rows.append(f"    {indent}{in_language(score.rule.label, lang)} [{score.rule.path}]: {interval_text(interval, lang)}{most}{extra}")
    return [f"  {words(lang)['open_rules']}:", *rows] if rows else []


def _attained(one: Attained, gaps: Gaps, lang: str) -> str:
    given = _given(_telling(one, gaps), gaps, lang)
    return f"{score_cell(one.score, lang)} ({one.grade or '—'})" + (f" {words(lang)['at']} {given}" if given else "")


def _given(answers: Mapping[str, Single], gaps: Gaps, lang: str) -> str:
    """The first of the answers; all of them are in the JSON."""
    first = dict(list(answers.items())[:_SHOWN])
    more = len(answers) - len(first)
    return answers_text(first, lang, gaps.inquiry.body) + (f", {words(lang)['more_facts'].format(count=more)}" if more else "")


def _telling(one: Attained, gaps: Gaps) -> dict[str, Single]:
    """The answers that matter."""
    return {path: answer for path, answer in one.answers.items() if path not in gaps.idle}


def _grade_lines(gaps: Gaps, lang: str) -> list[str]:
    more = words(lang)
    possible = [chance for chance in reversed(gaps.grades) if chance.possible != "no"]
    if len(possible) == 1:
        return [f"  {more['one_grade']}: {possible[0].band.grade}"]
    lines = []
    for chance in possible:
        if chance.attained:
            lines.append(f"  {chance.band.grade} — {more['possible']}: {_attained(chance.attained, gaps, lang)}")
        else:
            lines.append(f"  {chance.band.grade} — {more['not_settled']}")
    never = [chance.band.grade for chance in gaps.grades if chance.possible == "no"]
    return lines + ([f"  {more['impossible_grade']}: {', '.join(never)}"] if never else [])


def _lack(gaps: Gaps, lang: str) -> list[str]:
    more = words(lang)
    if gaps.overall.lists or gaps.overall.lacks == "no":
        return []
    if gaps.overall.lacks == "not_settled" and gaps.lacking is None:
        return [f"  {more['lacks_unsettled']}"]
    head = more["never"] if gaps.overall.low is None else more["may_lack"]
    if gaps.lacking is None:
        return [f"  {head}"]
    answers, lack = gaps.lacking
    given = _given({p: a for p, a in answers.items() if p not in gaps.idle or gaps.overall.low is None}, gaps, lang)
    why = "; ".join(lack.sentences(lang))
    return [f"  {head}: {why}" + (f" ({more['at']} {given})" if given and gaps.overall.low is not None else "")]


def _weights(gaps: Gaps, lang: str) -> list[str]:
    more, inquiry = words(lang), gaps.inquiry
    rows = []
    for weight in gaps.weights:
        title = title_of(inquiry.questions[weight.path], inquiry.body, lang)
        change = score_cell(weight.change, lang) if weight.change else ""
        if score_cell(weight.most, lang) != change:
            change = f"{change} ({more['not_more']} {score_cell(weight.most, lang)})".strip()
        grade = more[{"yes": "can", "no": "cannot", "not_settled": "not_settled"}[weight.grade]]
        rows.append([clipped(title, 64), name_of(weight.path, inquiry.body), change, grade])
    table = text_table([more["fact"], "", more["changes_by"], more["changes_grade"]], rows, frozenset({2}))
    return [f"    {line}" for line in table.splitlines()]
