"""Every route × everybody × everything: who may, in which order it is refused, and that nobody can tell foreign from absent."""

import pytest

from app import app
from chalicelib.entrypoints.router import ROUTES
from tests.house.matrix.bench import Case
from tests.house.matrix.findings import findings
from tests.house.matrix.rows import ROWS

assert app
ASKED = [route for route in ROUTES if not (route.name in ROWS and ROWS[route.name].raw)]


def test_every_route_has_a_row_and_every_row_a_route():
    assert {route.name for route in ROUTES} == set(ROWS)


@pytest.mark.parametrize("route", ASKED, ids=lambda route: route.name.replace("/", "|"))
def test_v01_v04_each_route_lets_in_whom_it_should_and_nobody_else(bench, route):
    assert findings(Case(bench, route, ROWS[route.name])) == []
