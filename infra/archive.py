"""The archive of an export as it is taken back: opened only if it is whole and ours."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.aws import Refused

FORMAT = "client-portal-export-1"
LARGEST = 512 * 1024 * 1024
"""Bytes of one file in it: what claims to be larger was not written by an export."""
_TENANT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_READ = 1024 * 1024


class Archive:
    """A ZIP file all of whose files are the ones that its manifest names, byte for byte. Raises Refused."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._read("manifest.json"))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise Refused(f"{path.name} is no export: a ZIP file with a manifest.json is expected.") from error
        if not isinstance(self.manifest, dict) or self.manifest.get("format") != FORMAT:
            raise Refused(f"{path.name} is no export of this product: its manifest does not say {FORMAT}.")
        self._told = _files_of(self.manifest)
        self._check()
        self.sha256 = hashlib.sha256(self._read("manifest.json")).hexdigest()

    @property
    def tenant_id(self) -> str:
        """Whose export it is."""
        return str(self.manifest["tenant_id"])

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        """Every record of a kind, in the order in which they were written."""
        number = 1
        name = f"data/{kind}.jsonl"
        while name in self._told:
            for line in self._read(name).decode().split("\n")[:-1]:
                yield json.loads(line)
            number += 1
            name = f"data/{kind}-{number}.jsonl"

    def document(self, folder: str, object_id: str, ending: str = ".pdf") -> bytes | None:
        """The file of an invoice or a payment, or None."""
        end = f"_{object_id}{ending}"
        names = (name for name in self._told if name.startswith(f"documents/{folder}/") and name.endswith(end))
        name = next(names, None)
        return self._read(name) if name else None

    def logo(self) -> bytes | None:
        """The merchant's logo, or None."""
        return self._read("documents/logo.png") if "documents/logo.png" in self._told else None

    def _check(self) -> None:
        inside = {info.filename: info for info in self._file.infolist()}
        if len(inside) != len(self._file.infolist()):
            raise Refused("The archive is damaged: a file is in it twice.")
        if others := sorted(set(inside) - set(self._told) - {"manifest.json"}):
            raise Refused(f"The archive was changed: its manifest does not know {others[0]}.")
        for name, (size, sha256) in self._told.items():
            if name not in inside or inside[name].file_size != size or size > LARGEST or self._digest(name) != sha256:
                raise Refused(f"The archive is damaged: {name} is not what its manifest says.")

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self._file.open(name) as file:
                for piece in iter(lambda: file.read(_READ), b""):
                    digest.update(piece)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Refused(f"The archive is damaged: {name} cannot be read.") from error
        return digest.hexdigest()

    def _read(self, name: str) -> bytes:
        return self._file.read(name)


def _files_of(manifest: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """Size and hash of each file, by its name; of a manifest that is told as ours are."""
    try:
        if not _TENANT.fullmatch(manifest["tenant_id"]) or not isinstance(manifest["absent"], list):
            raise ValueError("tenant_id")
        return {str(one["name"]): (int(one["size"]), str(one["sha256"])) for one in manifest["files"]}
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("The archive is damaged: its manifest is not told as an export tells it.") from error
