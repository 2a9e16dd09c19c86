"""What `verify` found, as JSON: the seal, each input, each result that differs, every fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.verify import Difference, Input, Record

_STATUS = {"KZ651": "not found", "KZ652": "changed", "KZ653": "changed"}


def verified_json(
    record: Record | None, inputs: Sequence[Input], faults: Sequence[Diagnostic], found: Sequence[Difference] | None, lang: str
) -> dict[str, Any]:
    """The whole answer.

    Args:
        record: None when it cannot be trusted.
        inputs: every file of the record.
        faults: all that was found, in file order.
        found: results that differ; None when nothing could be computed.
        lang: of the messages.

    """
    places = {fault.place: _STATUS[fault.code] for fault in faults if fault.code in _STATUS}
    return {
        "version": "1",
        "record_whole": record is not None,
        "repeated": found is not None,
        "same": None if found is None else not found,
        "inputs": [
            {"kind": one.kind, "file": one.name, "edition": one.id or None, "sha256": one.sha256, "status": places.get(one.place, "same")}
            for one in inputs
        ],
        "results": 0 if record is None else len(record.value["results"]),
        "differences": [_difference(one) for one in found or ()],
        "diagnostics": [fault.as_json(lang) for fault in faults],
    }


def _difference(one: Difference) -> dict[str, Any]:
    was, now = (None if result is None else dict(result) for result in (one.was, one.now))
    return {"period": one.period, "edition": one.edition, "body": one.body, "was": was, "now": now}
