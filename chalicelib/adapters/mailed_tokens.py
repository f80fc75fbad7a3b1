"""Tokens that travel by mail: kept as a digest, for one purpose, person and address, spent with the change they allow.

The person's own row names the digest of the newest one, so that an older mail's link is no longer worth anything.
"""

from dataclasses import dataclass
from typing import Literal

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import Row, Table, Transaction, table_name
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict, PortalError
from chalicelib.core.model import Model

Purpose = Literal[
    "client_invitation", "staff_invitation", "client_reset", "staff_reset", "email_change", "email_reversal", "nobody"
]


class MailedToken(Model):
    """A token by its digest, and all that it is bound to.

    ``email`` is where it was sent; ``other_email`` is the other address of a change of addresses.
    """

    digest: str
    purpose: Purpose
    tenant_id: str
    customer_id: str = ""
    person_id: str
    email: str
    other_email: str = ""
    expires: int
    version: int = 0


class MailedTokenRow(Row):
    class Meta:
        table_name = table_name("tokens")

    pk = UnicodeAttribute(hash_key=True)
    digest = UnicodeAttribute()
    purpose = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute(null=True)
    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    other_email = UnicodeAttribute(null=True)
    expires = NumberAttribute()


_table = Table(MailedTokenRow, MailedToken, lambda token: {"pk": token.digest})


@dataclass(frozen=True)
class NewToken:
    """The token for the mail, which is kept nowhere, and its digest for the person's row."""

    secret: str
    digest: str


def make_token(
    tx: Transaction, purpose: Purpose, *, tenant_id: str, person_id: str, email: str, seconds: int, customer_id: str = "",
    other_email: str = "",
) -> NewToken:  # fmt: skip
    """A new token of 256 random bits, kept with ``tx``."""
    secret = ids.new_secret()
    digest = ids.digest(secret)
    bound = {"tenant_id": tenant_id, "customer_id": customer_id, "person_id": person_id, "email": email}
    expires = clock.epoch() + seconds
    token = MailedToken(digest=digest, purpose=purpose, expires=expires, other_email=other_email, **bound)
    _table.add(tx, token)
    return NewToken(secret, digest)


def find_token(secret: str, purpose: Purpose) -> MailedToken | None:
    """The token, if it was made for this purpose and its time has not run out."""
    token = _table.get(ids.digest(secret))
    if token is None or token.purpose != purpose or token.expires <= clock.epoch():
        return None
    return token


def drop_token(tx: Transaction, digest: str | None) -> None:
    """A link that is worth nothing any more goes with ``tx``, if there was one."""
    if digest:
        tx.delete(MailedTokenRow(digest), None, Conflict())


def spend_token(tx: Transaction, token: MailedToken, otherwise: PortalError) -> None:
    """Use it up with ``tx``; ``otherwise`` is raised if somebody was faster."""
    _table.remove(tx, token, otherwise)
