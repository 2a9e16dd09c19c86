"""Diagnostics of reconciliation acts (KZ87x)."""

from __future__ import annotations

from kzrules.message import Message

RECONCILIATION: dict[str, Message] = {}
