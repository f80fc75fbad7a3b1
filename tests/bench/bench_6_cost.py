"""What 1,000 page views cost at DynamoDB, in request units computed from the items' sizes and in dollars."""

from tests.bench.figures import Figures
from tests.bench.wire import Tape, recorded
from tests.bench.world import Desk
from tests.fixtures.gateway import Bank

AREA = "Cost of 1,000 page views"
# The mix of the design; its 10 cancellations come with subscriptions.
VIEWS = {"dashboard": 300, "list of 25": 250, "filtered list": 100, "detail": 270, "cards": 40}
PAYMENTS, SIGN_INS = 30, 80
READ_UNITS, WRITE_UNITS, DOLLARS = 3100, 850, 0.0009
# On demand in us-east-1, November 2024: dollars per million units.
PER_MILLION_READS, PER_MILLION_WRITES = 0.125, 0.625


def bench_cost(desk: Desk, bank: Bank, figures: Figures) -> None:
    parts = {page: (views, desk.opens(page)) for page, views in VIEWS.items()}
    parts["sign in"] = (SIGN_INS, signs_in(desk))
    parts["payment"] = (PAYMENTS, pays(desk, bank))
    reads = writes = 0.0
    for name, (times, tape) in parts.items():
        read, write = tape.units
        figures.add(AREA, name, read, "read units", None, f"{write:g} write units, {times} times")
        reads, writes = reads + times * read, writes + times * write
    figures.add(AREA, "read units in all", round(reads), "units", READ_UNITS)
    figures.add(AREA, "write units in all", round(writes), "units", WRITE_UNITS)
    cents = (reads * PER_MILLION_READS + writes * PER_MILLION_WRITES) / 1e6 * 100
    figures.add(AREA, "dollar cents in all", round(cents, 3), "cents", DOLLARS * 100)


def signs_in(desk: Desk) -> Tape:
    body = {"email": desk.ada.email, "password": desk.ada.password}
    with recorded(desk.monkeypatch) as tape:
        assert desk.api.post("/portals/acme/sessions", body).status == 200
    return tape


def pays(desk: Desk, bank: Bank) -> Tape:
    method = bank.saved_method("ten_acme", "cus_one")
    with recorded(desk.monkeypatch) as tape:
        path = f"/portal/invoices/{desk.first}/payments"
        assert desk.api.post(path, {"payment_method_id": method.id}, token=desk.ada.token, key="k").status == 201
    return tape
