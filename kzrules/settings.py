"""What the global options say, and the exit codes."""

from __future__ import annotations

from dataclasses import dataclass

import click

FINDINGS, UNREADABLE, NO_EDITION, BUG = 1, 3, 4, 70


@dataclass(frozen=True, slots=True)
class Settings:
    """What the global options say."""

    lang: str
    folder: str | None
    colour: bool | None

    def style(self, text: str, colour: str) -> str:
        """Coloured text, unless colour is off."""
        return click.style(text, fg=colour) if self.colour else text
