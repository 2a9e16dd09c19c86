"""typst at work: pictures to PNG, documents to PDF; its own fonts only, no clock, no files but what it is given."""

from __future__ import annotations

import json
import re
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.extras import needed
from kzrules.guess import guesses
from kzrules.place import Place

_PICTURE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 540pt)\n'
_UNKNOWN = re.compile(r'(?:does not contain key "|unknown variable: |does not have field "|no field ")([^"\s]+)')


def png_of(svg: str, extra: str, dots: int = 200) -> bytes:
    """A picture as PNG, `dots` to the inch.

    Raises:
        NotInstalled: when the extra is absent.

    """
    typst = needed("typst", extra)
    made = typst.compile(_PICTURE, format="png", ppi=dots, sys_inputs={"svg": svg}, ignore_system_fonts=True)
    return bytes(made if isinstance(made, bytes) else made[0])


def pdf_of(template: bytes, data: Any, file: str, known: set[str], extra: str) -> tuple[bytes | None, list[Diagnostic]]:
    """A document as PDF, or what is wrong with the template.

    Args:
        template: typst text; it reads the document by `json(bytes(sys.inputs.document))`.
        data: the document as JSON values: its texts come into the page as text, never as markup.
        file: the name of the template, for diagnostics.
        known: the names that a template can use.
        extra: what to install when typst is absent.

    Raises:
        NotInstalled: when the extra is absent.

    """
    typst = needed("typst", extra)
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    try:
        made = typst.compile(template, format="pdf", sys_inputs=inputs, ignore_system_fonts=True, timestamp=0)
    except typst.TypstError as error:
        said = str(error)
        found = _UNKNOWN.search(said)
        if found:
            return None, [Diagnostic("KZ885", Place(file), {"name": found.group(1), **guesses(found.group(1), known)})]
        detail = said.splitlines()[0] if said else "?"
        return None, [Diagnostic("KZ886", Place(file), {"detail_ru": f"typst говорит: {detail}", "detail_en": f"typst says: {detail}"})]
    return bytes(made), []
