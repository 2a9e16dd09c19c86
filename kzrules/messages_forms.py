"""Diagnostics of forms and the workbooks filled by them (KZ80x-KZ84x)."""

from __future__ import annotations

from kzrules.message import Message

FORMS: dict[str, Message] = {}
