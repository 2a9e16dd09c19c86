"""Fixtures of the tests of forms: all shipped forms, and LibreOffice when it is there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from forming import LIBRARY

from kzrules.forms.form_library import Forms, open_forms


@pytest.fixture(scope="session")
def forms() -> Forms:
    return open_forms(LIBRARY)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Path], str], list[Path]]:
    """Files opened and saved again by the real LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("office-profile")

    def saved_again(files: list[Path], kind: str) -> list[Path]:
        out = tmp_path_factory.mktemp("office-out")
        command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind, "--outdir", str(out), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return [out / f"{file.stem}.{kind}" for file in files]

    return saved_again
