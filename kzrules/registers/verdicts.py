"""From values to a verdict, in SQL: when each case was due, whether it is late, to which year it belongs.

Days become ordinals of working days by joins with a calendar table (`upto`: working days up to a day, `before`: before it).
A case is late when at least as many working days lie before its end as its term allows.
"""

# ruff: noqa: S608 - the SQL is built from the layout's own names and from literals

from __future__ import annotations

from kzrules.registers.cells import parsed_sql
from kzrules.registers.plan import DAYS, Plan
from kzrules.registers.row_faults import bad_sql
from kzrules.registers.sources import literal


def judged_sql(plan: Plan, rows: bool) -> str:
    """WITH … judged: each case with its body, year, due ordinal, whether it is late, and whether its row is faulty."""
    steps = (parsed_sql(plan, rows), f"dated AS ({_dated(plan)})", f"due AS ({_due(plan)})", f"judged AS ({_judged(plan)})")
    return "WITH " + ",\n".join(steps)


def _dated(plan: Plan) -> str:
    """The body of a case, and the ordinals of its days."""
    days = [name for name in DAYS if name in plan.titles]
    joins = [
        "LEFT JOIN bodies b ON b.name = body_text",
        "LEFT JOIN bodies s ON s.name = CASE WHEN b.id IS NULL THEN lower(trim(body_text)) END",
    ]
    shown = ["coalesce(b.id, s.id) AS body_id"]
    for day in days:
        when = f"coalesce(p.done, {plan.still_open})" if day == "done" else f"p.{day}"
        joins.append(f"LEFT JOIN calendar {day}_day ON {day}_day.day = {when}")
        shown.append(f"{day}_day.upto AS {day}_upto, {day}_day.before AS {day}_before, {day}_day.working AS {day}_working")
    if plan.by_calendar:
        joins.append(f"LEFT JOIN calendar end_day ON end_day.day = {_term_end(plan)}")
        shown.append(f"end_day.before AS end_before, {_term_end(plan)} AS term_end")
    if plan.repeated:
        joins.append("LEFT JOIN repeated m ON m.n = trim(p.case_text)")
        shown.append("m.n IS NOT NULL AS is_repeated")
    return f"SELECT p.*, {', '.join(shown)} FROM parsed p {' '.join(joins)}"


def _term(plan: Plan) -> tuple[str, str]:
    """The number of days of a case's term, and its unit."""
    terms = plan.counts.terms
    if not terms.by:
        return terms.column, terms.unit or "'working_days'"
    spans = {code: rule.limit.span for code, rule in terms.rules.items()}
    number = " ".join(f"WHEN {literal(code)} THEN {span.number}" for code, span in spans.items() if span)
    unit = " ".join(f"WHEN {literal(code)} THEN {literal(span.unit)}" for code, span in spans.items() if span)
    return f"(CASE {terms.by} {number} END)", f"(CASE {terms.by} {unit} END)"


def _term_end(plan: Plan) -> str:
    number, unit = _term(plan)
    return f"CASE WHEN {unit} = 'calendar_days' THEN registered + {number} - {int(plan.first_included)} END"


def _due(plan: Plan) -> str:
    """The ordinal of the working day on which the term runs out, before any extension."""
    number, unit = _term(plan)
    start = "registered_upto - registered_working::INTEGER" if plan.first_included else "registered_upto"
    first = f"{start} + {number}"
    if plan.by_calendar:
        first = f"CASE WHEN {unit} = 'calendar_days' THEN end_before + 1 ELSE {first} END"
    return f"SELECT *, {first} AS first_ordinal, {number} <= 1 AS one_day FROM dated"


def _extension(plan: Plan) -> tuple[str, str]:
    """By how many working days an extension moves the due day, and whether it counts."""
    if plan.counts.extension is None or "extended_on" not in plan.titles:
        return "0", "false"
    longest, notice = (rule.limit.span for rule in plan.counts.extension)
    assert longest is not None
    assert notice is not None
    days = f"coalesce(extension_days, {longest.number})"
    conditions = ["extended_on IS NOT NULL"]
    if plan.choices["late_notice"] == "void":
        included = "extended_on_working::INTEGER" if plan.first_included else "0"
        told_in_time = f"notified_on IS NOT NULL AND notified_on_before < extended_on_upto - {included} + {notice.number}"
        conditions.append(told_in_time if "notified_on" in plan.titles else "false")
    if plan.choices["after_expiry"] == "void":
        conditions.append("extended_on_before < first_ordinal")
    if plan.choices["too_long"] == "void":
        conditions.append(f"{days} <= {longest.number}")
    return f"least({days}, {longest.number})", " AND ".join(conditions)


def _judged(plan: Plan) -> str:
    moved, counts = _extension(plan)
    late = "done_before >= due_ordinal"
    if plan.calendar_stays:
        late = f"CASE WHEN term_end IS NOT NULL THEN coalesce(done, {plan.still_open}) > term_end ELSE {late} END"
    year = "year(registered)" if plan.choices["case_year"] == "registered" else "year(coalesce(done, o.day))"
    waiting = "done IS NULL AND NOT late" if plan.choices["unfinished"] == "late" else "done IS NULL"
    outage = "late AND outage AS late_in_outage, " if "outage" in plan.counts.columns else ""
    extended = f"SELECT *, first_ordinal + CASE WHEN {counts} THEN {moved} ELSE 0 END AS due_ordinal, {counts} AS extended FROM due"
    return (
        f"SELECT *, {outage}CASE WHEN NOT ({waiting}) THEN {year} END AS case_year, {bad_sql(plan)} AS bad"
        f" FROM (SELECT *, {late} AS late FROM ({extended}) e) l"
        " LEFT JOIN ordinals o ON o.ordinal = CASE WHEN done IS NULL THEN due_ordinal END"
    )
