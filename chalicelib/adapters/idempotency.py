"""Idempotency keys: the first answer to a key is kept for seven days and is the only one."""

import hashlib
from dataclasses import dataclass

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import Row, Table, table_name, transaction
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.model import Model

_KEEP_SECONDS = 7 * 86_400
_LEASE_SECONDS = 60


class StillRunning(Conflict):
    sentence = "The same request is still being worked on."


class KeyReused(Invalid):
    sentence = "This Idempotency-Key was used with another request."


class Record(Model):
    """One key of one actor on one route. ``status`` 0 means that the first request has not been answered yet."""

    pk: str
    fingerprint: str
    claim: str
    lease_until: int
    expires: int
    status: int = 0
    body: str = ""
    version: int = 0


class RecordRow(Row):
    class Meta:
        table_name = table_name("idempotency")

    pk = UnicodeAttribute(hash_key=True)
    fingerprint = UnicodeAttribute()
    claim = UnicodeAttribute()
    lease_until = NumberAttribute()
    expires = NumberAttribute()
    status = NumberAttribute()
    body = UnicodeAttribute(null=True)


_table = Table(RecordRow, Record, lambda record: {"pk": record.pk})


@dataclass(frozen=True)
class Claim:
    """The right to answer under a key, or the answer that is stored already (status, body)."""

    record: Record
    request_id: str
    stored: tuple[int, str] | None = None


def is_key(key: str) -> bool:
    """Whether it is 1 to 255 printable ASCII characters."""
    return 1 <= len(key) <= 255 and key.isascii() and key.isprintable()


def begin(scope: str, key: str, content: bytes, request_id: str) -> Claim:
    """Claim ``key`` in ``scope``. Raises KeyReused (422) for other content, StillRunning (409) under a live lease."""
    pk = hashlib.sha256(f"{scope}#{key}".encode()).hexdigest()
    now = clock.epoch()
    record = Record(
        pk=pk,
        fingerprint=hashlib.sha256(content).hexdigest(),
        claim=ids.new_secret(),
        lease_until=now + _LEASE_SECONDS,
        expires=now + _KEEP_SECONDS,
    )
    found = _table.get(pk)
    if found is None or found.expires <= now:
        return _claim(record.model_copy(update={"version": found.version if found else 0}), request_id, found is None)
    if found.fingerprint != record.fingerprint:
        raise KeyReused([])
    if found.status:
        return Claim(found, request_id, (found.status, found.body))
    if found.lease_until > now:
        raise StillRunning
    return _claim(record.model_copy(update={"version": found.version}), request_id, False)


def _claim(record: Record, request_id: str, new: bool) -> Claim:
    with transaction() as tx:
        (_table.add if new else _table.save)(tx, record, StillRunning())
    return Claim(record.model_copy(update={"version": record.version + 1}), request_id)


def keep(claim: Claim, status: int, body: str) -> None:
    """Store the answer under the key."""
    with transaction() as tx:
        _table.save(tx, claim.record.model_copy(update={"status": status, "body": body or None}))


def release(claim: Claim) -> None:
    """Give the key back: nothing was done under it, so it may be tried again."""
    with transaction() as tx:
        _table.remove(tx, claim.record)
