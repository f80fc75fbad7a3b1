"""Prints the renderer's figures: ``python -m tests.adapters.pdf.measure`` (about a minute of CPU; RSS after 2,000 renders).

CPU time, not wall time, so that a busy machine tells the truth too.
"""

import json
import pickle
import statistics
import subprocess
import sys
import time
from typing import Any

from chalicelib.adapters.pdf import render
from tests.adapters.pdf.samples import FORTY_LINES, all_kinds, invoice, logo

FIRST = """
import time, sys
from tests.adapters.pdf.samples import invoice
document = invoice()
started = time.process_time()
from chalicelib.adapters.pdf import render_invoice
render_invoice(document)
print(time.process_time() - started)
"""

MANY = """
import pickle, sys
from chalicelib.adapters.pdf import render
kinds = pickle.load(sys.stdin.buffer)
for number in range(int(sys.argv[1])):
    render(kinds[number % len(kinds)].model_copy(update={"number": f"N-{number}"}))
# getrusage would tell the parent's peak, which exec does not forget.
print(next(int(row.split()[1]) // 1024 for row in open("/proc/self/status") if row.startswith("VmHWM")))
"""


def main() -> None:
    """All figures as one JSON object."""
    print(json.dumps(figures(int(sys.argv[1]) if len(sys.argv) > 1 else 2000), indent=1))


def figures(renders: int) -> dict[str, Any]:
    """Milliseconds of CPU, kilobytes, and megabytes of memory after ``renders`` mixed renders."""
    return {
        "first_pdf_with_import_ms": statistics.median(_first() for _ in range(5)),
        "three_lines": _warm(lambda number: invoice(number=f"INV-{number}")),
        "three_lines_with_logo": _warm(lambda number: invoice(number=f"INV-{number}", logo=logo())),
        "forty_lines": _warm(lambda number: invoice(*FORTY_LINES, number=f"INV-{number}")),
        "rss_mb_after_mixed_renders": _rss_after(renders),
    }


def _first() -> int:
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    return round(float(done.stdout) * 1000)


def _warm(make) -> dict[str, float]:
    documents = [make(number) for number in range(25)]
    times, sizes = [], []
    for document in documents:
        started = time.process_time()
        sizes.append(len(render(document).pdf))
        times.append((time.process_time() - started) * 1000)
    return {"cpu_ms": round(statistics.median(times[5:]), 1), "kilobytes": round(max(sizes) / 1000, 1)}


def _rss_after(renders: int) -> int:
    """In a process of its own, which has none of the tests' tools."""
    kinds = pickle.dumps([each for name, each in all_kinds().items() if name != "strange"])
    done = subprocess.run([sys.executable, "-c", MANY, str(renders)], input=kinds, capture_output=True, check=True)
    return int(done.stdout)


if __name__ == "__main__":
    main()
