"""DynamoDB requests of each page, how many stand one after another, and that neither grows with what a client has behind her."""

from tests.bench.figures import Figures
from tests.bench.world import PAGES, REQUESTS, Desk

AREA = "DynamoDB requests of a page, session check included"
GROWTH = "Growth with the customer's history"


def bench_requests_and_depth(desk: Desk, figures: Figures) -> None:
    for page in PAGES:
        tape = desk.opens(page, slow=True)
        figures.add(AREA, page, len(tape.dynamodb), "requests", REQUESTS[page])
        figures.add(AREA, f"{page}, one after another", tape.depth, "requests", 2)


def bench_growth(desk: Desk, figures: Figures) -> None:
    """Requests, and bytes that DynamoDB reads: at 50, 500 and 5,000 invoices within 10 %."""
    at: dict[int, dict[str, tuple[int, int]]] = {}
    for count in (50, 500, 5000):
        desk.keep(count)
        at[count] = {page: (len(tape.dynamodb), tape.read_bytes) for page in PAGES for tape in [desk.opens(page)]}
    for page in PAGES:
        (few_requests, few_bytes), (many_requests, many_bytes) = at[50][page], at[5000][page]
        figures.add(GROWTH, f"{page}: requests at 5,000 over 50 invoices", many_requests / few_requests, "×", 1.0)
        figures.add(GROWTH, f"{page}: bytes at 5,000 over 50 invoices", many_bytes / few_bytes, "×", 1.1)
