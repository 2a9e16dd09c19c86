"""pytest collects `*.cases.yaml`: one item per case, failures with file:line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kzrules.cases import Case, CaseFile, Failure, cases_from_path, run_case
from kzrules.diagnostic_text import diagnostics_text
from kzrules.library import open_library


def pytest_collect_file(file_path: Path, parent: Any) -> pytest.File | None:
    """Case files, by their ending."""
    if file_path.name.endswith(".cases.yaml"):
        return CasesFile.from_parent(parent, path=file_path)
    return None


class CasesFile(pytest.File):
    """One file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item per case."""
        file, faults = cases_from_path(self.path, open_library())
        if file is None:
            raise self.CollectError(diagnostics_text(faults, {}))
        for case in file.cases:
            yield CaseItem.from_parent(self, name=case.name, case=case, file=file)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, file: CaseFile, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.file = file

    def runtest(self) -> None:
        """Run it; every expectation that does not hold is said."""
        failures = run_case(self.case, self.file.edition)
        if failures:
            raise CaseFailed(failures)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """`file:line: what: expected, found`."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands."""
        return self.path, self.case.place.line - 1, self.name


class CaseFailed(Exception):
    """Expectations of a case that do not hold."""

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__("\n".join(f"{f.case.place}: {f.what}: expected {f.expected}, found {f.found}" for f in failures))
