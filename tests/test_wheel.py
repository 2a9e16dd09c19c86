"""A built wheel, installed elsewhere, finds its editions and scores."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

from helpers import COHORT, ROOT


def test_the_wheel_carries_its_editions_and_works_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("kzrules/py.typed", "kzrules/_data/methodologies/facts.yaml", "kzrules/_data/schemas/edition.schema.json"):
        assert wanted in names
    for wanted in ("kzrules/diagnostics.yaml", "kzrules/diagnostic_examples.yaml"):
        assert wanted in names
    home = tmp_path / "elsewhere"
    venv.create(home, with_pip=False, system_site_packages=False)
    python = home / "bin" / "python"
    site = next((home / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    (site / "borrowed.pth").write_text("\n".join(p for p in sys.path if p.endswith("site-packages")), encoding="utf-8")
    code = f"import kzrules, kzrules.cli; print(kzrules.__file__); kzrules.cli.main(['compare', {str(COHORT)!r}])"
    done = subprocess.run([str(python), "-P", "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert str(home) in done.stdout.splitlines()[0]
    assert "2019-03" in done.stdout
