"""The account itself, its events and its webhook endpoints."""

from infra.provider.books import API_VERSION, Books, page_of
from infra.provider.forms import Json, Params
from infra.provider.refusals import invalid
from infra.provider.urls import check_url


def show_account(books: Books, params: Params) -> Json:
    name = books.merchant_name
    return {
        "id": books.account, "object": "account", "business_profile": {"name": name, "url": None}, "type": "standard",
        "capabilities": {"card_payments": "active", "sepa_debit_payments": "active"}, "charges_enabled": True,
        "country": "DE", "default_currency": "eur", "details_submitted": True, "email": None, "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": name, "timezone": "Etc/UTC"}}, "metadata": {},
    }  # fmt: skip


def browse_events(books: Books, params: Params) -> Json:
    type_, types = params.text("type"), params.texts("types")
    params.skip("delivery_success")
    rows = [row for row in books.all("event") if type_ in (None, row["type"]) and (not types or row["type"] in types)]
    return page_of(books, params, rows, "/v1/events")


def show_event(books: Books, params: Params, object_id: str) -> Json:
    return books.find("event", object_id)


def create_endpoint(books: Books, params: Params) -> Json:
    url = check_url(params, "url")
    if url is None:
        url = params.required("url")
    wanted = params.texts("enabled_events")
    if not wanted:
        raise invalid("Missing required param: enabled_events.", "enabled_events", "parameter_missing")
    row = books.create(
        "webhook_endpoint", "we", url=url, enabled_events=wanted, status="enabled", metadata=params.metadata(),
        description=params.text("description"), api_version=params.text("api_version", API_VERSION), application=None,
        _secret=f"whsec_{books.new_id('x')[2:]}",
    )  # fmt: skip
    params.done()
    books.save(row)
    return {**row, "secret": row["_secret"]}


def browse_endpoints(books: Books, params: Params) -> Json:
    return page_of(books, params, books.all("webhook_endpoint"), "/v1/webhook_endpoints")


def show_endpoint(books: Books, params: Params, object_id: str) -> Json:
    return books.find("webhook_endpoint", object_id)


def delete_endpoint(books: Books, params: Params, object_id: str) -> Json:
    row = books.find("webhook_endpoint", object_id)
    books.store.remove(books.account, row["id"])
    return {"id": row["id"], "object": "webhook_endpoint", "deleted": True}
