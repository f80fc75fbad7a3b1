"""Writes that are kept together or not at all, sent until that is certain."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamodb.client import code_of, shared_client
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.core import ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import PortalError, Unavailable
from chalicelib.settings import settings

_TRIES = 4
_ORDER = ("ConditionCheck", "Delete", "Put", "Update")  # PynamoDB sends them grouped like this


@dataclass
class _Write:
    """One item of a transaction and what to say if its condition does not hold."""

    kind: str
    arguments: dict[str, Any]
    otherwise: PortalError


class Transaction:
    """Writes that are kept together or not at all, then the things to do once they are.

    DynamoDB says which item failed by its position, and PynamoDB regroups the items by kind: so the writes are sorted the
    same way before they are sent, and each keeps its own error.
    """

    def __init__(self) -> None:
        self.writes: list[_Write] = []
        self._witness: Row | None = None
        self._afterwards: list[Callable[[], None]] = []

    def put(self, row: Row, condition: Condition | None, otherwise: PortalError) -> None:
        """Write the whole row."""
        kwargs = row.get_save_kwargs_from_instance(condition=condition)
        self.writes.append(_Write("Put", kwargs, otherwise))

    def delete(self, row: Row, condition: Condition | None, otherwise: PortalError) -> None:
        """Delete the row."""
        kwargs = row.get_delete_kwargs_from_instance(condition=condition)
        self.writes.append(_Write("Delete", kwargs, otherwise))

    def update(self, row: Row, actions: list[Any], condition: Condition | None, otherwise: PortalError) -> None:
        """Change attributes of the row. Never a bare counter of money: a repeated ADD counts twice."""
        kwargs = row.get_update_kwargs_from_instance(actions=actions, condition=condition)
        self.writes.append(_Write("Update", kwargs, otherwise))

    def check(self, row: Row, condition: Condition, otherwise: PortalError) -> None:
        """Ask something of a row that is not written."""
        kwargs = row.get_delete_kwargs_from_instance(condition=condition)
        self.writes.append(_Write("ConditionCheck", kwargs, otherwise))

    def witness(self, row: Row) -> None:
        """A row of this transaction under a fresh random key: if it is there, the transaction was kept (a lost answer)."""
        self._witness = self._witness or row

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do this once the writes are kept; it must not matter for long if it fails."""
        self._afterwards.append(action)

    def commit(self) -> None:
        """Keep everything. Raises the error of the first item whose condition fails; Unavailable if AWS is away."""
        if self.writes:
            _send(self)
        for action in self._afterwards:
            action()

    def was_kept(self) -> bool:
        """Whether the witness is in its table."""
        if self._witness is None:
            return False
        row = self._witness
        try:
            type(row).get(row.pk, getattr(row, "sk", None), consistent_read=True)  # type: ignore[attr-defined]
        except type(row).DoesNotExist:
            return False
        return True


@contextmanager
def transaction() -> Iterator[Transaction]:
    """Collect writes, then keep them all at the end of the block, unless it raised."""
    raise_deferred()
    tx = Transaction()
    yield tx
    tx.commit()


def _send(tx: Transaction) -> None:
    """Send until it is kept or cleanly refused; a lock held by another transaction is waited for a little."""
    writes = sorted(tx.writes, key=lambda write: _ORDER.index(write.kind))
    token = ids.new_secret()[:36]
    for attempt in range(_TRIES):
        try:
            _transact(writes, token)
        except TransactWriteError as error:
            if tx.was_kept():
                return
            _raise_refusal(writes, error)
            if not _was_locked(error):
                raise Unavailable from error
            time.sleep(0.03 * 2**attempt)
        else:
            return
    raise Unavailable


def _transact(writes: list[_Write], token: str) -> None:
    connection = Connection(region=settings().region)
    connection._client = shared_client()
    groups = {kind: [write.arguments for write in writes if write.kind == kind] for kind in _ORDER}
    connection.transact_write_items(
        condition_check_items=groups["ConditionCheck"],
        delete_items=groups["Delete"],
        put_items=groups["Put"],
        update_items=groups["Update"],
        client_request_token=token,
    )


def _raise_refusal(writes: list[_Write], error: TransactWriteError) -> None:
    for write, reason in zip(writes, error.cancellation_reasons, strict=False):
        if reason is not None and reason.code == "ConditionalCheckFailed":
            raise write.otherwise from error


def _was_locked(error: TransactWriteError) -> bool:
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    return "TransactionConflict" in codes or code_of(error) == "TransactionInProgressException"
