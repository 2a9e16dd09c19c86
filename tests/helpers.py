"""What several tests share: the shipped library, a command runner, a small body."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kzrules.cli import main
from kzrules.edition import Edition
from kzrules.library import Library, open_library

ROOT = Path(__file__).resolve().parent.parent
COHORT = ROOT / "examples" / "cohort-2018.yaml"
GAPS = ROOT / "examples" / "cohort-2018-gaps.yaml"
PUBLISHED = ROOT / "examples" / "public-monitoring-2020.yaml"


@cache
def library() -> Library:
    """The shipped library, read once."""
    return open_library()


@cache
def edition(name: str) -> Edition:
    """A shipped edition, read once."""
    return library().load(name)


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


class _Bytes(io.TextIOWrapper):
    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")


def run(*args: str, stdin: bytes = b"") -> Ran:
    """Runs a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.stdin = sys.stdin, _Bytes(stdin)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(list(args))
                code = 0
            except SystemExit as stop:
                code = int(stop.code or 0)
    finally:
        sys.stdin = before
    return Ran(code, out.getvalue(), err.getvalue())
