"""An act of a file, whichever way it is written."""

from __future__ import annotations

from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import Dictionary
from kzrules.reconciliation.act import ReconciliationAct, act_from_bytes
from kzrules.reconciliation.act_workbook import act_from_workbook


def act_of(data: bytes, file: str, dictionary: Dictionary) -> tuple[ReconciliationAct | None, list[Diagnostic]]:
    """The act of a YAML file or of a workbook, by what the bytes are; or None and every fault."""
    read = act_from_workbook if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else act_from_bytes
    return read(data, file, dictionary)
