"""A document as PDF, set by typst."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from kzrules.conclusions.html_writer import known_names
from kzrules.conclusions.record import Document
from kzrules.conclusions.typesetting import pdf_of
from kzrules.diagnostic import Diagnostic
from kzrules.values import Missing, exact_text

EXTRA = "pdf"


def document_json(value: Any) -> Any:
    """A record as JSON values: exact numbers as text, what is not known as null."""
    match value:
        case Fraction():
            return exact_text(value)
        case Missing():
            return None
        case tuple():
            return [document_json(item) for item in value]
        case dict():
            return {key: document_json(item) for key, item in value.items()}
        case _ if is_dataclass(value):
            return {field.name: document_json(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def pdf_document(document: Document, template: bytes, file: str) -> tuple[bytes | None, list[Diagnostic]]:
    """The file, or what is wrong with the template.

    Raises:
        NotInstalled: when the extra `pdf` is absent.

    """
    return pdf_of(template, document_json(document), file, known_names(document), EXTRA)
