"""Procedures and due dates as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from kzrules.procedures.deadlines import Counting, Due
from kzrules.procedures.moments import Moment
from kzrules.procedures.procedure import Procedure, Reading, Rule, Stated
from kzrules.procedures.words import day_text, limit_text, words
from kzrules.reading_nodes import Labels, in_language


def procedures_text(procedures: Iterable[Procedure], lang: str) -> str:
    """Every procedure with its events, a line each."""
    say = words(lang)
    lines = []
    for procedure in procedures:
        lines += [f"{procedure.id}  {in_language(procedure.label, lang)}"]
        counts = {event: sum(procedure.event_of(rule, {}) == event for rule in procedure.rules.values()) for event in procedure.events}
        width = max(map(len, counts))
        lines += [f"  {e.ljust(width)}  {in_language(procedure.events[e].label, lang)} ({say['terms']}: {n})" for e, n in counts.items()]
        lines += [""]
    return "\n".join([*lines, say["hint"]])


def procedure_text(procedure: Procedure, lang: str) -> str:
    """One procedure whole: events, terms with their citations, open questions, what is not printed."""
    say = words(lang)
    act = procedure.act + (f", {procedure.amended_by}" if procedure.amended_by else "")
    lines = [f"{in_language(procedure.label, lang)} ({act})"]
    lines += [f"{say['seen']}: {in_language(procedure.seen, lang)}"] if procedure.seen else []
    lines += ["", say["events"]]
    for event in procedure.events.values():
        lines += [f"  {event.id}: {in_language(event.label, lang)}"]
        rules = [rule for rule in procedure.rules.values() if procedure.event_of(rule, {}) == event.id]
        for rule in rules:
            lines += list(_rule_lines(procedure, rule, lang))
        lines += [] if rules else [f"      {say['nothing']}" + _elsewhere(procedure, event.id)]
    for title, stated in (("stated", procedure.stated), ("unprinted", procedure.unprinted)):
        lines += ["", say[title], *(_stated_line(s, lang) for s in stated)] if stated else []
    lines += _readings_lines(procedure.readings.values(), {}, lang)
    return "\n".join(lines)


def _elsewhere(procedure: Procedure, event: str) -> str:
    """Which option of which reading lets a term start from an event that no default names."""
    found = [f"{r.id}={o.id}" for r in procedure.readings.values() for o in r.options.values() if o.changes.get("start") == event]
    return f"; --reading {found[0]}" if found else ""


def _rule_lines(procedure: Procedure, rule: Rule, lang: str) -> Iterator[str]:
    say = words(lang)
    limit = limit_text(rule.under(procedure, {}), lang)
    after = procedure.rules.get(rule.limit.start)
    chain = f" {say['after_term'].format(label=in_language(after.label, lang))}" if after else ""
    yield f"    - {in_language(rule.label, lang)}: {limit}{chain}; {rule.cite.text(lang)}"
    yield from (f"      {line}" for line in _remarks(rule, lang, say))


def _remarks(rule: Rule, lang: str, say: Mapping[str, str]) -> Iterator[str]:
    if rule.who:
        yield f"{say['who']}: {in_language(rule.who, lang)}"
    if rule.note:
        yield f"{say['note']}: {in_language(rule.note, lang)}"
    elif rule.ours:
        yield f"{say['note']}: {say['ours']}"


def _stated_line(stated: Stated, lang: str) -> str:
    cite = f"; {stated.cite.text(lang)}" if stated.cite else ""
    return f"  - {in_language(stated.label, lang)}{cite}"


def dues_text(procedure: Procedure, event: str, moment: Moment, dues: Sequence[Due], counting: Counting, lang: str) -> str:
    """The due dates of an event, earliest first, with how each was counted and the readings below."""
    say = words(lang)
    shown = day_text(moment.day, lang) if moment.kind == "day" else moment.text
    lines = [in_language(procedure.label, lang), f"{in_language(procedure.events[event].label, lang)}: {shown}", ""]
    for due in sorted(dues, key=lambda due: due.day):
        lines += [*_due_lines(due, lang), ""]
    lines += [] if dues else [say["nothing"] + _elsewhere(procedure, event)]
    used = {reading.id: reading for due in dues for reading, _, _ in due.others}
    lines = [*lines[:-1], *_readings_lines(used.values(), counting.choices, lang)]
    doubts = {in_language(said, lang): None for due in dues for said in due.doubts}
    lines += ["", say["doubts"], *(f"  - {said}" for said in doubts)] if doubts else []
    lines += ["", _earlier(procedure, moment, lang)] if _earlier(procedure, moment, lang) else []
    return "\n".join(lines).rstrip("\n")


def _earlier(procedure: Procedure, moment: Moment, lang: str) -> str:
    """A caution when the event was before the wording that was read."""
    if not procedure.since or moment.day >= date.fromisoformat(procedure.since):
        return ""
    return words(lang)["earlier"].format(since=f"{date.fromisoformat(procedure.since):%d.%m.%Y}")


def _due_lines(due: Due, lang: str) -> Iterator[str]:
    say = words(lang)
    until = say["from_day"] if due.limit.kind == "upon_expiry" else say["until"]
    yield f"{until} {day_text(due.day, lang)}" if lang != "kk" else f"{day_text(due.day, lang)}: {until}"
    yield f"    {in_language(due.rule.label, lang)}"
    chained = due.limit.start in due.procedure.rules
    since = f" ({say['from_event']} {day_text(due.start, lang)})" if chained else ""
    yield f"    {due.rule.cite.text(lang)}: {limit_text(due.limit, lang)}{since}"
    yield from (f"    {line}" for line in _remarks(due.rule, lang, say))
    if due.limit.span and due.limit.span.unit == "working_days" and due.skipped:
        yield f"    {say['skipped']}: {_days_off(due.skipped, lang)}"
    if due.worked:
        yield f"    {say['worked']}: " + "; ".join(f"{day:%d.%m} — {in_language(said, lang)}" for day, said in due.worked)
    if due.before_moving:
        yield "    " + say["moved"].format(day=day_text(due.before_moving, lang)) + _why_off(due, lang)
    for reading, _, dates in due.others:
        for option, day in dates:
            yield f"    {say['otherwise']} {_shown(day, lang)}: --reading {reading.id}={option}"
        if not dates:
            names = [o.id for o in reading.options.values() if o.changes.get("start")]
            yield f"    {say['otherwise']} {say['elsewhere']}: --reading {reading.id}={names[0] if names else reading.default}"


def _why_off(due: Due, lang: str) -> str:
    named = next((said for day, said in due.skipped if day == due.before_moving and said), None)
    return f" ({in_language(named, lang)})" if named else ""


def _shown(day: date | None, lang: str) -> str:
    return words(lang)["beyond"] if day is None else day_text(day, lang)


def _days_off(days: Sequence[tuple[date, Labels]], lang: str) -> str:
    weekends = sum(not said for _, said in days)
    parts = [f"{words(lang)['weekends']} {weekends}"] if weekends else []
    return "; ".join([*parts, *(f"{day:%d.%m} — {in_language(said, lang)}" for day, said in days if said)])


def _readings_lines(readings: Iterable[Reading], choices: Mapping[str, str], lang: str) -> list[str]:
    say = words(lang)
    found = list(readings)
    if not found:
        return []
    lines = ["", say["rests_on"]]
    for reading in found:
        chosen = choices.get(reading.id, reading.default)
        lines += [f"  {reading.id}: {in_language(reading.question, lang)}?"]
        lines += [f"    {say['taken']}: {chosen} — {in_language(reading.options[chosen].label, lang)}"]
        lines += [f"    {option.id} — {in_language(option.label, lang)}" for option in reading.options.values() if option.id != chosen]
    return lines
