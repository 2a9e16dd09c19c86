"""What can be said of a spec without an edition and data: its shape, its facts, their distributions."""

from __future__ import annotations

from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.dictionary import Dictionary
from kzrules.simulation.fitting import fact_faults
from kzrules.simulation.spec import spec_from_bytes


def spec_faults(data: bytes, file: str, dictionary: Dictionary) -> list[Diagnostic]:
    """Every fault."""
    spec, faults = spec_from_bytes(data, file)
    if spec is None:
        return faults
    return in_file_order([*faults, *(fault for fact in spec.facts for fault in fact_faults(fact, dictionary))])
