"""PDFs: CPU of a render, bytes, memory of a renderer that lives long, and the first document of a cold Lambda."""

from tests.adapters.pdf.measure import figures as measured
from tests.bench.figures import Figures

AREA = "Documents"


def bench_documents(figures: Figures) -> None:
    found = measured(2000)
    for name, cpu, size in (("three_lines", 25, 80), ("forty_lines", 80, 150)):
        words = name.replace("_", " ")
        figures.add(AREA, f"{words}, with XML: CPU", found[name]["cpu_ms"], "ms", cpu)
        figures.add(AREA, f"{words}, with XML: size", found[name]["kilobytes"], "kB", size)
    figures.add(AREA, "memory after 2,000 mixed renders", found["rss_mb_after_mixed_renders"], "MB", 130)
    figures.add(AREA, "import and first PDF: CPU", found["first_pdf_with_import_ms"], "ms", 400)
