"""What the tests of forms share: a small form with every kind of column, and a filing of it."""

from __future__ import annotations

from pathlib import Path

from kzrules.forms.filing import Filing
from kzrules.forms.filing_text import filing_from_bytes
from kzrules.forms.form import Form
from kzrules.forms.form_files import form_from_bytes
from kzrules.library import open_library

HERE = Path(__file__).parent
LIBRARY = open_library()


def load_form(name: str) -> Form:
    form, faults = form_from_bytes((HERE / name).read_bytes(), name, LIBRARY.dictionary)
    assert form is not None, [fault.message() for fault in faults]
    return form


SMALL = load_form("small.form.yaml")


def form_of(name: str) -> Form | None:
    return SMALL if name == SMALL.id else None


def load_filing(name: str) -> Filing:
    filing, faults = filing_from_bytes((HERE / name).read_bytes(), name, form_of)
    assert filing is not None, [fault.message() for fault in faults]
    return filing
