"""Everything that a deployment in moto keeps: told, compared, and put back as it was."""

import pickle
from typing import Any

from chalicelib.adapters import secrets
from chalicelib.gateway.open import driver_of
from tests.fixtures.aws import backend, empty_files_queues_and_mails

State = dict[str, Any]


def _tables() -> dict[str, Any]:
    return {name.rpartition("-")[2]: table for name, table in backend("dynamodb").tables.items()}


def _rows(items: Any) -> dict[str, Any]:
    found = {}
    for pk, kept in items.items():
        rows = kept.values() if isinstance(kept, dict) else [kept]
        for row in rows:
            key = f"{pk.value} {row.range_key.value if row.range_key else ''}"
            found[key] = {name: (value.type, _plain(value.value)) for name, value in row.attrs.items()}
    return found


def _plain(value: Any) -> Any:
    return repr(value) if isinstance(value, (dict, list)) else value


def state() -> State:
    """What is kept now, by place: each table, the secrets, the files, the queues, the mails."""
    found: State = {name: _rows(table.items) for name, table in _tables().items() if table.items}
    found["secrets"] = {name: len(kept) for name, kept in backend("ssm")._parameters.items()}
    found["files"] = {name: sorted(bucket.keys) for name, bucket in backend("s3").buckets.items()}
    found["queues"] = {name: len(queue._messages) for name, queue in backend("sqs").queues.items()}
    found["mails"] = len(backend("ses").sent_messages)
    return found


def changed(before: State, after: State) -> set[str]:
    """The places where something is different; an empty place is like one that is not there."""
    return {name for name in before.keys() | after.keys() if (before.get(name) or None) != (after.get(name) or None)}


class Picture:
    """A deployment as it was at one moment."""

    def __init__(self) -> None:
        self._tables = {name: pickle.dumps(table.items) for name, table in _tables().items()}
        self._secrets = {name: list(kept) for name, kept in backend("ssm")._parameters.items()}

    def restore(self, places: set[str] | None = None) -> None:
        """Put it back: all of it, or what is in ``places``."""
        for name, table in _tables().items():
            if places is None or name in places:
                table.items = pickle.loads(self._tables[name])
        if places is None or "secrets" in places:
            parameters = backend("ssm")._parameters
            for name in list(parameters):
                del parameters[name]
            for name, kept in self._secrets.items():
                parameters[name].extend(kept)
            secrets.forget()
            driver_of.cache_clear()
        empty_files_queues_and_mails()
