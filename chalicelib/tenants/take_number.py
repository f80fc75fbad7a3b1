"""Taking the next number of a series, in the transaction that issues the document."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core.errors import Conflict
from chalicelib.tenants import store


class NumberTaken(Conflict):
    """Somebody else took the number between the reading and the writing: the caller reads again and repeats."""


def take_number(tx: Transaction, tenant_id: str, series: str) -> int:
    """The next number, gapless: it is used up only if ``tx`` is kept (I8). The commit raises NumberTaken on a race."""
    return take_numbers(tx, tenant_id, series, 1)[0]


def take_numbers(tx: Transaction, tenant_id: str, series: str, count: int) -> list[int]:
    """The next few numbers: one transaction may touch a series only once."""
    counter = store.get_series(tenant_id, series)
    taken = counter.model_copy(update={"last": counter.last + count})
    keep = store.series.save if counter.version else store.series.add
    keep(tx, taken, NumberTaken())
    return list(range(counter.last + 1, taken.last + 1))
