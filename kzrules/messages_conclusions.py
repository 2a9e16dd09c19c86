"""Diagnostics of conclusions, ratings and the live workbook (KZ88x)."""

from __future__ import annotations

from kzrules.message import Message

CONCLUSIONS: dict[str, Message] = {}
