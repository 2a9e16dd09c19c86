"""Files that belong to kzrules: found in a checkout and inside an installed wheel alike."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def data_folder(name: str) -> Path:
    """The folder `methodologies`, `schemas` or `examples`: package data in a wheel, beside the package in a checkout."""
    packaged = Path(str(files("kzrules"))) / "_data" / name
    return packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / name
