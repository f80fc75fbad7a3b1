"""Mails that wait in the outbox, for its tests."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.letters import SECRET, Action, AttachedDocument, Letter, Sheet
from chalicelib.core.portal import Merchant, Organization, PortalSettings
from chalicelib.outbox import store
from chalicelib.outbox.add import add_mail
from chalicelib.outbox.entity import OutboxEntry
from tests.faults.harness import outbox_rows

TOKEN = "a-token-of-the-tests"
ACME = Merchant(
    tenant_id="ten_acme",
    organization=Organization(name="Acme GmbH", email="office@acme.example"),
    portal=PortalSettings(portal_name="acme"),
)


def a_mail(secret: str | None = None, document: str | None = None, to: str = "ada@example.com") -> str:
    """A mail waits; its id."""
    url = "https://portal.example.com/acme/accept"
    letter = Letter(
        to=to, language="en", subject="Hello", greeting="Hello Ada,", paragraphs=("Here you are.",),
        action=Action("Open", f"{url}#{SECRET}" if secret else url),
    )  # fmt: skip
    documents = (AttachedDocument(document, "invoice-7.pdf"),) if document else ()
    before = {entry.id for entry in outbox_rows()}
    with transaction() as tx:
        add_mail(tx, ACME, Sheet(letter, documents, secret), "cus_1")
    return next(entry.id for entry in outbox_rows() if entry.id not in before)


def row(outbox_id: str) -> OutboxEntry:
    """The row as it is kept."""
    entry = store.get(outbox_id)
    assert entry is not None
    return entry
