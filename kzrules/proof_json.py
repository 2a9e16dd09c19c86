"""A proof as JSON; schemas/proof.schema.json."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kzrules.facts_text import answer_text
from kzrules.proofs import Claim, Proof, Witness
from kzrules.values import exact_text

SCHEMA = "https://kzrules.example/schemas/proof.schema.json"


def proofs_json(proofs: list[Proof]) -> dict[str, Any]:
    """All proofs of one command."""
    return {"$schema": SCHEMA, "version": 1, "proofs": [_proof(proof) for proof in proofs]}


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "edition": proof.edition,
        "sha256": proof.sha256,
        "kind": proof.kind,
        "period": proof.period,
        "readings": dict(proof.choices),
        "list_lengths": dict(proof.lengths),
        "counts": {verdict: proof.count(verdict) for verdict in ("proved", "refuted", "undecided")},
        "claims": [_claim(claim) for claim in proof.claims],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "what": claim.what,
        "rule": claim.path,
        "name": claim.name,
        "verdict": claim.verdict,
        "value": _figure(claim.value),
        "bound": _figure(claim.bound),
        "witnesses": [_witness(witness) for witness in claim.witnesses],
        "notes": list(claim.notes),
        "citation": claim.cite.as_json() if claim.cite else None,
        "file": claim.place.file,
        "line": claim.place.line,
        "column": claim.place.column,
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {"score": _figure(witness.score), "kind": witness.body.kind, "facts": {name: _value(value) for name, value in witness.body.values.items()}}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(record) for record in value]
    if isinstance(value, dict):
        return {key: _value(part) for key, part in value.items()}
    return value if isinstance(value, str) else answer_text(value)


def _figure(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
