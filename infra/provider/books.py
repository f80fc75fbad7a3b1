"""What one request sees of one account: find, keep, list and announce its objects."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.provider.forms import Json, Params
from infra.provider.refusals import absent, invalid
from infra.provider.store import Store

API_VERSION = "2026-10-28.endive"
_FAR = 10**12


@dataclass
class Options:
    """How the stand-in behaves: seconds until a pending payment settles, and until search knows a new payment."""

    settle_after: float = 60
    search_lag: float = 0
    merchant_name: str = "Demo merchant"


@dataclass
class Books:
    store: Store
    account: str
    livemode: bool
    clock: Callable[[], float]
    new_id: Callable[[str], str]
    public_url: str
    options: Options
    announce: Callable[[str, Json], int]
    request_id: str = ""
    idempotency_key: str = ""

    @property
    def now(self) -> int:
        return int(self.clock())

    @property
    def merchant_name(self) -> str:
        known = self.store.get(self.account, "merchant", f"merchant_{self.account}")
        return str(known["name"]) if known else self.options.merchant_name

    def name_merchant(self, name: str) -> None:
        row = {"id": f"merchant_{self.account}", "object": "merchant", "name": name}
        self.store.put(self.account, "merchant", row)

    def create(self, kind: str, prefix: str, **fields: Any) -> Json:
        """A new object, not yet kept: call ``save``."""
        base = {"id": self.new_id(prefix), "object": kind, "created": self.now, "livemode": self.livemode}
        return {**base, "metadata": {}, **fields}

    def save(self, row: Json) -> Json:
        self.store.put(self.account, row["object"], row)
        return row

    def find(self, kind: str, object_id: str, param: str = "id") -> Json:
        row = self.store.get(self.account, kind, object_id)
        if row is None:
            raise absent(kind, object_id, param)
        return row

    def all(self, kind: str) -> list[Json]:
        return self.store.all(self.account, kind)

    def emit(self, type_: str, row: Json) -> None:
        """Record an event with the object as it is now, and queue it for the webhook endpoints."""
        request = {"id": self.request_id or None, "idempotency_key": self.idempotency_key or None}
        event = {
            "id": self.new_id("evt"), "object": "event", "api_version": API_VERSION, "created": self.now,
            "data": {"object": public(row)}, "livemode": self.livemode, "pending_webhooks": 0, "request": request,
            "type": type_,
        }  # fmt: skip
        self.store.put(self.account, "event", event)
        event["pending_webhooks"] = self.announce(self.account, event)
        self.store.put(self.account, "event", event)


def public(value: Any) -> Any:
    """Without the keys that are the stand-in's own business (``_…``)."""
    if isinstance(value, dict):
        return {key: public(inner) for key, inner in value.items() if not key.startswith("_")}
    return [public(inner) for inner in value] if isinstance(value, list) else value


def page_of(books: Books, params: Params, rows: list[Json], url: str) -> Json:
    """Stripe's list object over ``rows`` (newest first), by limit, cursor and ``created``."""
    limit = params.integer("limit", 10) or 10
    if not 1 <= limit <= 100:
        raise invalid("Invalid limit: must be between 1 and 100.", "limit")
    after, before = params.text("starting_after"), params.text("ending_before")
    rows = _created(params, rows)
    ids = [row["id"] for row in rows]
    if after is not None:
        rows = rows[_position(ids, after, "starting_after") + 1 :]
    elif before is not None:
        rows = rows[: _position(ids, before, "ending_before")]
        return _listing(rows[-limit:], len(rows) > limit, url)
    return _listing(rows[:limit], len(rows) > limit, url)


def _listing(rows: list[Json], more: bool, url: str) -> Json:
    return {"object": "list", "data": rows, "has_more": more, "url": url}


def _position(ids: list[str], object_id: str, param: str) -> int:
    if object_id not in ids:
        raise absent("object", object_id, param)
    return ids.index(object_id)


def _created(params: Params, rows: list[Json]) -> list[Json]:
    """``created=N`` or ``created[gt|gte|lt|lte]=N``."""
    if params.is_text("created"):
        exact = params.integer("created")
        return [row for row in rows if row["created"] == exact]
    bounds = params.within("created")
    low = max(bounds.integer("gte", 0) or 0, (bounds.integer("gt", -1) or 0) + 1 if bounds.has("gt") else 0)
    high = min(bounds.integer("lte", _FAR) or _FAR, (bounds.integer("lt", _FAR) or _FAR) - 1)
    bounds.done()
    return [row for row in rows if low <= row["created"] <= high]


def expand(books: Books, row: Any, paths: list[str]) -> Any:
    """Replace ids by the objects they name, along dotted paths (``data.payment_intent``)."""
    row = json.loads(json.dumps(row))
    for path in paths:
        _expand(books, row, path.split("."), path)
    return row


def _expand(books: Books, row: Any, steps: list[str], path: str) -> None:
    if isinstance(row, list):
        for inner in row:
            _expand(books, inner, steps, path)
        return
    if not steps or row is None:
        return
    if not isinstance(row, dict) or (steps[0] not in row and f"_{steps[0]}" not in row):
        raise invalid(f"This property cannot be expanded ({path[:80]}).", "expand")
    if f"_{steps[0]}" in row:
        row[steps[0]] = row.pop(f"_{steps[0]}")
    value = row[steps[0]]
    if isinstance(value, str):
        row[steps[0]] = books.store.any(books.account, value) or value
    _expand(books, row[steps[0]], steps[1:], path)
