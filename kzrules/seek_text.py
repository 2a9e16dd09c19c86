"""What a wanted score takes, as people read it."""

from __future__ import annotations

from fractions import Fraction

from kzrules.answer_text import answer_text, answers_text, name_of, number_text, span_text, title_of
from kzrules.edition import Edition
from kzrules.inquiry import OVERALL
from kzrules.phrases import phrases
from kzrules.phrases_whatif import words
from kzrules.reading_nodes import in_language
from kzrules.score_text import score_cell
from kzrules.seeking import Highest, OneFact, Reached, Sought
from kzrules.term_bounds import Span
from kzrules.text_table import clipped, text_table
from kzrules.values import shown

_SHOWN_RULES = 4
_SHOWN_SETS = 4


def seek_text(edition: Edition, found: Sought, lang: str) -> str:
    """The wish, how things stand, and what would reach it."""
    more, body = words(lang), found.standing.inquiry.body
    year = f", {body.period}" if body.period else ""
    lines = [
        f"{edition.id} — {in_language(edition.title, lang)}",
        "",
        f"{body.title(lang)}{year}: {wish_text(found, lang)}",
        f"{more['now']}: {score_cell(found.now, lang)}" + (f" ({found.grade or '—'})" if found.wish.rule == OVERALL else ""),
    ]
    if found.reached:
        lines.append(more["reached"])
    if found.facts and len(found.facts) == 1:
        lines += ["", *_every_value(found, lang)]
    elif found.singles:
        lines += ["", f"{more['any_single']}:", "", _table(found, lang)]
    if found.several is not None:
        lines += ["", *_several(found, lang)]
    if found.highest is not None:
        lines += ["", *_highest(found, found.highest, lang)]
    return "\n".join(lines)


def wish_text(found: Sought, lang: str) -> str:
    """What is wanted."""
    more, wish = words(lang), found.wish
    least = score_cell(wish.least, lang)
    if wish.band is not None:
        return more["wanted_grade"].format(grade=wish.band.grade, score=least)
    program = found.standing.inquiry.terms.program
    what = phrases(lang)["overall"] if wish.rule == OVERALL else f"{in_language(program.rules[wish.rule].label, lang)} [{wish.rule}]"
    return more["wanted_score"].format(what=what, score=least)


def _title(found: Sought, path: str, lang: str) -> str:
    inquiry = found.standing.inquiry
    return f"{title_of(inquiry.questions[path], inquiry.body, lang)} [{name_of(path, inquiry.body)}]"


def sets_text(parts: tuple[object, ...], lang: str, most: int | None = None) -> str:
    """Sets of answers: `121…122, 200…999, n/a`."""
    said = [span_text(part, lang) if isinstance(part, Span) else answer_text(part, lang) for part in parts]  # type: ignore[arg-type]
    return ", ".join(said if most is None or len(said) <= most else [*said[:most], "…"]) or "—"


def _every_value(found: Sought, lang: str) -> list[str]:
    more = words(lang)
    if not found.singles:
        return []
    one = found.singles[0]
    lines = [f"{_title(found, one.path, lang)}, {more['now']} {answer_text(one.now, lang)}"]
    lines.append(f"  {more['values_of']}: {sets_text(one.values.held, lang)}")
    lines.append(f"  {more['admissible_are']}: {sets_text(one.values.admissible, lang)}")
    if one.values.unsettled:
        lines.append(f"  {more['unsettled_values']}: {sets_text(one.values.unsettled, lang)}")
    if one.nearest and one.nearest.answers:
        (answer,) = one.nearest.answers.values()
        lines.append(f"  {more['nearest']}: {answer_text(answer, lang)} → {_outcome(found, one.nearest, lang)}")
    return lines


def _outcome(found: Sought, reached: Reached, lang: str) -> str:
    score = score_cell(reached.score, lang)
    return f"{score} ({reached.grade or '—'})" if found.wish.rule == OVERALL else score


def _table(found: Sought, lang: str) -> str:
    more, inquiry = words(lang), found.standing.inquiry
    head = [more["fact"], "", more["now"], more["nearest"], more["steps"], more["share"], more["becomes"], more["enough_values"]]
    rows = []
    for one in found.singles:
        if one.nearest is None:
            continue
        title = clipped(title_of(inquiry.questions[one.path], inquiry.body, lang), 56)
        sets = sets_text(one.values.held, lang, _SHOWN_SETS)
        rows.append([title, name_of(one.path, inquiry.body), answer_text(one.now, lang), *_moved(found, one, lang), sets])
    return text_table(head, rows, frozenset({2, 3, 4, 5}))


def _moved(found: Sought, one: OneFact, lang: str) -> list[str]:
    assert one.nearest
    answer = one.nearest.answers.get(one.path, one.now)
    return [answer_text(answer, lang), number_text(one.nearest.steps, lang), share_text(one.nearest.share, lang), _outcome(found, one.nearest, lang)]


def share_text(share: Fraction | None, lang: str) -> str:
    """A share of a former value in percent; nothing where it says nothing."""
    if share is None:
        return ""
    percent = share * 100
    return f"≈{shown(percent, lang, 0).lstrip('≈')} %" if percent.denominator != 1 and percent > 1 else f"{shown(percent, lang)} %"


def _several(found: Sought, lang: str) -> list[str]:
    more, several, inquiry = words(lang), found.several, found.standing.inquiry
    assert several is not None
    lines = []
    if several.reached is not None and several.cost is not None:
        lines.append(f"{more['cheapest']} → {_outcome(found, several.reached, lang)}, {more['cost']} {number_text(several.cost, lang)}:")
        for path in found.facts:
            now, answer = inquiry.answers.get(path), several.reached.answers.get(path)
            change = more["unchanged"] if answer is None else f"{answer_text(now, lang)} → {answer_text(answer, lang)}"
            lines.append(f"  {_title(found, path, lang)}: {change}")
        proven = several.cost == several.least
        lines.append(f"  {more['proven'] if proven else more['not_proven'].format(least=number_text(several.least, lang))}")
    free = f"; {more['unknown_free']}" if any(path not in inquiry.answers for path in found.facts) else ""
    lines.append(f"  ({more['default_cost']}{free})" if lines else "")
    return [line for line in lines if line]


def _highest(found: Sought, highest: Highest, lang: str) -> list[str]:
    more = words(lang)
    bound = score_cell(highest.bound, lang)
    if highest.bound >= found.wish.least:
        return [f"{more['not_found'].format(score=bound)}"]
    given = answers_text(highest.answers, lang, found.standing.inquiry.body) or more["unchanged"]
    if found.facts:
        lines = [f"{more['impossible'].format(score=bound)}"]
        if highest.met is not None:
            lines.append(f"  {more['greatest_at'].format(score=score_cell(highest.met, lang))}: {given}")
    else:
        lines = [f"{more['impossible_single']}; {more['greatest_alone']}: {bound} {more['at']} {given}"]
    if highest.held:
        lines.append(f"  {more['held_down']}:")
        for rule, lost in highest.held[:_SHOWN_RULES]:
            lines.append(f"    −{score_cell(lost, lang)}  {in_language(rule.label, lang)} [{rule.path}]")
    return lines
