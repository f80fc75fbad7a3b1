"""Charges, refunds, disputes and the balance they move."""

from infra.provider.books import Books, page_of
from infra.provider.currencies import check_granularity, plain
from infra.provider.forms import Json, Params
from infra.provider.refusals import invalid, unexpected_state


def new_charge(books: Books, intent: Json, method: Json, status: str) -> Json:
    """A charge of ``intent``: succeeded, pending or failed. Metadata and description are copied, as at Stripe."""
    return books.create(
        "charge", "ch" if method["type"] == "card" else "py", amount=intent["amount"], amount_captured=0,
        amount_refunded=0, balance_transaction=None, billing_details=method["billing_details"], captured=False,
        currency=intent["currency"], customer=intent["customer"], description=intent["description"], disputed=False,
        failure_code=None, failure_message=None, metadata=dict(intent["metadata"]),
        outcome={"network_status": "approved_by_network", "type": "authorized"}, paid=False,
        payment_intent=intent["id"], payment_method=method["id"],
        payment_method_details={"type": method["type"], method["type"]: method[method["type"]]}, receipt_url=None,
        refunded=False, status=status,
    )  # fmt: skip


def settle_charge(books: Books, charge: Json) -> Json:
    """The money arrives."""
    fee = charge["amount"] * 15 // 1000 // 100 * 100 if charge["amount"] >= 10_000 else 0
    type_ = "charge" if charge["id"].startswith("ch_") else "payment"
    entry = balance_entry(books, type_, charge["amount"], charge["currency"], charge["id"], fee)
    charge.update(
        status="succeeded", paid=True, captured=True, amount_captured=charge["amount"], balance_transaction=entry["id"]
    )
    books.emit("charge.succeeded", books.save(charge))
    return charge


def fail_charge(books: Books, charge: Json, code: str, decline_code: str, message: str) -> Json:
    outcome = {"network_status": "declined_by_network", "reason": decline_code or code, "type": "issuer_declined"}
    charge.update(status="failed", failure_code=code, failure_message=message, outcome=outcome)
    books.emit("charge.failed", books.save(charge))
    return charge


def balance_entry(books: Books, type_: str, amount: int, currency: str, source: str, fee: int = 0) -> Json:
    category = {"adjustment": "dispute"}.get(type_, type_)
    return books.save(
        books.create(
            "balance_transaction",
            "txn",
            type=type_,
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency=currency,
            source=source,
            status="available",
            available_on=books.now,
            description=None,
            exchange_rate=None,
            fee_details=[],
            reporting_category=category,
        )  # fmt: skip
    )


def show_charge(books: Books, params: Params, object_id: str) -> Json:
    return books.find("charge", object_id)


def browse_charges(books: Books, params: Params) -> Json:
    customer, intent = params.text("customer"), params.text("payment_intent")
    rows = [
        row for row in books.all("charge")
        if customer in (None, row["customer"]) and intent in (None, row["payment_intent"])
    ]  # fmt: skip
    return page_of(books, params, rows, "/v1/charges")


def create_refund(books: Books, params: Params) -> Json:
    charge = _charge_to_refund(books, params)
    left = charge["amount"] - charge["amount_refunded"]
    amount = params.integer("amount", left) or 0
    reason = params.choice("reason", ("duplicate", "fraudulent", "requested_by_customer"))
    metadata = params.metadata()
    params.done()
    _check_refund(charge, amount, left)
    entry = balance_entry(books, "refund", -amount, charge["currency"], "pending")
    refund = books.create(
        "refund", "re", amount=amount, balance_transaction=entry["id"], charge=charge["id"], currency=charge["currency"],
        metadata=metadata, payment_intent=charge["payment_intent"], reason=reason, receipt_number=None,
        status="succeeded", destination_details={"type": "card"}, failure_reason=None,
    )  # fmt: skip
    refund.pop("livemode")
    entry["source"] = refund["id"]
    books.save(entry)
    books.save(refund)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    books.save(charge)
    for type_, row in (("refund.created", refund), ("charge.refunded", charge)):
        books.emit(type_, row)
    return refund


