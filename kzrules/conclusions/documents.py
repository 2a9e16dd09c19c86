"""Documents by format: which writer, which template, which file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from kzrules.conclusions.record import Document
from kzrules.diagnostic import Diagnostic, Faults, errors

FORMATS = ("docx", "html", "pdf", "xlsx")
_TEMPLATES = {"docx": "conclusion.docx", "html": "conclusion.html", "pdf": "conclusion.typ"}
_FOLDER = Path(__file__).parent / "templates"
_LONGEST = 80
_UNSAFE = re.compile(r"[^\w.-]+")
SUFFIXES = {".docx": "docx", ".html": "html", ".htm": "html", ".pdf": "pdf", ".xlsx": "xlsx", ".typ": "pdf"}


def shipped_template(form: str) -> bytes:
    """The template that a format has when none is named; `xlsx` has none."""
    return (_FOLDER / _TEMPLATES[form]).read_bytes()


def written(document: Document, form: str, template: tuple[bytes, str] | None = None) -> bytes:
    """The document in a format.

    Args:
        document: what to write.
        form: one of `FORMATS`.
        template: the bytes and the name of a template of the user's.

    Raises:
        Faults: when the template has faults.
        NotInstalled: when the extra of the format is absent.

    """
    data, name = template or ((shipped_template(form), _TEMPLATES[form]) if form in _TEMPLATES else (b"", ""))
    made, faults = _write(document, form, data, name)
    if made is None:
        raise Faults(errors(faults))
    return made


def _write(document: Document, form: str, template: bytes, name: str) -> tuple[bytes | None, list[Diagnostic]]:
    match form:
        case "docx":
            from kzrules.conclusions.docx_writer import docx_of  # noqa: PLC0415 - each format brings its own libraries

            return docx_of(document, template, name)
        case "html":
            from kzrules.conclusions.html_writer import html_of  # noqa: PLC0415

            return html_of(document, template, name)
        case "pdf":
            from kzrules.conclusions.pdf_writer import pdf_document  # noqa: PLC0415

            return pdf_document(document, template, name)
        case _:
            from kzrules.conclusions.xlsx_writer import xlsx_of  # noqa: PLC0415

            return xlsx_of(document), []


def by_body(document: Document) -> Iterator[tuple[str, Document]]:
    """A document for each body, with a file name that any system takes; names that would be one are told apart by a number."""
    taken: set[str] = set()
    for conclusion in document.conclusions:
        plain = _UNSAFE.sub("_", conclusion.body_id).strip("._")[:_LONGEST] or "body"
        names = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        yield name, replace(document, conclusions=(conclusion,))
