"""A difference of two editions, its consequences and its attribution, as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from kzrules.aspects import aspect_text, with_labels, word
from kzrules.attribution import Attribution, Part
from kzrules.changes import Change, Diff, RuleChange
from kzrules.consequences import Consequence
from kzrules.meaning import BANDS, OVERALL, READINGS, Effect
from kzrules.phrases import phrases
from kzrules.reading_nodes import in_language
from kzrules.score_text import score_cell
from kzrules.text_table import clipped, text_table
from kzrules.values import Missing, decimal_text

_MARKS: dict[Effect, str] = {"results": "●", "citation": "§", "wording": "·"}
EFFECTS: tuple[Effect, ...] = ("results", "citation", "wording")


def diff_text(diff: Diff, lang: str, effects: Sequence[Effect] = EFFECTS) -> str:
    """Rule by rule: what differs, and what that touches."""
    say = phrases(lang)
    lines = [f"{diff.before.id} → {diff.after.id}"]
    if not diff.rules:
        return "\n".join([*lines, say["same_meaning"]])
    lines += [f"{_MARKS[effect]} {word(effect, lang)}: {len(diff.of(effect))}" for effect in EFFECTS]
    for rule in diff.rules:
        if rule.effect in effects:
            lines += ["", *_rule(rule, diff, lang, effects)]
    return "\n".join(lines)


def _rule(rule: RuleChange, diff: Diff, lang: str, effects: Sequence[Effect]) -> Iterator[str]:
    yield f"{_MARKS[rule.effect]} {rule_title(rule, lang)}"
    if rule.status in ("added", "dropped") and not rule.path.startswith(READINGS):
        shown = (c for c in rule.changes if c.aspect in ("maximum", "score"))
        yield from (f"    {line}" for c in shown for line in change_lines(c, diff, lang))
        return
    for change in rule.changes:
        if change.effect in effects:
            yield from (f"  {_MARKS[change.effect]} {line}" for line in change_lines(change, diff, lang))


def rule_title(rule: RuleChange, lang: str) -> str:
    """The rule's label, path, status and citations."""
    label = in_language(rule.label, lang) or (word(rule.path, lang) if rule.path in (OVERALL, BANDS) else "")
    if rule.path.startswith(READINGS):
        label = f"{word(READINGS, lang)} {rule.path.partition('.')[2]}"
    cites = " → ".join(dict.fromkeys(c or "—" for c in rule.cites)) if any(rule.cites) else ""
    status = word(rule.status, lang) + (f" ({rule.was})" if rule.was else "")
    path = "" if rule.path in (OVERALL, BANDS) or rule.path.startswith(READINGS) else f" [{rule.path}]"
    return f"{label}{path}: {status}" + (f"; {cites}" if cites else "")


def change_lines(change: Change, diff: Diff, lang: str) -> Iterator[str]:
    """`aspect (kind): was → is`, on lines of their own where they are long."""
    say = phrases(lang)
    kinds = f" ({', '.join(say[kind] for kind in change.kinds)})" if change.kinds else ""
    before, after = (_shown(text, edition, lang) for text, edition in ((change.before, diff.before), (change.after, diff.after)))
    lead = f"{aspect_text(change.aspect, lang)}{kinds}"
    if change.before is None or change.after is None:
        yield f"{'+' if change.before is None else '−'} {lead}: {after if change.before is None else before}"
    elif len(before) + len(after) < 90:
        yield f"{lead}: {before} → {after}"
    else:
        yield f"{lead}:"
        yield f"    − {before}"
        yield f"    + {after}"


def _shown(text: str | None, edition: Any, lang: str) -> str:
    if text is None:
        return "—"
    said = with_labels(text, edition, lang)
    return said if lang == "en" or any(c in said for c in "[;") else _commas(said)


def _commas(text: str) -> str:
    return text.replace(".", ",") if text.replace(".", "").replace("-", "").isdigit() else text


