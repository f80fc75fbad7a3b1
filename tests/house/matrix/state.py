"""Everything that a deployment in moto keeps: told, compared, and put back as it was."""

from typing import Any

from chalicelib.adapters import secrets
from chalicelib.gateway.open import driver_of
from tests.fixtures.aws import backend, empty_files_queues_and_mails
from tests.fixtures.quick_moto import copied


def _tables() -> dict[str, Any]:
    return {name.rpartition("-")[2]: table for name, table in backend("dynamodb").tables.items()}


def _rows(items: Any) -> dict[str, Any]:
    return {f"{pk} {sk}": row for pk, kept in items.items() for sk, row in _partition(kept)}


def _partition(kept: Any) -> list[tuple[str, Any]]:
    pairs = kept.items() if isinstance(kept, dict) else [(None, kept)]
    return [(sk.value if sk else "", row) for sk, row in pairs]


def _told(row: Any) -> dict[str, Any]:
    return {name: (value.type, _plain(value.value)) for name, value in row.attrs.items()}


def _plain(value: Any) -> Any:
    return repr(value) if isinstance(value, (dict, list)) else value


def _beside() -> dict[str, Any]:
    """What is kept elsewhere than in tables, by place."""
    return {
        "secrets": {name: len(kept) for name, kept in backend("ssm")._parameters.items()},
        "files": {name: sorted(bucket.keys) for name, bucket in backend("s3").buckets.items()},
        "queues": {name: len(queue._messages) for name, queue in backend("sqs").queues.items()},
        "mails": len(backend("ses").sent_messages),
    }


class Picture:
    """A deployment as it was at one moment. A row is never changed, only replaced, so that a table is a list of rows."""

    def __init__(self) -> None:
        empty_files_queues_and_mails()
        self._tables = {name: copied(table.items) for name, table in _tables().items()}
        self._secrets = {name: list(kept) for name, kept in backend("ssm")._parameters.items()}
        self._beside = _beside()

    def changed(self) -> set[str]:
        """The places where something is different now: a table's name, secrets, files, queues or mails."""
        tables = {name for name, table in _tables().items() if _differ(self._tables[name], table.items)}
        return tables | {place for place, kept in _beside().items() if kept != self._beside[place]}

    def restore(self, places: set[str] | None = None) -> None:
        """Put it back: all of it, or what is in ``places``."""
        for name, table in _tables().items():
            if places is None or name in places:
                table.items = copied(self._tables[name])
        if places is None or "secrets" in places:
            parameters = backend("ssm")._parameters
            for name in list(parameters):
                del parameters[name]
            for name, kept in self._secrets.items():
                parameters[name].extend(kept)
            secrets.forget()
            driver_of.cache_clear()
        empty_files_queues_and_mails()


def kept_in(places: set[str]) -> dict[str, Any]:
    """What is kept there now; of tables all rows by their keys."""
    tables, beside = _tables(), _beside()
    told = {
        name: {key: _told(row) for key, row in _rows(tables[name].items).items()} for name in places & tables.keys()
    }
    return told | {place: beside[place] for place in places & beside.keys()}


def _differ(before: Any, now: Any) -> bool:
    """Whether another row is there. What is the same object needs no second look."""
    if all(kept is now.get(pk) or _same(kept, now.get(pk)) for pk, kept in before.items()):
        return any(kept for pk, kept in now.items() if pk not in before)
    return True


def _same(kept: Any, now: Any) -> bool:
    if not isinstance(kept, dict):
        return now is not None and (kept is now or _told(kept) == _told(now))
    return len(kept) == len(now or ()) and all(
        sk in now and (row is now[sk] or _told(row) == _told(now[sk])) for sk, row in kept.items()
    )
