"""One row for each committed change, and none for what was not."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.find import find_changes_by_clients, find_changes_of_month
from chalicelib.audit.record import record_change
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Machine
from chalicelib.tenants import store as tenants
from chalicelib.tenants.entity import PortalAlias

WORKER = Machine("ten_acme", "a_worker", "req_1")


def found():
    return find_changes_of_month("ten_acme", "2026-03", 10, None)[0]


@pytest.mark.asvs("16.2.1")
def test_i5_a_change_says_who_what_and_in_which_request(cloud):
    with transaction() as tx:
        record_change(tx, WORKER, "invoice.sent", "inv_1", customer_id="cus_1", changes={"number": "7"})
    (entry,) = found()
    assert (entry.actor_kind, entry.actor_id, entry.request_id) == ("machine", "a_worker", "req_1")
    assert (entry.action, entry.subject_id, entry.customer_id, entry.changes) == (
        "invoice.sent", "inv_1", "cus_1", {"number": "7"},
    )  # fmt: skip


def test_i5_a_change_that_was_refused_leaves_no_row(cloud):
    alias = PortalAlias(portal_name="acme", tenant_id="ten_acme")
    with transaction() as tx:
        tenants.aliases.add(tx, alias)
    with pytest.raises(Conflict), transaction() as tx:
        tenants.aliases.add(tx, alias)
        record_change(tx, WORKER, "portal.enabled", "ten_acme")
    assert found() == []


def test_a_clients_change_stands_in_the_customers_own_list(cloud, ada):
    with transaction() as tx:
        record_change(tx, ada.user, "invoice.viewed", "inv_1")
        record_change(tx, WORKER, "invoice.sent", "inv_1", customer_id=ada.customer_id)
    entries, _ = find_changes_by_clients(ada.user.partition, 10, None)
    assert [entry.action for entry in entries] == ["invoice.viewed"]
