"""The queries over a register: totals in one pass, and what is asked only when something is to be shown."""

# ruff: noqa: S608 - the SQL is built from the layout's own names and from literals

from __future__ import annotations

from collections.abc import Sequence

from kzrules.registers.cells import case_numbers_sql
from kzrules.registers.counts import FactCount
from kzrules.registers.plan import Plan
from kzrules.registers.row_faults import REASONS, row_faults, value_of
from kzrules.registers.sources import literal
from kzrules.registers.verdicts import judged_sql


def totals_sql(plan: Plan) -> str:
    """One row per body and year: cases, and each fact; faulty rows, and cases that are not yet due, under a year of NULL."""
    facts = "".join(f",\n  count(*) FILTER (WHERE {_where(fact)}) AS {fact.fact}" for fact in plan.facts)
    keys = "CASE WHEN NOT bad THEN body_id END AS body, CASE WHEN NOT bad THEN case_year END AS year, bad"
    return f"{judged_sql(plan, rows=False)}\nSELECT {keys}, count(*) AS cases{facts}\nFROM judged GROUP BY ALL"


def bad_rows_sql(plan: Plan, most: int) -> str:
    """The faults of rows, the first of them: file, row, case number, title of the column, value, reason."""
    faults = ", ".join(
        f"CASE WHEN {fault.condition} THEN"
        f" struct_pack(title := {literal(plan.titles[fault.column])}, held := {value_of(fault)}, why := {literal(REASONS[fault.why])}) END"
        for fault in row_faults(plan)
    )
    named = f"SELECT file, row_number, {_number(plan)} AS number,"
    named += f" unnest(list_filter([{faults}], lambda x: x IS NOT NULL)) AS f FROM judged WHERE bad"
    shown = "file, row_number, number, f.title, f.held, f.why"
    return f"{judged_sql(plan, rows=True)}\nSELECT {shown} FROM ({named}) ORDER BY file, row_number LIMIT {most}"


def late_cases_sql(plan: Plan, years: Sequence[int]) -> str:
    """The cases of some years that a fact counts as late: file, row, number, body, year, the days, the due day, whether an extension counted."""
    counted = " OR ".join(f"({_where(fact)})" for fact in plan.facts if "late" in fact.where) or "false"
    due = "coalesce(term_end, k.day)" if plan.calendar_stays else "k.day"
    shown = f"file, row_number, {_number(plan)}, body_id, case_year, registered, {due} AS due, done, extended"
    wanted = ", ".join(map(str, years))
    return (
        f"{judged_sql(plan, rows=True)}\nSELECT {shown} FROM judged LEFT JOIN ordinals k ON k.ordinal = due_ordinal"
        f"\nWHERE ({counted}) AND case_year IN ({wanted}) ORDER BY file, row_number"
    )


def distinct_sql(plan: Plan) -> str:
    """How many cases have a number, and how many different ones (by a hash of 64 bits: less memory, and a collision only asks twice)."""
    return f"SELECT count(n), count(DISTINCT hash(n)) FROM ({case_numbers_sql(plan)})"


def repeated_sql(plan: Plan) -> str:
    """Makes the table of case numbers that stand more than once."""
    return f"CREATE TABLE repeated AS SELECT n FROM ({case_numbers_sql(plan)}) WHERE n IS NOT NULL GROUP BY n HAVING count(*) > 1"


def _number(plan: Plan) -> str:
    return "coalesce(trim(case_text), '')" if "case" in plan.titles else "''"


def _where(fact: FactCount) -> str:
    conditions = ["NOT bad", "case_year IS NOT NULL"]
    for key, value in fact.where.items():
        if value in ("yes", "no"):
            conditions.append(key if value == "yes" else f"NOT coalesce({key}, false)")
        else:
            conditions.append(f"{key} = {literal(value)}")
    return " AND ".join(conditions)
