"""Every route and worker on the app: in the API's Lambda a slice is imported by the first request for it, elsewhere at once."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from chalice.app import Chalice, Response

from chalicelib.entrypoints.router import ROUTES, serve
from chalicelib.entrypoints.routes import Route
from chalicelib.places import PLACES
from chalicelib.settings import in_lambda


def open_doors(app: Chalice) -> None:
    """Let the app answer every route; where it is packaged, tested or tried, let it know every worker too.

    A request needs one slice, and all of them are half of a cold start. Which module declares which route is written down in
    ``places.py``, which is generated. A worker's Lambda imports its own module, so the API's need not know any.
    """
    if not in_lambda():
        for entrance in import_module("chalicelib.entrances").ENTRANCES:
            app.register_blueprint(entrance.blueprint)
        return
    for module, names in PLACES.items():
        for name in names:
            method, path = name.split(" ")
            app.route(path, methods=[method], content_types=["*/*"], name=name)(_door(app, module, name))


def _door(app: Chalice, module: str, name: str) -> Callable[..., Response]:
    def view(**path_values: str) -> Response:
        return serve(_declared(module, name), app.current_request, path_values)

    return view


@cache
def _declared(module: str, name: str) -> Route:
    import_module(module)
    return next(route for route in ROUTES if route.name == name)


def places() -> dict[str, list[str]]:
    """Which routes each module declares, by import of them all; the document of the API needs every one of them."""
    entrances: Any = import_module("chalicelib.entrances")
    found: dict[str, list[str]] = {}
    for entrance in entrances.ENTRANCES:
        for route in getattr(entrance, "routes", ()):
            whole = route.path == "/openapi.json"
            found.setdefault(entrances.__name__ if whole else entrance.import_name, []).append(route.name)
    return found
