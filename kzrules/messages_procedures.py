"""Diagnostics of procedures: events, dates and time limits (KZ85x)."""

from __future__ import annotations

from kzrules.message import Message

PROCEDURES: dict[str, Message] = {}
