"""Editions on disk: the shipped ones (in a checkout or an installed wheel) and those of another folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kzrules.checks import check_edition
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.dictionary import Dictionary, dictionary_from_bytes
from kzrules.edition import Edition, edition_from_bytes
from kzrules.nodes import read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import fields
from kzrules.resources import data_folder

_HEADER = re.compile(rb"^edition:[ \t]*[\"']?([a-z0-9/-]+)", re.MULTILINE)


class NoEdition(LookupError):
    """No edition, or several, for a name; `candidates` lists what there is to choose from."""

    def __init__(self, name: str, candidates: list[str], ambiguous: bool) -> None:
        self.name = name
        self.candidates = candidates
        self.ambiguous = ambiguous
        super().__init__(name)


class Unreadable(OSError):
    """A file that cannot be read or written, in words for people."""


@dataclass(frozen=True, slots=True)
class Library:
    """A folder of methodologies: its dictionary of facts and its edition files, by id."""

    folder: Path
    dictionary: Dictionary
    files: dict[str, Path]

    def resolve(self, name: str) -> str:
        """The id of an edition from its id or an unambiguous beginning of it.

        Raises:
            NoEdition: when no edition, or more than one, begins so.

        """
        if name in self.files:
            return name
        exact = [i for i in self.files if i.partition("/")[2] == name]
        found = exact or [i for i in self.files if i.startswith(name) or i.partition("/")[2].startswith(name)]
        if len(found) == 1:
            return found[0]
        raise NoEdition(name, found or list(self.files), ambiguous=len(found) > 1)

    def read(self, name: str) -> tuple[Edition | None, list[Diagnostic]]:
        """An edition by id or beginning of it, or its faults."""
        return self.read_path(self.files[self.resolve(name)])

    def dictionary_for(self, path: Path) -> tuple[Dictionary | None, list[Diagnostic]]:
        """The dictionary that an edition file is read with: `facts.yaml` beside it where that is a dictionary, else the library's."""
        beside = path.with_name("facts.yaml")
        if not beside.is_file() or beside.parent.resolve() == self.folder.resolve():
            return self.dictionary, []
        data = read_file(beside)
        keys = set(fields(read_nodes(data, shown_path(beside))[0]))
        if "facts" not in keys or keys & {"body", "bodies", "period", "fictional"}:  # facts of bodies, not a dictionary of facts
            return self.dictionary, []
        return dictionary_from_bytes(data, shown_path(beside))

    def read_path(self, path: Path) -> tuple[Edition | None, list[Diagnostic]]:
        """The edition of a file, read, validated, resolved and checked; or its faults."""
        data = read_file(path)
        dictionary, faults = self.dictionary_for(path)
        if dictionary is None:
            return None, faults
        edition, faults = edition_from_bytes(data, shown_path(path), dictionary)
        if edition is not None:
            faults = in_file_order([*faults, *check_edition(edition)])
        return (None if errors(faults) else edition), faults

    def load(self, name: str) -> Edition:
        """An edition by id, beginning of an id, or path of a file.

        Raises:
            NoEdition: when the name fits no edition or several.
            Faults: when the file has faults.

        """
        if name.endswith((".yaml", ".yml")):
            edition, faults = self.read_path(Path(name))
        else:
            edition, faults = self.read(name)
        if edition is None:
            raise Faults(errors(faults))
        return edition

    def line(self, line: str) -> list[str]:
        """The editions of one act line, oldest first."""
        return [i for i in self.files if i.split("/")[0] == line]


def open_library(folder: Path | str | None = None) -> Library:
    """The library of a folder (default: the shipped methodologies).

    Raises:
        Faults: when the dictionary of facts has faults.
        Unreadable: when the folder has no dictionary.

    """
    root = Path(folder) if folder else data_folder("methodologies")
    if not root.is_dir():
        raise Unreadable(f"папки нет: {root}")
    source = root / "facts.yaml"
    if not source.is_file() and folder:
        source = data_folder("methodologies") / "facts.yaml"
    dictionary, faults = dictionary_from_bytes(read_file(source), shown_path(source))
    if dictionary is None:
        raise Faults(errors(faults))
    files: dict[str, Path] = {}
    for name, path in sorted(_editions(root)):
        if name in files:
            raise Faults([Diagnostic("KZ319", Place(shown_path(path)), {"name": name, "first": shown_path(files[name])})])
        files[name] = path
    return Library(root, dictionary, files)


def _editions(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.rglob("*.yaml")):
        if path.name.endswith(".cases.yaml") or path.name in ("facts.yaml", "acts.yaml") or path.parent.name == "forms":
            continue  # a form also says which edition it belongs to
        header = _HEADER.search(read_file(path))
        if header:
            yield header.group(1).decode(), path


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Unreadable: with the reason in words.

    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"файла нет: {path}") from None
    except IsADirectoryError:
        raise Unreadable(f"это папка, а не файл: {path}") from None
    except PermissionError:
        raise Unreadable(f"нет права читать: {path}") from None
    except OSError as error:
        raise Unreadable(f"не читается: {path} ({error.strerror})") from None


def shown_path(path: Path) -> str:
    """The path as people write it: relative to the working folder where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
