"""Long work shows how far it is, on a terminal only."""

from __future__ import annotations

import sys

import pytest

from kzrules.progress import QUICK, progress


def test_no_terminal_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress(range(100))) == list(range(100))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("with_rich", [True, False])
def test_every_step_comes_once_and_the_terminal_is_told(with_rich: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    if not with_rich:
        monkeypatch.setitem(sys.modules, "rich.console", None)
    assert list(progress(range(QUICK), "ru", "writing")) == list(range(QUICK))
    if not with_rich:
        assert f"Запись: {QUICK} / {QUICK}" in capsys.readouterr().err
    assert list(progress(range(QUICK - 1))) == list(range(QUICK - 1))
