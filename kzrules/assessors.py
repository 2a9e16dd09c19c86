"""Who assesses a body under an edition: a body that the act names is assessed as named, any other by the general rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kzrules.citation import Citation
from kzrules.edition import Assessor, Edition
from kzrules.program import KINDS
from kzrules.reading_nodes import Labels

_GENERAL = re.compile(
    r"центральны\w* (государственн|орган|исполнительн)|местны\w* (исполнительн|орган|государственн)|государственны\w* орган|\b(цго|мио)\b"
)


@dataclass(frozen=True, slots=True)
class Assessing:
    """Who assesses whom; `scope` holds the path and label of each part; `named`: the act names the body."""

    who: Labels
    whom: Labels
    scope: tuple[tuple[str, Labels], ...]
    named: bool
    cite: Citation | None


def assessing_of(edition: Edition, body: str = "") -> tuple[Assessing, ...]:
    """All rows in the order of the edition; for a body, the rows that name it, and the general ones for what those leave."""
    if not body:
        return tuple(_row(a, a.scope, edition) for a in edition.assessors)
    wanted = _plain(body)
    named = [a for a in edition.assessors if not is_general(a) and wanted in _plain(a.whom["ru"])]
    taken = {part for a in named for part in a.scope}
    rest = [(a, tuple(part for part in a.scope if not _within(part, taken))) for a in edition.assessors if is_general(a)]
    return tuple(_row(a, a.scope, edition) for a in named) + tuple(_row(a, scope, edition) for a, scope in rest if scope)


def near_names(edition: Edition, body: str) -> list[str]:
    """Bodies the act names by a shorter name than the one asked for: the act may well mean this one."""
    wanted = _plain(body)
    whole = [a.whom["ru"] for a in edition.assessors if not is_general(a)]
    names = dict.fromkeys(part.strip() for text in whole for part in text.split(","))
    return [name for name in names if wanted and wanted != _plain(name) and wanted.startswith(_plain(name))]


def is_general(assessor: Assessor) -> bool:
    """Whether a row speaks of bodies of a kind, not of bodies by name."""
    return _GENERAL.search(_plain(assessor.whom["ru"])) is not None


def _within(part: str, taken: set[str]) -> bool:
    return any(part == path or part.startswith(path + ".") for path in taken)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _row(assessor: Assessor, scope: tuple[str, ...], edition: Edition) -> Assessing:
    labels = {path: rule.label for kind in KINDS for path, rule in edition.programs[kind].rules.items()}
    parts = tuple((path, labels.get(path, {"ru": path})) for path in scope)
    return Assessing(assessor.who, assessor.whom, parts, not is_general(assessor), assessor.cite)
