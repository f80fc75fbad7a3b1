"""The matrix sees what it is for: routes that are broken on purpose, each in its own way, judged by the same checks."""

import pytest
from chalice import Chalice

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.errors import NotAllowed, NotFound
from chalicelib.core.identity import PortalUser, StaffUser, SwitchedOff, partition
from chalicelib.core.page import PageQuery, Request
from chalicelib.entrypoints.router import ROUTES, Router
from chalicelib.invoices import store
from chalicelib.invoices.find import find_for_staff, find_invoice
from tests.house.matrix.bench import Bench, Case
from tests.house.matrix.findings import findings
from tests.house.matrix.rows import Row

PATH = "/portal/invoices/{invoice_id}/stars"


class Star(Request):
    customer_id: str = ""


def star(tx_of, invoice):
    with transaction() as tx:
        record_change(tx, tx_of, "invoice.starred", invoice.id)
    return {"id": invoice.id}


def sound(user: PortalUser, invoice_id: str, request: Star) -> dict:
    invoice = find_invoice(user.partition, invoice_id)
    user.must_be("billing")
    if not user.settings.allow_forwarding:
        raise SwitchedOff
    assert request.customer_id is not None
    return star(user, invoice)


def trusts_the_body(user: PortalUser, invoice_id: str, request: Star) -> dict:
    invoice = find_invoice(partition(user.tenant_id, request.customer_id or user.customer_id), invoice_id)
    user.must_be("billing")
    if not user.settings.allow_forwarding:
        raise SwitchedOff
    return star(user, invoice)


def forgets_the_setting(user: PortalUser, invoice_id: str, request: Star) -> dict:
    invoice = find_invoice(user.partition, invoice_id)
    user.must_be("billing")
    assert request.customer_id is not None
    return star(user, invoice)


def forgets_the_role(user: PortalUser, invoice_id: str, request: Star) -> dict:
    invoice = find_invoice(user.partition, invoice_id)
    if not user.settings.allow_forwarding:
        raise SwitchedOff
    assert request.customer_id is not None
    return star(user, invoice)


def asks_for_the_role_first(user: PortalUser, invoice_id: str, request: Star) -> dict:
    user.must_be("billing")
    return sound(user, invoice_id, request)


def reads_the_body_first(user: PortalUser, invoice_id: str, request: Star) -> dict:
    assert request.customer_id is not None
    return sound(user, invoice_id, request)


def tells_foreign_from_absent(user: PortalUser, invoice_id: str, request: Star) -> dict:
    for customer in ("cus_one", "cus_two"):
        if store.get(partition(user.tenant_id, customer), invoice_id) and customer != user.customer_id:
            raise NotFound("This invoice is somebody else's.")
    return sound(user, invoice_id, request)


def forbids_what_is_foreign(user: PortalUser, invoice_id: str, request: Star) -> dict:
    if user.customer_id != "cus_two" and store.get(partition(user.tenant_id, "cus_two"), invoice_id):
        raise NotAllowed
    return sound(user, invoice_id, request)


def shows_drafts(user: PortalUser, invoice_id: str, request: Star) -> dict:
    draft = store.get(user.partition, invoice_id)
    if draft is not None and draft.status == "draft":
        return {"id": draft.id}
    return sound(user, invoice_id, request)


def changes_before_it_checks(user: PortalUser, invoice_id: str, request: Star) -> dict:
    invoice = find_invoice(user.partition, invoice_id)
    if not user.may("billing"):
        star(user, invoice)
    return sound(user, invoice_id, request)


ROW = Row("billing", "invoice", lambda here: {}, switch="allow_forwarding", named={"customer_id": "customer"})


@pytest.fixture
def judge(bench):
    """Findings about a handler that stands on a route of its own."""

    def of(handler, row=ROW, method="post", path=PATH):
        router, known = Router("broken"), len(ROUTES)
        getattr(router, method)(path, handler)
        (route,) = ROUTES[known:]
        del ROUTES[known:]
        app = Chalice("broken")
        app.register_blueprint(router.blueprint)
        return findings(Case(Bench(app, bench.world, bench.picture), route, row))

    return of


def test_a_sound_route_is_found_sound(judge):
    assert judge(sound, Row("billing", "invoice", lambda here: {}, switch="allow_forwarding")) == []


@pytest.mark.parametrize(
    ("handler", "sentence"),
    [
        (
            trusts_the_body,
            "references: ada names cus_two in customer_id and invoice of cus_two in the path: 200 instead of 404",
        ),
        (forgets_the_setting, "switch: off: ada, invoice of cus_one: 200 instead of 403"),
        (forgets_the_role, "access: bob, invoice of cus_one: 200 instead of 403"),
        (asks_for_the_role_first, "access: bob, invoice of cus_two: 403 instead of 404"),
        (reads_the_body_first, "order: broken JSON by bob, invoice of cus_one"),
        (tells_foreign_from_absent, "access: ada can tell apart: "),
        (forbids_what_is_foreign, "access: ada, invoice of cus_two: 403 instead of 404"),
        (shows_drafts, "access: ada, draft of cus_one: 200 instead of 404"),
        (changes_before_it_checks, "access: bob, invoice of cus_one: 403, yet it changed audit"),
    ],
)
def test_v01_v04_a_route_that_is_broken_is_found_broken(judge, handler, sentence):
    assert [finding for finding in judge(handler) if finding.startswith(sentence)]


def test_v27_a_look_that_changes_something_is_found(judge):
    def shows_and_notes(user: PortalUser, invoice_id: str) -> dict:
        return star(user, find_invoice(user.partition, invoice_id))

    found = judge(shows_and_notes, Row("viewer", "invoice"), "get")
    assert [finding for finding in found if "200, yet it changed audit" in finding]


def test_v01_staff_who_reach_another_merchants_object_are_found(judge):
    def shows_any(user: StaffUser, invoice_id: str) -> dict:
        for tenant in (user.tenant_id, "ten_globex"):
            try:
                return {"id": find_for_staff(tenant, invoice_id).id}
            except NotFound:
                continue
        raise NotFound

    found = judge(shows_any, Row("support", "draft"), "get", "/merchant/invoices/{invoice_id}/peek")
    assert [
        finding for finding in found if finding.startswith("access: support, draft of cus_three: 200 instead of 404")
    ]


def test_v04_a_query_that_names_another_merchants_customer_is_found(judge):
    class Which(PageQuery):
        customer_id: str = ""

    def browse_any(user: StaffUser, query: Which) -> dict:
        tenant = "ten_globex" if query.customer_id == "cus_three" else user.tenant_id
        rows = store.query_open(partition(tenant, query.customer_id)) if query.customer_id else []
        return {"items": [row.id for row in rows]}

    found = judge(browse_any, Row("support", named={"customer_id": "customer"}), "get", "/merchant/peeks")
    assert [
        finding
        for finding in found
        if finding.startswith("references: support names cus_three in customer_id and sees")
    ]
