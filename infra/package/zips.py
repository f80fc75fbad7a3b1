"""Reproducible zip files: the same content gives the same bytes."""

import hashlib
import zipfile
from pathlib import Path

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def add_folder(archive: zipfile.ZipFile, folder: Path, prefix: str = "") -> None:
    """Add every file below ``folder``, sorted, without times and owners."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            add_file(archive, path, f"{prefix}{path.relative_to(folder).as_posix()}")


def add_file(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    """Add one file that everybody may read, as Lambda's user is not ours."""
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.external_attr = (0o755 if path.suffix == ".so" else 0o644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, path.read_bytes())


def digest_of(*parts: str | bytes | Path) -> str:
    """A short hash over texts and files; a folder counts with the names and contents of all its files."""
    total = hashlib.sha256()
    for part in parts:
        for chunk in _chunks(part):
            total.update(hashlib.sha256(chunk).digest())
    return total.hexdigest()[:20]


def _chunks(part: str | bytes | Path) -> list[bytes]:
    if isinstance(part, str):
        return [part.encode()]
    if isinstance(part, bytes):
        return [part]
    if part.is_dir():
        return [
            chunk for path in source_files(part) for chunk in (str(path.relative_to(part)).encode(), path.read_bytes())
        ]
    return [part.read_bytes()] if part.exists() else [b""]


def source_files(folder: Path) -> list[Path]:
    """Every file below ``folder`` but byte code."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
