"""Once a day the gateway's books are compared with the ledger: nothing differs, or somebody is told."""

import logging
from datetime import date, timedelta

from chalicelib.adapters.gateways.models import BalanceMovement
from chalicelib.core import clock
from chalicelib.gateway.books_due import BooksDue, find_books_due, move_on
from chalicelib.gateway.open import open_gateway
from chalicelib.payments import store
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.compare import CHECK_AT, Difference, compare_day, day_begins, key_of
from chalicelib.settings import settings

_log = logging.getLogger("portal.reconcile")


def compare_books(request_id: str) -> None:
    """Compare the next day of every merchant whose day is over. One that fails is left for the next time."""
    for due in find_books_due(clock.now()):
        try:
            day = date.fromisoformat(due.day)
            found = _differences(due, day)
            _tell(due, found)
            following = day + timedelta(days=1)
            move_on(due, str(following), day_begins(following + timedelta(days=1)) + CHECK_AT)
        except Exception:
            _log.exception("not compared", extra={"fields": {"tenant": due.tenant_id, "request_id": request_id}})


def _differences(due: BooksDue, day: date) -> list[Difference]:
    since, until = day_begins(day) - timedelta(days=1), clock.now()
    movements = list(open_gateway(due.tenant_id).balance_movements(since, until))
    entries = list(store.browse_ledger(due.tenant_id, since, until))
    named = {key: movement for movement in movements if (key := key_of(movement)) is not None}
    return [
        one
        for one in compare_day(day, movements, entries)
        if one.key not in named or one.ledger is not None or _is_ours(due.tenant_id, named[one.key])
    ]


def _is_ours(tenant_id: str, movement: BalanceMovement) -> bool:
    """A merchant may use the account for other business too: that is none of ours."""
    if movement.kind == "charge":
        return movement.purpose is not None and movement.purpose.tenant == tenant_id
    return bool(movement.charge_id and store.find_charge(tenant_id, movement.charge_id))


def _tell(due: BooksDue, found: list[Difference]) -> None:
    """An alarm for each, and how many there were as a metric, in CloudWatch's embedded format."""
    for one in found:
        raise_alarm("reconcile.difference", due.tenant_id, day=due.day, **vars(one))
    metric = {
        "Namespace": "client-portal",
        "Dimensions": [["stage"]],
        "Metrics": [{"Name": "BooksDifference", "Unit": "Count"}],
    }
    told = {"Timestamp": int(clock.now().timestamp() * 1000), "CloudWatchMetrics": [metric]}
    fields = {"_aws": told, "stage": settings().stage, "BooksDifference": len(found)}
    _log.info("books compared", extra={"fields": {**fields, "tenant": due.tenant_id, "day": due.day}})
