"""A document as one HTML file: styles and pictures inside, no scripts, no links; prints on A4."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from kzrules.conclusions import record
from kzrules.conclusions.jinja_templates import environment, errors_of, template_fault
from kzrules.conclusions.record import Document, Section
from kzrules.diagnostic import Diagnostic
from kzrules.extras import needed

EXTRA = "html"


def known_names(document: Document) -> set[str]:
    """Every name that a template can use."""
    records = (record.Document, record.Conclusion, record.Section, record.FormPage, record.LossRow, record.Rank, record.Share, record.Pair)
    names = {field.name for one in (*records, record.ReadingRow, record.LackRow) for field in fields(one)}
    return names | {"document", "svg", "picture", *document.words}


def html_of(document: Document, template: bytes, file: str) -> tuple[bytes | None, list[Diagnostic]]:
    """The file, or what is wrong with the template.

    Args:
        document: what to write.
        template: the text of the template.
        file: its name, for diagnostics.

    Raises:
        NotInstalled: when the extra `html` is absent.

    """
    jinja = environment(EXTRA)
    markup = needed("markupsafe", EXTRA).Markup

    def svg(section: Section) -> Any:
        return markup(section.svg)  # our own drawing, its texts escaped

    try:
        text = jinja.from_string(template.decode("utf-8")).render(document=document, svg=svg)
    except UnicodeDecodeError as error:
        return None, [template_fault(error, file, (), EXTRA)]
    except (errors_of(EXTRA).TemplateError, errors_of(EXTRA).SecurityError) as error:
        return None, [template_fault(error, file, known_names(document), EXTRA)]
    return text.encode(), []
