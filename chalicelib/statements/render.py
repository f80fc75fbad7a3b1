"""A statement becomes a file: rendered once, kept under its random key, its SHA-256 in the row."""

import hashlib
from datetime import datetime

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.pdf import render_statement
from chalicelib.core.documents import Party, StatementAccount, StatementDocument, StatementLine
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import partition
from chalicelib.core.portal import Merchant
from chalicelib.customers.find import find_customer
from chalicelib.statements import store
from chalicelib.statements.entity import CurrencyStatement, StatementFile
from chalicelib.statements.find import find_statement
from chalicelib.statements.rules import AGES
from chalicelib.statements.words import WORDS
from chalicelib.tenants.find import find_merchant


def render_statement_file(tenant_id: str, customer_id: str, file_id: str) -> None:
    """Render the statement, keep it under its key, then note its SHA-256; doing so again changes nothing (I12)."""
    pk = partition(tenant_id, customer_id)
    file = store.get(pk, file_id)
    if file is None or file.sha256:
        return
    merchant = find_merchant(tenant_id)
    content = render_statement(_document(file, merchant, find_statement(merchant, pk, file.since, file.until)))
    object_store.keep(file.document_key, content, "application/pdf")
    try:
        with transaction() as tx:
            store.table.save(tx, file.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()}))
    except Conflict:
        found = store.get(pk, file_id)
        if found and not found.sha256:
            raise


def _document(file: StatementFile, merchant: Merchant, currencies: list[CurrencyStatement]) -> StatementDocument:
    organization, customer = merchant.organization, find_customer(file.tenant_id, file.customer_id)
    seller = Party(
        name=organization.name, address=organization.address, email=organization.email, phone=organization.phone
    )
    buyer = Party(
        name=customer.company_name or customer.display_name,
        address=customer.billing_address,
        tax_id=customer.tax_id,
        email=customer.email,
    )
    return StatementDocument(
        number="",
        issued_at=datetime.fromisoformat(file.created_at),
        language=file.language,
        currency=currencies[0].currency if currencies else organization.currency,
        seller=seller,
        buyer=buyer,
        accent=organization.accent,
        logo=object_store.find_public(organization.logo_key) if organization.logo_key else None,
        since=file.since,
        until=file.until,
        accounts=tuple(_account(one, WORDS[file.language]) for one in currencies),
    )


def _account(one: CurrencyStatement, words: dict[str, str]) -> StatementAccount:
    lines = tuple(
        StatementLine(
            date=moved.date,
            what=" ".join([words[moved.kind], ", ".join(share.number for share in moved.invoices)]).strip()[:200],
            booked=moved.booked,
            balance=moved.balance,
        )
        for moved in one.movements
    )
    ages = [(words[age], getattr(one.ageing, age)) for age in AGES]
    ages.append((words["unused"], -one.ageing.credit))
    told = tuple((name, amount) for name, amount in ages if amount)
    return StatementAccount(currency=one.currency, opening=one.opening, closing=one.closing, lines=lines, ages=told)
