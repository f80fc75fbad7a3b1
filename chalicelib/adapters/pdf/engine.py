"""Typesetting: our own template and one document's data in, a PDF/A-3a and PDF/UA-1 file out."""

import json
import tempfile
import threading
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.adapters.pdf.fonts import FAMILIES, font_paths

STANDARDS = ["a-3a", "ua-1"]
_TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
_of_thread = threading.local()  # a typst compiler is not to be shared between threads ("Already borrowed")


class TypesettingFailed(Exception):
    """typst refused the document; its own words follow."""


def typeset(
    data: dict[str, Any], files: dict[str, bytes], issued_at: datetime, pictures: dict[str, bytes] | None = None
) -> bytes:
    """The PDF of a sheet. Its texts travel as data only: nothing in them is markup.

    ``files`` are UTF-8 texts, all that typst takes in memory; ``pictures`` lie in a folder of their own while it works.
    """
    content = {"main.typ": _template(), "data.json": json.dumps(data, ensure_ascii=False).encode("utf-8"), **files}
    if not pictures:
        return _compiled(content, issued_at, _folder("root"))
    with tempfile.TemporaryDirectory(prefix="client-portal-pictures-") as root:
        for name, picture in pictures.items():
            (Path(root) / name).write_bytes(picture)
        return _compiled(content, issued_at, root)


def _compiled(content: dict[str, bytes], issued_at: datetime, root: str) -> bytes:
    instant = issued_at.astimezone(UTC).replace(microsecond=0)
    try:
        pdf = _compiler().compile(content, format="pdf", pdf_standards=STANDARDS, timestamp=instant, root=root)
    except RuntimeError as error:  # TypstError and, for files it cannot read, a bare one
        raise TypesettingFailed(str(error)) from error
    assert isinstance(pdf, bytes)
    return pdf


def _compiler() -> Any:
    """This thread's compiler. Its root is an empty folder: the default would be the working directory, links followed."""
    if not hasattr(_of_thread, "compiler"):
        import typst  # 84 MB: only the Lambda that renders has it

        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_folder("fonts")])
        # Without its fonts typst leaves the text out and calls the empty page a success.
        assert set(fonts.families()) == set(FAMILIES), "The renderer's fonts are not installed."
        _of_thread.compiler = typst.Compiler(root=_folder("root"), font_paths=fonts)
    return _of_thread.compiler


@cache
def _folder(name: str) -> str:
    """A folder of this process: ``fonts`` has our font files and no other of their packages, ``root`` has nothing."""
    folder = Path(tempfile.mkdtemp(prefix=f"client-portal-{name}-"))
    if name == "fonts":
        for path in font_paths():
            (folder / path.name).symlink_to(path)
    return str(folder)


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()
