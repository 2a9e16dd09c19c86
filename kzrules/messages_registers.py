"""Diagnostics of case registers (KZ86x)."""

from __future__ import annotations

from kzrules.message import Message

REGISTERS: dict[str, Message] = {}
