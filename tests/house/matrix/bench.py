"""Where the matrix is asked: one world, put back after every request that changed something."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.entrypoints.routes import Route
from tests.fixtures.people import change_portal
from tests.house.matrix.people import Person
from tests.house.matrix.rows import Here, Row
from tests.house.matrix.state import Picture, kept_in
from tests.house.matrix.targets import KINDS, Target
from tests.house.matrix.wire import UNSAID, Asked, Told, send
from tests.house.matrix.world import World

COUNTERS = {"limits"}
"""Counting how often somebody asks is no change of anything."""
_keys = count()


@dataclass(frozen=True)
class Seen:
    """An answer, the places where something changed, and what is kept there now."""

    told: Told
    places: set[str]
    kept: dict[str, Any]


class Bench:
    """The app before a world."""

    def __init__(self, app: Any, world: World, picture: Picture) -> None:
        self.app, self.world, self.picture = app, world, picture

    def ask(self, asked: Asked) -> Seen:
        """Send one request and put the world back."""
        told = send(self.app, asked)
        places = self.picture.changed()
        seen = Seen(told, places, kept_in(places))
        if places:
            self.picture.restore(places)
        return seen

    @contextmanager
    def switched_off(self, switch: str) -> Iterator[None]:
        """Both merchants have this setting off meanwhile."""
        for tenant in ("ten_acme", "ten_globex"):
            change_portal(tenant, **{switch: False})
        whole, self.picture = self.picture, Picture()
        yield
        self.picture = whole
        whole.restore()


@dataclass(frozen=True)
class Case:
    """A route with its row, asked at a bench."""

    bench: Bench
    route: Route
    row: Row

    @property
    def world(self) -> World:
        return self.bench.world

    @property
    def wields(self) -> Person:
        """Who has every right here."""
        return self.world.people[{"client": "ada", "staff": "owner"}.get(self.audience, "stranger")]

    @property
    def first(self) -> Target:
        """A target within everybody's reach who may be here at all."""
        return KINDS[self.row.kind](self.world)[0]

    @property
    def audience(self) -> str:
        return {PortalUser: "client", StaffUser: "staff"}.get(self.route.audience, "")  # type: ignore[arg-type]

    def request(self, person: Person, target: Target, **more: Any) -> Asked:
        """The least that this route accepts, from this person about this target; ``more`` spoils it."""
        headers = {**self.row.headers(self.world), **more.pop("headers", {})}
        if person.token:
            headers["Authorization"] = f"Bearer {person.token}"
        if self.route.money:
            headers.setdefault("Idempotency-Key", f"matrix-{next(_keys)}")
        headers = {name: value for name, value in headers.items() if value is not None}
        body = self.row.body(Here(self.world, person)) if self.row.body else UNSAID
        return Asked(self.route, **{"values": target.values, "body": body, "headers": headers, **more})

    def ask(self, person: Person, target: Target, **more: Any) -> Seen:
        return self.bench.ask(self.request(person, target, **more))
