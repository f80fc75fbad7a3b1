"""Every route × everybody × everything: who may, in which order it is refused, and that nobody can tell foreign from absent."""

from dataclasses import replace

import pytest

from app import app
from chalicelib.entrypoints.router import ROUTES
from tests.house.matrix.bench import Case
from tests.house.matrix.findings import findings
from tests.house.matrix.rows import ROWS, Row
from tests.house.matrix.targets import KINDS
from tests.house.test_cases import written

assert app
ASKED = [route for route in ROUTES if not (route.name in ROWS and ROWS[route.name].raw)]
NO_THINGS = {"tax_id", "vat_id"}
_TASK = "tests/projects/test_projects.py::test_v02_a_task_of_another_project_is_not_known"
ELSEWHERE = {
    "POST /merchant/invoices/{invoice_id}/refunds": {
        "payment_id": "tests/payments/test_refund_invoice.py::test_v02_a_payment_of_another_invoice_or_customer_is_not_known"
    },
    "PATCH /merchant/subscriptions/{subscription_id}": {
        "payment_method_id": "tests/subscriptions/test_change.py::test_v02_it_is_paid_by_a_method_of_its_own_customer_only"
    },
    "POST /merchant/projects/{project_id}/timesheets": {"task_id": _TASK},
    "PATCH /merchant/projects/{project_id}/timesheets/{entry_id}": {"task_id": _TASK},
    "POST /merchant/subscriptions": {
        "payment_method_id": "tests/subscriptions/test_start.py::test_v02_a_method_of_another_customer_is_not_known"
    },
}
"""Ids that belong to what the same request names: a neighbour's is refused to staff of the same merchant too, as these tests ask."""


def fields_of(route):
    models = [part[1] for part in (route.body, route.query) if part]
    return {name for model in models for name in model.model_fields}


def unasked(routes, rows):
    """What the matrix would not ask about, in sentences."""
    missing = [f"{route.name} has no row" for route in routes if route.name not in rows]
    missing += [f"{name} is no route" for name in rows if name not in {route.name for route in routes}]
    for route in (route for route in routes if route.name in rows and not rows[route.name].raw):
        named = {name for name in fields_of(route) - NO_THINGS if name.endswith(("_id", "_ids"))}
        asked = rows[route.name].named.keys() | ELSEWHERE.get(route.name, {}).keys()
        missing += [f"{route.name} names {name} unasked" for name in sorted(named - asked)]
        if route.path_names and not rows[route.name].kind:
            missing.append(f"{route.name} names a thing of no kind")
        if route.audience and not rows[route.name].least and not route.path.endswith("/me"):
            missing.append(f"{route.name} says no role")
    return missing


def test_every_route_has_a_row_that_says_whatever_it_names():
    assert unasked(ROUTES, ROWS) == []


def test_ids_that_are_asked_about_elsewhere_are():
    told = {test for fields in ELSEWHERE.values() for test in fields.values()}
    assert told <= written()


def test_a_route_without_a_row_or_with_half_of_one_is_noticed():
    name = "GET /portal/invoices/{invoice_id}"
    without = {key: row for key, row in ROWS.items() if key != name}
    assert unasked(ROUTES, without) == [f"{name} has no row"]
    assert unasked(ROUTES, {**ROWS, "GET /portal/secrets": Row("viewer")}) == ["GET /portal/secrets is no route"]
    half = {**ROWS, name: replace(ROWS[name], kind="")}
    assert unasked(ROUTES, half) == [f"{name} names a thing of no kind"]
    (asked,) = [key for key, row in ROWS.items() if key == "POST /portal/payments"]
    assert unasked(ROUTES, {**ROWS, asked: replace(ROWS[asked], named={})}) != []


def test_the_matrix_knows_everybody_and_four_places_of_everything(bench):
    """A stranger, each role, a neighbour, a foreigner, and who is out; own, a neighbour's, a foreigner's and absent things."""
    people = bench.world.people.values()
    assert {(person.audience, person.role) for person in people} >= {
        ("", ""), ("client", "viewer"), ("client", "billing"), ("client", "owner"),
        ("staff", "support"), ("staff", "accountant"), ("staff", "admin"), ("staff", "owner"),
    }  # fmt: skip
    assert {person.tenant_id for person in people} >= {"ten_acme", "ten_globex"}
    assert {person.customer_id for person in people} >= {"cus_one", "cus_two", "cus_three"}
    assert {"disabled", "signed_out", "removed"} <= {person.name for person in people if person.gone}
    for kind in {row.kind for row in ROWS.values()} - {
        "",
        "portal",
        "proof",
        "plan on sale",
        "checkout",
        "webhook",
        "feed",
    }:
        found = KINDS[kind](bench.world)
        assert len(found) >= 3 and {target.tenant for target in found} >= {"ten_acme", "ten_globex"}, kind
        assert any("absent" in target.name for target in found), kind


@pytest.mark.parametrize("route", ASKED, ids=lambda route: route.name.replace("/", "|"))
def test_v01_v04_each_route_lets_in_whom_it_should_and_nobody_else(bench, route):
    assert findings(Case(bench, route, ROWS[route.name])) == []
