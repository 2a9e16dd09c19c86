"""LibreOffice for the tests: recalculates a workbook for certain, whatever values were stored in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="нет LibreOffice (soffice): пересчитать книгу нечем")

# LibreOffice trusts stored values of files that say they come from Excel, unless it is told to recalculate them all
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them after computing every formula anew."""
    assert SOFFICE is not None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    out = folder / "recalculated"
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, books)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [out / book.name for book in books]


def with_wrong_values(data: bytes, path: Path) -> int:
    """The workbook with 777 stored for every formula, so that only a recalculation can mend it; how many formulas there are."""
    count = 0
    path.write_bytes(data)
    with zipfile.ZipFile(path) as source:
        parts = {info.filename: source.read(info.filename) for info in source.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            if name.startswith("xl/worksheets/"):
                text, changed = re.subn(r"</f><v>[^<]*</v>", "</f><v>777</v>", part.decode())
                count += changed
                target.writestr(name, re.sub(r' t="str"(?=[^>]*><f>)', "", text))
            else:
                target.writestr(name, part)
    return count
