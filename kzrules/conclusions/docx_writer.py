"""A document in Word, from a template that a methodologist edits in Word."""

from __future__ import annotations

import io
from typing import Any
from zipfile import BadZipFile

from kzrules.conclusions.html_writer import known_names
from kzrules.conclusions.jinja_templates import environment, errors_of, template_fault
from kzrules.conclusions.record import Document, Section
from kzrules.conclusions.typesetting import png_of
from kzrules.diagnostic import Diagnostic
from kzrules.extras import needed
from kzrules.place import file_place
from kzrules.same_bytes import same_bytes

EXTRA = "docx"
_PICTURE_MM = 165


def docx_of(document: Document, template: bytes, file: str) -> tuple[bytes | None, list[Diagnostic]]:
    """The file, or what is wrong with the template.

    Args:
        document: what to write.
        template: the bytes of a .docx with the tags of docxtpl.
        file: its name, for diagnostics.

    Raises:
        NotInstalled: when the extra `docx` is absent.

    """
    library, shared = needed("docxtpl", EXTRA), needed("docx.shared", EXTRA)
    known = known_names(document)

    def picture(section: Section) -> Any:
        return library.InlineImage(page, io.BytesIO(png_of(section.svg, EXTRA)), width=shared.Mm(_PICTURE_MM))

    try:
        page = library.DocxTemplate(io.BytesIO(template))
        page.render({"document": document, "picture": picture}, environment(EXTRA), autoescape=True)
    except (BadZipFile, KeyError, ValueError):
        return None, [Diagnostic("KZ886", file_place(file), {"detail_ru": "это не документ Word", "detail_en": "it is no Word document"})]
    except (errors_of(EXTRA).TemplateError, errors_of(EXTRA).SecurityError) as error:
        fault = template_fault(error, file, known, EXTRA)
        return None, [Diagnostic(fault.code, file_place(file), fault.values)]  # the lines of the XML say nothing to a person
    stream = io.BytesIO()
    page.save(stream)
    return same_bytes(stream.getvalue()), []
