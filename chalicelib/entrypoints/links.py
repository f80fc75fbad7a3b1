"""Where an answer leads: what was made or listed can be shown, changed and acted on by its id (OpenAPI links)."""

from collections.abc import Iterable
from typing import Any

from chalicelib.entrypoints.routes import Route

_MADE, _LISTED = "$response.body#/id", "$response.body#/items/0/id"


def operation_id(route: Route) -> str:
    """The name of a route in the document."""
    return f"{route.handler.__name__}_{route.method.lower()}"


def links(route: Route, routes: Iterable[Route], fields: Iterable[str]) -> dict[str, Any]:
    """From an answer with these fields to every route that takes the thing's id as the last part it has to know."""
    known = set(fields)
    found = _LISTED if route.method == "GET" and {"items", "next_cursor"} <= known else ""
    found = _MADE if route.method == "POST" and "id" in known else found
    if not found:
        return {}
    shared = {name: f"$request.path.{name}" for name in route.path_names}
    return {
        operation_id(other): {
            "operationId": operation_id(other),
            "parameters": {**shared, other.path_names[-1]: found},
        }
        for other in routes
        if other.audience is route.audience and _is_about_one_of(other, route)
    }


def _is_about_one_of(other: Route, collection: Route) -> bool:
    """Whether ``other`` stands below an item of ``collection``: ``/invoices/{invoice_id}/pdf`` below ``/invoices``."""
    begin = f"{collection.path}/{{"
    return other.path.startswith(begin) and len(other.path_names) == len(collection.path_names) + 1
