"""Each request leaves one line that says who asked for what and when, the refused ones too, whatever they hold."""

import json
import re

import pytest

from tests.fixtures.invoices import issued_invoice
from tests.fixtures.people import PASSWORD
from tests.fixtures.sign_in import logged, sign_in


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.asvs("16.2.1", "16.2.2", "16.2.4", "16.3.2")
def test_a_refusal_says_who_was_refused_what_and_when(api, bob, carol):
    invoice = issued_invoice("ten_acme", "cus_one")
    with logged() as log:
        replies = [
            api.post(f"/portal/invoices/{invoice.id}/payments", {}, token=bob.token, key="k-1"),
            api.get(f"/portal/invoices/{invoice.id}", token=carol.token),
            api.get("/merchant/customers", token=bob.token),
        ]
    told = [line for line in lines(log) if line["message"] == "request"]
    assert [(line["status"], line["actor"]) for line in told] == [(403, bob.id), (404, carol.id), (401, None)]
    assert [line["request_id"] for line in told] == [reply.headers["X-Request-Id"] for reply in replies]
    assert all(re.fullmatch(r"2026-03-16T12:00:00\.000Z", line["at"]) for line in told)
    assert {line["tenant"] for line in told[:2]} == {"ten_acme"}


@pytest.mark.asvs("16.3.3")
def test_what_is_invalid_too_much_or_from_elsewhere_is_logged_too(api, ada):
    with logged() as log:
        sign_in(api, tenant="ten_globex")
        for _ in range(6):
            sign_in(api, password="a wrong password")
        sign_in(api, password=PASSWORD)
        api.post(
            "/portals/acme/sessions/refresh", headers={"Cookie": ada.cookie["Cookie"], "Origin": "https://evil.example"}
        )
    statuses = [line["status"] for line in lines(log) if line["message"] == "request"]
    assert {422, 401, 429, 403} <= set(statuses)


@pytest.mark.asvs("16.4.1")
def test_nothing_that_is_sent_makes_a_line_of_its_own(api, ada):
    forged = 'x\r\n{"at": "2026", "level": "INFO", "message": "request", "status": 200}'
    with logged() as log:
        api.get("/portal/me", token=ada.token, headers={"User-Agent": forged, "X-Request-Id": forged})
        api.get("/portal/invoices", token=ada.token, query={"status": forged})
        sign_in(api, email=forged)
    assert [line["route"] for line in lines(log)] == [
        "GET /portal/me",
        "GET /portal/invoices",
        "POST /portals/{portal}/sessions",
    ]
