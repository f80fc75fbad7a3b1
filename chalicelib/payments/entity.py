"""Payment attempts, the ledger's rows, and payments."""

from typing import Any, Literal

from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

State = Literal["pending", "requires_action", "succeeded", "failed", "expired"]
FINAL: tuple[State, ...] = ("succeeded", "failed", "expired")
OfflineMethod = Literal["cash", "cheque", "bank_transfer", "other"]
Method = Literal["card", "sepa_debit", "cash", "cheque", "bank_transfer", "other", "credit"]


class Part(Model):
    """What of an attempt is for one invoice, in minor units; ``generation`` is the invoice's when the attempt began."""

    invoice_id: str
    number: str
    generation: int
    amount: int


class PaymentAttempt(Model):
    """One try to get money for one or more invoices, as they were when the try began; all tabs of a client share it.

    ``amount`` is what is to be paid in all, ``credit`` the part of it that is taken from the customer's credit: it is reserved
    while the attempt is open, and the gateway is asked for the rest. ``parts`` are the invoices, those due first at the front.

    ``pending`` without ``gateway_id``: the gateway was asked, or is about to be, and its answer is not known. ``ask`` is what it
    is asked, the same on every try, under the attempt's id as idempotency key. ``asked_at`` is when it was asked last (seconds
    since 1970). ``method_id`` is a saved method; None: the gateway's page. ``check_at``: when the reconciler looks at it.
    """

    tenant_id: str
    customer_id: str
    id: str
    parts: list[Part]
    amount: int
    credit: int = 0
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
    def charged(self) -> int:
        """What the gateway is asked for."""
        return self.amount - self.credit

    @property
    def invoice_ids(self) -> list[str]:
        return [part.invoice_id for part in self.parts]

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


PaymentStatus = Literal["succeeded", "partially_refunded", "refunded", "disputed", "charged_back"]
EntryKind = Literal[
    "payment", "offline_payment", "credit", "refund", "refund_failed", "dispute", "dispute_won", "dispute_lost", "write_off", "void"
]  # fmt: skip


class Posting(Model):
    """One side of a booking, in minor units: debits are positive, credits negative."""

    account: str
    amount: int


class Allocation(Model):
    """What of a booking went to an invoice; negative: what it owes again."""

    invoice_id: str
    number: str
    amount: int


class LedgerEntry(Model):
    """A booking in double entry: its postings come to zero. It is written once and never changed (I13); it holds ids only.

    ``key`` makes it unique within the customer: ``charge#ch_…`` for money the gateway took, so that it is booked exactly once.
    ``allocations`` is what was settled of which invoice, ``returned`` what was refunded of which, whether or not it is owed again.
    """

    tenant_id: str
    customer_id: str
    key: str
    kind: EntryKind
    at: str
    date: Day
    amount: int
    currency: str
    postings: list[Posting]
    allocations: list[Allocation]
    returned: list[Allocation] = []
    payment_id: str | None = None
    attempt_id: str | None = None
    charge_id: str | None = None
    reason: str = ""


class MethodFace(Model):
    """Enough of a card or account to recognise it by."""

    brand: str = ""
    last4: str = ""


class Payment(Model):
    """What a client paid, as the client sees it. ``credited`` is the part that was owed no more and became credit.

    ``refunding`` is on its way back, ``uncredited`` is what of ``credited`` was taken back from the credit.
    """

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
    refunding: int = 0
    credited: int = 0
    uncredited: int = 0
    status: PaymentStatus = "succeeded"
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

    @property
    def left(self) -> int:
        """What of it could still go back; nothing of one that the bank took back."""
        return 0 if self.status in ("disputed", "charged_back") else self.amount - self.refunded - self.refunding


class Refund(Model):
    """Money that staff give back of one payment, kept before the gateway hears of it, as an attempt is.

    ``id`` is the gateway's idempotency key; ``charge_id`` is None for money that did not come by the gateway. ``pieces``: how many
    payments one request gives back of; this is one of them. ``gateway_id`` is the gateway's refund.
    """

    tenant_id: str
    customer_id: str
    id: str
    payment_id: str
    charge_id: str | None = None
    attempt_id: str | None = None
    invoice_id: str
    asked_amount: int
    amount: int
    currency: str
    reopen: bool
    pieces: int
    state: Literal["pending", "succeeded", "failed"] = "pending"
    gateway_id: str | None = None
    asked_at: int
    created_at: str
    checks: int = 0
    check_at: str
    version: int = 0

    @property
    def is_final(self) -> bool:
        return self.state != "pending"

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)
