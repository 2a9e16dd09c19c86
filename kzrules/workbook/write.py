"""The live workbook of some bodies: checked against the interpreter, then written."""

from __future__ import annotations

from kzrules.diagnostic import Faults
from kzrules.workbook.book import Book
from kzrules.workbook.exact import Values
from kzrules.workbook.plan import Plan
from kzrules.workbook.same import assessments, checked, disagreements
from kzrules.workbook.sheets_facts import write_answers, write_facts, write_lists
from kzrules.workbook.sheets_front import write_check, write_front, write_total
from kzrules.workbook.sheets_steps import write_steps, write_tables


def workbook_bytes(plan: Plan) -> bytes:
    """The .xlsx of a plan; the same bytes for the same plan.

    Raises:
        Faults: when a cell computes otherwise than the interpreter (KZ891).
        NotInstalled: without XlsxWriter.

    """
    values = Values(plan)
    wrong = disagreements(plan, values)
    if wrong:
        raise Faults(wrong)
    book = Book(plan, values)
    write_front(book, assessments(plan))
    write_total(book)
    write_facts(book)
    write_lists(book)
    write_steps(book)
    write_tables(book)
    write_answers(book)
    write_check(book, [one for one in checked(plan) if one.group.bodies[one.body].id not in plan.hidden])
    return book.done()
