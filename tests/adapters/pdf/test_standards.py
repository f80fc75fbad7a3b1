"""Files that last, that can be read aloud, and that are the same for ever: each promise with a file that breaks it."""

import hashlib
import io
import signal
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from chalicelib.adapters.pdf import engine, render
from tests.adapters.pdf.conftest import spoiled
from tests.adapters.pdf.judges import PDF_A, PDF_UA
from tests.adapters.pdf.samples import all_kinds, invoice, strange_invoice, strange_names

ROOT = Path(__file__).parents[3]
NO_NETWORK = str(Path(__file__).parent / "no_network.py")
RENDER_ALL = """
import sys, hashlib
sys.path.insert(0, '.')
from chalicelib.adapters.pdf import render
from tests.adapters.pdf.samples import all_kinds
for name, document in all_kinds().items():
    print(name, hashlib.sha256(render(document).pdf).hexdigest())
"""


@pytest.mark.parametrize("name", list(all_kinds()))
def test_every_kind_is_pdf_a_3a_and_pdf_ua_1(verdicts, name):
    assert verdicts[name] == {PDF_A: "ok", PDF_UA: "ok"}


@pytest.mark.parametrize(
    ("name", "profile", "clause"),
    [
        ("spoiled_tags", PDF_A, "6.7.2.2"),
        ("spoiled_tags", PDF_UA, "6.2"),
        ("spoiled_language", PDF_UA, "7.2"),
        ("spoiled_factur_x", PDF_A, "6.6.2.3.1"),
        ("spoiled_attachment", PDF_A, "6.8"),
        ("spoiled_fonts", PDF_A, "6.2.11.4.1"),
        ("spoiled_fonts", PDF_UA, "7.21.4.1"),
    ],
)
def test_the_judge_refuses_a_spoiled_file(verdicts, name, profile, clause):
    assert clause in verdicts[name][profile]


def test_v19_the_same_document_gives_the_same_bytes_in_another_process_without_a_network(shelf):
    """Under a kernel that kills whoever opens a socket (V19); another hash seed, another temporary folder."""
    done = _run(RENDER_ALL)
    assert done.returncode == 0, done.stderr[-2000:]
    there = dict(row.split() for row in done.stdout.splitlines())
    assert there == {name: hashlib.sha256(rendered.pdf).hexdigest() for name, rendered in shelf.items()}


def test_v19_the_kernel_would_kill_a_renderer_that_asks_the_network():
    done = _run("""import typst; typst.compile({"main.typ": b'#import "@preview/cetz:0.4.2"'}, format="pdf")""")
    assert done.returncode == -signal.SIGSYS


def test_another_second_of_issue_gives_other_bytes():
    document = invoice()
    later = document.model_copy(update={"issued_at": document.issued_at.replace(second=1)})
    assert render(document).pdf != render(later).pdf


def test_v19_the_template_imports_nothing():
    template = (Path(engine.__file__).parent / "templates" / "document.typ").read_text()
    assert "import" not in template
    assert "@preview" not in template
    assert "eval" not in template
    assert "http" not in template


def test_all_fonts_are_embedded(shelf):
    for rendered in shelf.values():
        assert _fonts(rendered.pdf, embedded=False) == set()
    families = _fonts(shelf["scripts"].pdf, embedded=True)
    assert {name.partition("+")[2].partition("-")[0] for name in families} == {
        "Inter",
        "IBMPlexSansArabic",
        "NotoSansJP",
    }


def test_fonts_that_are_not_embedded_are_seen(shelf):
    assert _fonts(spoiled(shelf["three_lines"].pdf)["spoiled_fonts"], embedded=False)


def test_six_hundred_strange_names_are_all_set():
    names = strange_names(600, seed=11)
    for start in range(0, 600, 100):
        rendered = render(strange_invoice(names[start : start + 100]))
        assert rendered.pdf.startswith(b"%PDF-1.7")
        assert rendered.replaced


def test_without_its_fonts_the_renderer_stops_instead_of_printing_blank_pages(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "_of_thread", type("Fresh", (), {})())
    monkeypatch.setattr(engine, "_folder", lambda name: str(tmp_path))
    with pytest.raises(AssertionError, match="fonts are not installed"):
        render(invoice())


def _run(code: str) -> subprocess.CompletedProcess:
    command = [sys.executable, NO_NETWORK, code]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "99"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def _fonts(pdf: bytes, embedded: bool) -> set[str]:
    """The names of the fonts whose program is, or is not, in the file."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    objects = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    descriptors = [each for each in objects if isinstance(each, dict) and each.get("/Type") == "/FontDescriptor"]
    assert descriptors
    return {
        str(each["/FontName"]).removeprefix("/")
        for each in descriptors
        if embedded == any(key in each for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    }
