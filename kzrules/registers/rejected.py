"""Lines of CSV files that DuckDB could not split into fields: kept aside, never dropped."""

from __future__ import annotations

from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.place import Place
from kzrules.registers.plan import Plan
from kzrules.registers.row_faults import REASONS
from kzrules.registers.side_files import BadRow

_TORN = ("MISSING COLUMNS", "TOO MANY COLUMNS")
_ENCODING = "INVALID ENCODING"
_REJECTED = """
SELECT DISTINCT s.file_path, e.line, e.error_type, e.csv_line
FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id) ORDER BY ALL
"""


def torn_lines(connection: Any, plan: Plan) -> tuple[list[BadRow], Diagnostic | None]:
    """Lines with too few or too many fields; or the fault of a file of which the rest is uncertain (an open quote, another encoding)."""
    if not any(source.is_csv for source in plan.sources):
        return [], None
    torn: list[BadRow] = []
    for path, line, kind, text in connection.execute(_REJECTED).fetchall():
        file = next((source.file for source in plan.sources if path in source.relation), path)
        if kind == _ENCODING:
            return [], Diagnostic("KZ862", Place(file, line), {"encoding": plan.layout.encoding})
        if kind not in _TORN:
            said = {
                "problem_ru": "незакрытая кавычка: неизвестно, где кончается строка",
                "problem_en": "an unclosed quote: where the row ends is not known",
            }
            return [], Diagnostic("KZ860", Place(file, line), said)
        if not torn or (torn[-1].file, torn[-1].row) != (file, line):
            torn.append(BadRow(file, line, "", "", str(text)[:200], REASONS["torn"]))
    return torn, None
