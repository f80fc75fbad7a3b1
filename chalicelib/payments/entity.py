"""Payment attempts, the ledger's rows, and payments."""

from typing import Any, Literal

from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

State = Literal["pending", "requires_action", "succeeded", "failed", "expired"]
FINAL: tuple[State, ...] = ("succeeded", "failed", "expired")
OfflineMethod = Literal["cash", "cheque", "bank_transfer", "other"]
Method = Literal["card", "sepa_debit", "cash", "cheque", "bank_transfer", "other"]


class PaymentAttempt(Model):
    """One try to get money for an invoice, as it was when the try began; all tabs of a client share it.

    ``pending`` without ``gateway_id``: the gateway was asked, or is about to be, and its answer is not known. ``ask`` is what it
    is asked, the same on every try, under the attempt's id as idempotency key. ``asked_at`` is when it was asked last (seconds
    since 1970). ``method_id`` is a saved method; None: the gateway's page. ``check_at``: when the reconciler looks at it.
    """

    tenant_id: str
    customer_id: str
    id: str
    invoice_id: str
    invoice_number: str
    generation: int
    amount: int
    currency: str
    method_id: str | None = None
    save_method: bool = False
    contact_id: str
    state: State = "pending"
    ask: dict[str, Any]
    asked_at: int
    gateway_id: str | None = None
    charge_id: str | None = None
    redirect_url: str | None = None
    closes_at: int | None = None
    failure_code: str | None = None
    payment_id: str | None = None
    created_at: str
    checks: int = 0
    check_at: str
    version: int = 0

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def on_page(self) -> bool:
        """Whether it is paid on the gateway's page (which stays open after a refused card)."""
        return self.method_id is None

    @property
    def gateway_customer(self) -> str | None:
        return self.ask.get("gateway_customer")

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)


class Posting(Model):
    """One side of a booking, in minor units: debits are positive, credits negative."""

    account: str
    amount: int


class Allocation(Model):
    """What of a payment went to an invoice."""

    invoice_id: str
    number: str
    amount: int


class LedgerEntry(Model):
    """A booking in double entry: its postings come to zero. It is written once and never changed (I13); it holds ids only.

    ``key`` makes it unique within the customer: ``charge#ch_…`` for money the gateway took, so that it is booked exactly once.
    """

    tenant_id: str
    customer_id: str
    key: str
    kind: Literal["payment", "offline_payment"]
    at: str
    date: Day
    amount: int
    currency: str
    postings: list[Posting]
    allocations: list[Allocation]
    payment_id: str
    attempt_id: str | None = None
    charge_id: str | None = None


class MethodFace(Model):
    """Enough of a card or account to recognise it by."""

    brand: str = ""
    last4: str = ""


class Payment(Model):
    """What a client paid, as the client sees it. ``credited`` is the part that was owed no more and became credit."""

    tenant_id: str
    customer_id: str
    id: str
    number: str
    date: Day
    method: Method
    face: MethodFace = MethodFace()
    amount: int
    currency: str
    refunded: int = 0
    credited: int = 0
    status: Literal["succeeded", "partially_refunded", "refunded", "disputed"] = "succeeded"
    reference: str = ""
    invoices: list[Allocation]
    attempt_id: str | None = None
    charge_id: str | None = None
    contact_id: str | None = None
    recorded_by: str | None = None
    language: str
    document_key: str
    sha256: str | None = None
    created_at: str
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)
