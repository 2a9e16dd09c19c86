"""Long work shows how far it is, on a terminal only; with the extra `rich` a bar, without it a count."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Literal, TypeVar

One = TypeVar("One")
QUICK = 20
"""Fewer steps than this pass without a word."""


_TITLES = {
    "reading": {"ru": "Чтение", "kk": "Оқу", "en": "Reading"},
    "writing": {"ru": "Запись", "kk": "Жазу", "en": "Writing"},
    "running": {"ru": "Прогоны", "kk": "Есептеу", "en": "Runs"},
}


def progress(steps: Sequence[One], lang: str = "ru", doing: Literal["reading", "writing", "running"] = "reading") -> Iterator[One]:
    """The steps one by one, with a bar on stderr while there is somebody to see it."""
    if len(steps) < QUICK or not sys.stderr.isatty():
        yield from steps
        return
    title = _TITLES[doing][lang]
    try:
        from rich.console import Console  # noqa: PLC0415 - an optional library, wanted on a terminal only
        from rich.progress import track  # noqa: PLC0415
    except ModuleNotFoundError:
        for number, step in enumerate(steps, 1):
            sys.stderr.write(f"\r{title}: {number} / {len(steps)}")
            yield step
        sys.stderr.write("\n")
        return
    yield from track(steps, description=title, console=Console(stderr=True), transient=True)
