"""Every kind of document, rendered once for all tests, and what the judges said about them."""

from pathlib import Path

import pytest

from chalicelib.adapters.pdf import Rendered, render
from tests.adapters.pdf.samples import all_kinds


@pytest.fixture(scope="session")
def shelf() -> dict[str, Rendered]:
    return {name: render(document) for name, document in all_kinds().items()}


@pytest.fixture(scope="session")
def verdicts(shelf, tmp_path_factory) -> dict[str, dict[str, str]]:
    """veraPDF's verdict on every file, and on files that were spoiled on purpose."""
    from tests.adapters.pdf import judges

    folder: Path = tmp_path_factory.mktemp("pdf")
    files = {name: rendered.pdf for name, rendered in shelf.items()} | spoiled(shelf["three_lines"].pdf)
    for name, content in files.items():
        (folder / f"{name}.pdf").write_bytes(content)
    return judges.verapdf(sorted(folder.glob("*.pdf")))


def spoiled(pdf: bytes) -> dict[str, bytes]:
    """Files that must be refused: each breaks one promise and keeps every byte in its place."""
    changes = {
        "spoiled_tags": (b"/MarkInfo", b"/MarkNone"),
        "spoiled_language": (b"/Lang(en)", b"/Lung(en)"),
        "spoiled_factur_x": (b"namespaceURI>urn:factur-x", b"namespaceURI>urn:factur-y"),
        "spoiled_attachment": (b"/AFRelationship", b"/AFRelationshyp"),
        "spoiled_fonts": (b"/FontFile", b"/FontFyle"),
    }
    assert all(old in pdf for old, _ in changes.values())
    return {name: pdf.replace(old, new) for name, (old, new) in changes.items()}
