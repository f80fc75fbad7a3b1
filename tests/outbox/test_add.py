"""A side effect is kept with the change that causes it, or not at all."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import Conflict
from chalicelib.core.letters import Letter, Sheet
from chalicelib.outbox.add import add_mail
from chalicelib.tenants import store as tenants
from chalicelib.tenants.entity import PortalAlias
from tests.faults.harness import outbox_rows
from tests.outbox.letters import ACME, TOKEN, a_mail, row

LETTER = Letter(to="ada@example.com", language="de", subject="Hallo", greeting="Hallo,", paragraphs=("Guten Tag.",))


def test_a_mail_waits_until_it_is_delivered(post):
    entry = row(a_mail())
    assert (entry.state, entry.tries, entry.tenant_id, entry.customer_id) == ("pending", 0, "ten_acme", "cus_1")
    assert post.waiting("outbox") == [{"outbox_id": entry.id}]


def test_no_mail_is_kept_or_queued_for_a_change_that_was_not(post):
    alias = PortalAlias(portal_name="acme", tenant_id="ten_acme")
    with transaction() as tx:
        tenants.aliases.add(tx, alias)
    with pytest.raises(Conflict), transaction() as tx:
        tenants.aliases.add(tx, alias)
        add_mail(tx, ACME, Sheet(LETTER))
    assert outbox_rows() == []
    assert post.waiting("outbox") == []


def test_a_message_that_the_queue_did_not_take_is_no_error(post, monkeypatch):
    monkeypatch.setattr(
        "chalicelib.adapters.queues._url", lambda queue: "https://sqs.eu-central-1.amazonaws.com/1/gone"
    )
    assert row(a_mail()).state == "pending"


def test_v11_a_token_is_kept_encrypted_and_twice_the_same_token_looks_different(post):
    first, second = row(a_mail(secret=TOKEN)), row(a_mail(secret=TOKEN))
    assert TOKEN not in first.model_dump_json()
    assert first.sealed != second.sealed
