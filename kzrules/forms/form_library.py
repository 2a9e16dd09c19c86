"""The forms that a library of methodologies holds, by id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kzrules.diagnostic import Diagnostic, Faults, errors
from kzrules.forms.form import Form
from kzrules.forms.form_files import form_from_bytes
from kzrules.library import Library, read_file, shown_path
from kzrules.place import Place

_HEADER = re.compile(rb"^form:[ \t]*[\"']?([a-z0-9/-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The form files of a library, by id."""

    library: Library
    files: dict[str, Path]

    def found(self, name: str) -> list[str]:
        """The ids that a name fits: the id itself, or those that begin so."""
        exact = [i for i in self.files if i == name or i.partition("/")[0] == name]
        return [name] if name in self.files else exact or [i for i in self.files if i.startswith(name)]

    def form(self, name: str) -> Form | None:
        """The form that a name fits alone, else None.

        Raises:
            Faults: when its file has faults.

        """
        found = self.found(name)
        return _load(self, found[0]) if len(found) == 1 else None

    def all(self) -> Iterator[Form]:
        """Every form.

        Raises:
            Faults: when a file has faults.

        """
        for name in self.files:
            yield _load(self, name)


@cache
def _load(forms: Forms, name: str) -> Form:
    path = forms.files[name]
    form, faults = form_from_bytes(read_file(path), shown_path(path), forms.library.dictionary)
    if form is None:
        raise Faults(errors(faults))
    return form


def open_forms(library: Library) -> Forms:
    """The forms in the folders `forms` of a library.

    Raises:
        Faults: when two files hold one form.

    """
    files: dict[str, Path] = {}
    for path in sorted(library.folder.rglob("forms/*.yaml")):
        header = _HEADER.search(read_file(path))
        if header:
            name = header.group(1).decode()
            if name in files:
                raise Faults([Diagnostic("KZ809", _place(path), {"name": name, "first": shown_path(files[name])})])
            files[name] = path
    return Forms(library, files)


def _place(path: Path) -> Place:
    return Place(shown_path(path))
