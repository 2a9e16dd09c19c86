"""Reading 320 filled reports and adding them up, beside what the libraries alone take. `python -m benchmarks.forms`.

Ratios of one run: kzrules reads cells, formulas and types, checks rows, labels, totals, and keeps the origin of every sum; beside it
stand openpyxl and calamine opening the same workbooks and looking at every cell.
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "examples" / "forms"))
from make import filings  # type: ignore[import-not-found]

from kzrules.forms.consolidation import Whole, consolidated
from kzrules.forms.filing import Filing
from kzrules.forms.form_library import open_forms
from kzrules.forms.periods import Period
from kzrules.forms.read_workbook import filing_from_workbook
from kzrules.forms.workbook_meta import Meta
from kzrules.forms.write_workbook import filled_workbook
from kzrules.library import open_library

LIBRARY = open_library()
FORMS = open_forms(LIBRARY)


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def by_openpyxl(paths: list[Path]) -> int:
    """Every cell of every workbook, by openpyxl alone."""
    seen = 0
    for path in paths:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
        seen += sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)
        book.close()
    return seen


def by_calamine(paths: list[Path]) -> int:
    """Every cell of every workbook, by calamine alone."""
    seen = 0
    for path in paths:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        seen += sum(value != "" for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for value in row)
    return seen


def by_kzrules(paths: list[Path]) -> list[Filing]:
    """Every report read and checked."""
    read = []
    for path in paths:
        filing, _ = filing_from_workbook(path.read_bytes(), path.name, FORMS.form, Meta())
        assert filing is not None
        read.append(filing)
    return read


def main() -> None:
    """Measure and print."""
    form = FORMS.form("1-mk")
    assert form is not None
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        written = timed(lambda: paths.extend(_written(Path(folder))))
        openpyxl_, calamine = timed(lambda: by_openpyxl(paths)), timed(lambda: by_calamine(paths))
        read: list[Filing] = []
        ours = timed(lambda: read.extend(by_kzrules(paths)))
        added = timed(lambda: consolidated(read, Whole("svod", "central", "", Period(2024))))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(paths)} reports: written in {written:.1f} s, read in {ours:.1f} s, added up in {added:.1f} s, peak memory {peak} MB")
    print(f"read / openpyxl alone {ours / openpyxl_:.1f} · read / calamine alone {ours / calamine:.1f} · adding up / reading {added / ours:.2f}")


def _written(folder: Path) -> list[Path]:
    form = FORMS.form("1-mk")
    assert form is not None
    paths = []
    for filing in filings(form):
        path = folder / f"{filing.body}-{filing.period}.xlsx"
        path.write_bytes(filled_workbook(filing))
        paths.append(path)
    return paths


if __name__ == "__main__":
    main()
