"""Every route as a case, for what must hold of all of them."""

from chalicelib.entrypoints.router import ROUTES
from tests.house.matrix.bench import Bench, Case
from tests.house.matrix.rows import ROWS


def cases(bench: Bench, *, signed_in: bool = False) -> list[Case]:
    """Every route with a typed body and query; ``signed_in``: those that ask who is there."""
    found = [Case(bench, route, ROWS[route.name]) for route in ROUTES if not ROWS[route.name].raw]
    return [case for case in found if case.audience] if signed_in else found