def _charge_to_refund(books: Books, params: Params) -> Json:
    charge_id, intent_id = params.text("charge"), params.text("payment_intent")
    if (charge_id is None) == (intent_id is None):
        raise invalid("One of the following params should be provided for this request: charge or payment_intent.")
    if intent_id is not None:
        charge_id = books.find("payment_intent", intent_id, "payment_intent")["latest_charge"]
        if charge_id is None:
            raise invalid("This PaymentIntent does not have a successful charge to refund.", "payment_intent")
    return books.find("charge", charge_id or "", "charge")


def _check_refund(charge: Json, amount: int, left: int) -> None:
    if charge["status"] != "succeeded":
        raise invalid("This charge has not succeeded, so it cannot be refunded.", "charge")
    if charge["disputed"]:
        raise unexpected_state("This charge has been charged back, so it cannot be refunded.", "charge_disputed")
    if left <= 0:
        raise unexpected_state(f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    if amount < 1 or amount > left:
        currency = charge["currency"]
        message = f"Refund amount ({plain(amount, currency)}) is greater than unrefunded amount on charge ({plain(left, currency)})"
        raise invalid(message, "amount")
    check_granularity(amount, charge["currency"])


def fail_refund(books: Books, refund_id: str) -> Json:
    """The bank does not take the money: it comes back to the balance."""
    refund = books.find("refund", refund_id)
    charge = books.find("charge", refund["charge"])
    refund["status"], refund["failure_reason"] = "failed", "lost_or_stolen_card"
    balance_entry(books, "refund_failure", refund["amount"], refund["currency"], refund_id)
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    books.save(charge)
    books.emit("refund.failed", books.save(refund))
    return refund


def show_refund(books: Books, params: Params, object_id: str) -> Json:
    return books.find("refund", object_id)


def browse_refunds(books: Books, params: Params) -> Json:
    charge, intent = params.text("charge"), params.text("payment_intent")
    rows = [
        row for row in books.all("refund")
        if charge in (None, row["charge"]) and intent in (None, row["payment_intent"])
    ]  # fmt: skip
    return page_of(books, params, rows, "/v1/refunds")


def browse_balance(books: Books, params: Params) -> Json:
    source, type_ = params.text("source"), params.text("type")
    currency = params.text("currency")
    rows = [
        row for row in books.all("balance_transaction")
        if source in (None, row["source"]) and type_ in (None, row["type"]) and currency in (None, row["currency"])
    ]  # fmt: skip
    return page_of(books, params, rows, "/v1/balance_transactions")


def show_balance(books: Books, params: Params, object_id: str) -> Json:
    return books.find("balance_transaction", object_id)


def open_dispute(books: Books, charge_id: str, reason: str = "fraudulent") -> Json:
    """The customer's bank takes the money back for now."""
    charge = books.find("charge", charge_id)
    amount = charge["amount"] - charge["amount_refunded"]
    dispute = books.create(
        "dispute", "du", amount=amount, charge=charge_id, currency=charge["currency"], reason=reason,
        payment_intent=charge["payment_intent"], status="needs_response", is_charge_refundable=False, evidence={},
        balance_transactions=[], metadata={},
    )  # fmt: skip
    entry = balance_entry(books, "adjustment", -amount, charge["currency"], dispute["id"], fee=2000)
    dispute["balance_transactions"] = [entry]
    charge["disputed"] = True
    books.save(charge)
    books.emit("charge.dispute.created", books.save(dispute))
    books.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(books: Books, dispute_id: str, won: bool) -> Json:
    dispute = books.find("dispute", dispute_id)
    dispute["status"] = "won" if won else "lost"
    if won:
        entry = balance_entry(books, "adjustment", dispute["amount"], dispute["currency"], dispute_id)
        dispute["balance_transactions"].append(entry)
        books.emit("charge.dispute.funds_reinstated", dispute)
    books.emit("charge.dispute.closed", books.save(dispute))
    return dispute


def show_dispute(books: Books, params: Params, object_id: str) -> Json:
    return books.find("dispute", object_id)