def consequences_text(found: list[Consequence], lang: str) -> str:
    """Who moves, by how much: counts, then a line for each body, the largest difference first."""
    say = phrases(lang)
    known = [c for c in found if c.difference is not None]
    counts = say["who_moves"].format(
        bodies=len(found),
        score=sum(bool(c.difference) for c in known),
        grade=sum(c.grade_changes for c in known),
        rank=sum(c.rank_changes for c in known),
        unknown=len(found) - len(known),
    )
    head = [say["body"], say["kind"], word("before", lang), say["became"], "±", say["grade"], say["place"]]
    years = len({c.before.body.period for c in found}) > 1
    rows = [
        [
            clipped(c.before.body.title(lang), 48) + (f" {c.before.body.period}" if years else ""),
            say[f"a_{c.before.body.kind}"],
            score_cell(c.before.score, lang),
            score_cell(c.after.score, lang),
            "—" if c.difference is None else signed(c.difference, lang),
            _moved(c.before.grade, c.after.grade),
            _moved(*c.ranks),
        ]
        for c in found
    ]
    parts = [counts, "", text_table(head, rows, frozenset({2, 3, 4}))]
    return "\n".join([*parts, *_lacks(found, lang)])


def _moved(before: Any, after: Any) -> str:
    one, other = ("—" if end is None else str(end) for end in (before, after))
    return one if one == other else f"{one} → {other}"


def _lacks(found: list[Consequence], lang: str) -> Iterator[str]:
    """Bodies without a comparison, and what they lack under which edition."""
    groups: dict[tuple[str, Missing], list[str]] = {}
    for c in found:
        for a in (c.before, c.after):
            if isinstance(a.score, Missing):
                groups.setdefault((a.program.edition, a.missing), []).append(c.before.body.title(lang))
    if groups:
        yield from ("", phrases(lang)["why_not"])
    for (edition, lack), names in groups.items():
        facts = sorted(lack.facts)
        said = [*facts[:6], *([f"… (+{len(facts) - 6})"] if len(facts) > 6 else []), *lack.sentences(lang)]
        yield f"  {edition}, {', '.join(names)}: {'; '.join(said)}"


def attribution_text(attribution: Attribution, lang: str) -> str:
    """The parts of a body's difference, which add up to it exactly."""
    say = phrases(lang)
    before, after = attribution.before, attribution.after
    title = f"{before.body.title(lang)} ({say[f'a_{before.body.kind}']}): {before.program.edition} → {after.program.edition}"
    if attribution.missing is not None or attribution.total is None:
        lack = attribution.missing or Missing()
        return "\n".join([title, f"  {say['lacks']}:", *(f"  - {text}" for text in (*sorted(lack.facts), *lack.sentences(lang)))])
    rows = [["", before.program.edition, "", score_cell(before.score, lang), f"({before.grade})"]]
    rows += [[part_title(p, lang), word(p.what, lang), part_cites(p, lang), signed(p.amount, lang), ""] for p in attribution.parts]
    rows += [["", after.program.edition, "", score_cell(after.score, lang), f"({after.grade})"]]
    head = [say["rule"], say["change"], say["article"], say["points"], ""]
    exact = f"{say['exactly']}: {' + '.join(f'({p.amount})' for p in attribution.parts) or '0'} = {attribution.total}"
    return "\n".join([title, "", text_table(head, rows, frozenset({3})), "", clipped(exact, 2000)])


def part_title(part: Part, lang: str) -> str:
    """The rule's label, short enough for a table."""
    return clipped(in_language(part.label, lang), 56)


def part_cites(part: Part, lang: str) -> str:
    """Both citations, old and new."""
    one, other = (c.text(lang) if c else "—" for c in part.cites)
    return clipped(one if one == other else f"{one} → {other}", 48)


def signed(value: Fraction, lang: str) -> str:
    """`+1,25`, `−0,50`; `≈` marks a figure that two decimals do not hold."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    text = decimal_text(abs(value), 2)
    about = "" if Fraction(text) == abs(value) else "≈"
    return about + sign + (text if lang == "en" else text.replace(".", ","))
