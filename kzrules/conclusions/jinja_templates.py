"""Jinja templates of documents: escaped, strict about names, in a sandbox; their faults are diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from traceback import extract_tb
from types import ModuleType
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.extras import needed
from kzrules.guess import guesses
from kzrules.place import Place

_NAME = re.compile(r"'([^']+)'(?: is undefined|$)")


def environment(extra: str) -> Any:
    """An environment that escapes everything and knows no name it was not given.

    Raises:
        NotInstalled: when the extra is absent.

    """
    jinja, sandbox = needed("jinja2", extra), needed("jinja2.sandbox", extra)
    return sandbox.SandboxedEnvironment(autoescape=True, undefined=jinja.StrictUndefined, trim_blocks=False, keep_trailing_newline=True)


def errors_of(extra: str) -> ModuleType:
    """The exceptions of the library."""
    return needed("jinja2.exceptions", extra)


def template_fault(error: Exception, file: str, known: Iterable[str], extra: str) -> Diagnostic:
    """What is wrong with a template, and where."""
    exceptions = errors_of(extra)
    if isinstance(error, exceptions.UndefinedError):
        found = _NAME.search(str(error))
        name = found.group(1) if found else str(error)
        return Diagnostic("KZ885", Place(file, _line(error)), {"name": name, **guesses(name, known)})
    line = getattr(error, "lineno", None) or _line(error)
    return Diagnostic("KZ886", Place(file, line), broken_tags(str(error)))


def broken_tags(said: str) -> dict[str, str]:
    """The values of KZ886 for what the template engine says of the tags."""
    detail = said.splitlines()[0] if said else "?"
    return {"detail_ru": f"ошибка в его метках ({detail})", "detail_en": f"a fault in its tags ({detail})"}


def _line(error: Exception) -> int:
    """The line of the template, from the frames that the template engine rewrites."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return (frames[-1].lineno or 1) if frames else 1
