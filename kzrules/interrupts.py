"""Ctrl-C that is not lost: one that comes inside a destructor of a library is dropped by Python; here it is remembered."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread

_STOPPED = Event()


@contextmanager
def heeded() -> Iterator[None]:
    """Long work that a person may stop: whatever an interrupt turned into on its way comes out as an interrupt.

    Raises:
        KeyboardInterrupt: when the work was interrupted.

    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return

    def stop(*_: object) -> None:
        _STOPPED.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    try:
        yield
        heed()
    except Exception:
        heed()
        raise
    finally:
        signal.signal(signal.SIGINT, before)
        _STOPPED.clear()


def heed() -> None:
    """Stop here if the work was interrupted."""
    if _STOPPED.is_set():
        raise KeyboardInterrupt
