"""A file is written whole or not at all: what was there stays until the new bytes are all on the disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_file(data: bytes, path: Path, force: bool = False) -> None:
    """Bytes to a file that appears whole or not at all.

    Raises:
        FileExistsError: when the file is there already and `force` is not given.
        IsADirectoryError: when the name is taken by something that is no file.
        OSError: when it cannot be written; nothing is left behind.

    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise IsADirectoryError(str(path))
    if target.exists() and not force:
        raise FileExistsError(str(path))
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
