"""Bodies under as few choices of readings as show every rule under every choice of its own readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import prod

from kzrules.bearing import Bearings, asked, bearings_of, branches
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.program import KINDS, Kind
from kzrules.scoring import Run
from kzrules.spread import Key, Options, cells


class TooMany(Exception):
    """More combinations than the bound allows."""


class Runs:
    """The bodies of one assessed year under as few choices of readings as serve every rule's own combinations."""

    def __init__(self, edition: Edition, bodies: Iterable[Body], period: int | None, varied: Iterable[str], limit: int) -> None:
        self.edition = edition
        self.bodies = tuple(bodies)
        self.period = period
        self.limit = limit
        self.bearings: Bearings = bearings_of(edition)
        self.options: Options = {
            name: tuple(sorted(reading.options, key=lambda o, r=reading: o != r.default))  # type: ignore[misc]
            for name, reading in edition.readings.items()
            if name in varied and len(reading.options) > 1
        }
        self._packs: list[dict[str, str]] = [{}]
        self._built: dict[int, Run] = {}
        parts = {**self.bearings.rules, "": self.bearings.overall}
        self.scopes = {path: tuple(sorted(asked(self.bearings, roots) & self.options.keys())) for path, roots in parts.items()}
        self._branches = {path: self._tree(path, roots) for path, roots in parts.items()}
        trees = sorted(self._branches.values(), key=len, reverse=True)
        self._pack_of = {id(branch): self._pack(branch) for tree in trees for branch in tree}

    def _tree(self, path: str, roots: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        """The choices that a rule is to be scored under; none when there are more than the limit."""
        if self.count(self.scopes[path]) > self.limit:
            return []
        return list(branches(self.bearings, roots, self.options))

    def under(self, path: str) -> Iterator[tuple[list[Key], Run]]:
        """The runs that show a rule under all options of its readings, each with the choices that it stands for.

        Raises:
            TooMany: when these are more than the limit.

        """
        if not self._branches[path]:
            raise TooMany
        for branch in self._branches[path]:
            free = cells((name for name in self.scopes[path] if name not in branch), self.options)
            yield [tuple({**branch, **cell}[name] for name in self.scopes[path]) for cell in free], self._at(self._pack_of[id(branch)])

    def count(self, scope: Key) -> int:
        """How many combinations of options some readings have."""
        return prod(len(self.options[name]) for name in scope)

    def _pack(self, cell: Mapping[str, str]) -> int:
        for index, pack in enumerate(self._packs):
            if all(pack.get(name, option) == option for name, option in cell.items()):
                pack.update(cell)
                return index
        self._packs.append(dict(cell))
        return len(self._packs) - 1

    def _at(self, index: int) -> Run:
        if index not in self._built:
            kinds: set[Kind] = {body.kind for body in self.bodies}
            programs = {kind: self.edition.program(kind, self._packs[index], self.period) for kind in KINDS if kind in kinds}
            self._built[index] = Run(programs, self.bodies)
        return self._built[index]
