"""A new workbook of XlsxWriter as every room writes it: text stays text, and nothing tells when or by whom it was made."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from kzrules.extras import needed

FIXED_DAY = datetime(2020, 1, 1)
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def plain_book(stream: io.BytesIO, title: str, extra: str = "excel") -> Any:
    """An empty workbook in memory.

    Args:
        stream: where its bytes go when it is closed.
        title: its title, among its properties.
        extra: the extra to name when the library is absent.

    Raises:
        NotInstalled: without XlsxWriter.

    """
    book = needed("xlsxwriter", extra).Workbook(stream, _PLAIN)
    book.set_properties({"title": title, "created": FIXED_DAY, "author": "kzrules", "company": ""})
    return book
