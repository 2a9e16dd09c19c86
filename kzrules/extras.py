"""Libraries that kzrules can do without: imported when they are needed, and named in words when they are absent."""

from __future__ import annotations

import importlib
from types import ModuleType


class NotInstalled(RuntimeError):
    """A part of kzrules whose libraries are not installed; says what to type."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(f"нужны библиотеки, которые не установлены: pip install 'kzrules[{extra}]'")


def needed(module: str, extra: str) -> ModuleType:
    """A module of an optional library.

    Raises:
        NotInstalled: when the extra that brings it is absent.

    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        raise NotInstalled(extra) from None
