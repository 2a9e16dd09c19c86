"""The difference of two editions by meaning: what was added, dropped, renamed or changed, and what each change touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import Edition
from kzrules.meaning import BANDS, OVERALL, READINGS, Effect, Key, Meaning, meaning_of
from kzrules.place import Place
from kzrules.program import KINDS, Rule
from kzrules.reading_nodes import Labels

Status = Literal["added", "dropped", "renamed", "changed"]
_ORDER: tuple[Effect, ...] = ("results", "citation", "wording")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs; `kinds` empty: it is not told by body kind. None: the entry is not there."""

    aspect: str
    kinds: tuple[str, ...]
    before: str | None
    after: str | None
    effect: Effect


@dataclass(frozen=True, slots=True)
class RuleChange:
    """Everything that differs about one rule, the overall score, the scale or a reading.

    Attributes:
        path: its path in the newer edition, or in the older one when it was dropped.
        was: its path in the older edition, where it was renamed or moved.
        cites: the place of the act in each edition, empty where it is not there.

    """

    path: str
    status: Status
    was: str
    label: Labels
    cites: tuple[str, str]
    changes: tuple[Change, ...]

    @property
    def effect(self) -> Effect:
        """The gravest of its changes."""
        return min((c.effect for c in self.changes), key=_ORDER.index, default="wording")


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference of two editions; `entries` alone rebuild the second from the first."""

    before: Edition
    after: Edition
    entries: Mapping[Key, tuple[str | None, str | None]]
    rules: tuple[RuleChange, ...]

    def of(self, effect: Effect) -> list[RuleChange]:
        """The rules whose gravest change has an effect."""
        return [rule for rule in self.rules if rule.effect == effect]


def same_line(one: Edition, other: Edition) -> None:
    """Editions of two act lines cannot be compared.

    Raises:
        Faults: when the lines differ.

    """
    if one.line != other.line:
        raise Faults([Diagnostic("KZ660", Place(other.file), {"one": one.id, "other": other.id})])


def diff_of(before: Edition, after: Edition, period: int | None = None) -> Diff:
    """What changed between two editions of one line, for an assessed year (left out: the newest of each).

    Raises:
        Faults: when they are of two lines.

    """
    same_line(before, after)
    one, other = meaning_of(before, period), meaning_of(after, period)
    entries = {key: (one.get(key), other.get(key)) for key in {**one, **other} if one.get(key) != other.get(key)}
    return Diff(before, after, entries, tuple(_rules(before, after, entries, one, other)))


def applied(meaning: Meaning, entries: Mapping[Key, tuple[str | None, str | None]]) -> dict[Key, str]:
    """The entries of the newer edition, from those of the older one and the difference."""
    found = {key: text for key, text in meaning.items() if key not in entries}
    return found | {key: text for key, (_, text) in entries.items() if text is not None}


def _rules(before: Edition, after: Edition, entries: Mapping[Key, tuple[str | None, str | None]], one: Meaning, other: Meaning) -> list[RuleChange]:
    old, new = (_every_rule(edition) for edition in (before, after))
    renamed = _renamed(old, new)
    by_path: dict[str, list[Key]] = {}
    for key in entries:
        by_path.setdefault(key.path, []).append(key)
    found = []
    for path in _in_order(by_path, old, new):
        if path in renamed.values():
            continue
        was = renamed.get(path, path)
        keys = [key for p in dict.fromkeys((was, path)) for key in (*_keys(one, p), *_keys(other, p))]
        pairs = {(k.kind, k.aspect): (one.get(Key(was, k.kind, k.aspect)), other.get(Key(path, k.kind, k.aspect))) for k in keys}
        status: Status = "renamed" if was != path else _status(path, pairs, old, new)
        rule = new.get(path) or old.get(was)
        cites = tuple(str(r.cite.text("ru")) if r is not None and r.cite else "" for r in (old.get(was), new.get(path)))
        found.append(RuleChange(path, status, was if was != path else "", rule.label if rule else {}, cites, _merged(pairs)))  # type: ignore[arg-type]
    return found


def _keys(meaning: Meaning, path: str) -> list[Key]:
    return [key for key in meaning if key.path == path]


def _status(path: str, pairs: Mapping[Any, tuple[str | None, str | None]], old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Status:
    if path.startswith((OVERALL, BANDS)):
        return "changed"
    if path.startswith(READINGS):
        return "added" if all(b is None for b, _ in pairs.values()) else "dropped" if all(a is None for _, a in pairs.values()) else "changed"
    return "added" if path not in old else "dropped" if path not in new else "changed"


def _merged(pairs: Mapping[tuple[str, str], tuple[str | None, str | None]]) -> tuple[Change, ...]:
    """Changes that are the same for both body kinds, said once; the gravest first."""
    found: dict[tuple[str, str | None, str | None], list[str]] = {}
    for (kind, aspect), (before, after) in pairs.items():
        if before != after:
            found.setdefault((aspect, before, after), []).append(kind)
    changes = [
        Change(aspect, () if set(kinds) in ({""}, set(KINDS)) else tuple(kinds), before, after, Key("", "", aspect).effect)
        for (aspect, before, after), kinds in found.items()
    ]
    return tuple(sorted(changes, key=lambda c: _ORDER.index(c.effect)))


def _every_rule(edition: Edition) -> dict[str, Rule]:
    """The rules of both kinds by path, parts under their rule, in the order of the file."""
    found = {path: rule for kind in KINDS for path, rule in edition.programs[kind].rules.items()}
    first = {path: n for n, path in enumerate(found)}
    return dict(sorted(found.items(), key=lambda item: [first[".".join(item[0].split(".")[: n + 1])] for n in range(item[0].count(".") + 1)]))


def _renamed(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> dict[str, str]:
    """New path by old: a rule that is gone and one that came, with one label, on one level."""
    gone = {(rule.level, _plain(rule.label)): path for path, rule in old.items() if path not in new}
    came = {(rule.level, _plain(rule.label)): path for path, rule in new.items() if path not in old}
    return {came[name]: gone[name] for name in came if name in gone}


def _plain(label: Labels) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in label.get("ru", "").casefold()).split())


def _in_order(paths: Iterable[str], old: Mapping[str, Rule], new: Mapping[str, Rule]) -> list[str]:
    """The overall score and the scale, then the rules as the newer edition has them, then readings."""
    rank = {path: n for n, path in enumerate(dict.fromkeys((OVERALL, BANDS, *new, *old)))}
    return sorted(paths, key=lambda p: (p.startswith(READINGS), rank.get(p, 0), p))


def diff_json(diff: Diff) -> dict[str, Any]:
    """The record of `schemas/diff.schema.json`."""
    return {
        "$schema": "https://kzrules.example/schemas/diff.schema.json",
        "from": {"id": diff.before.id, "sha256": diff.before.sha256},
        "to": {"id": diff.after.id, "sha256": diff.after.sha256},
        "same": not diff.entries,
        "rules": [
            {
                "path": rule.path,
                "status": rule.status,
                "was": rule.was or None,
                "label": dict(rule.label),
                "citations": list(rule.cites),
                "effect": rule.effect,
                "changes": [asdict(change) | {"kinds": list(change.kinds)} for change in rule.changes],
            }
            for rule in diff.rules
        ],
    }
