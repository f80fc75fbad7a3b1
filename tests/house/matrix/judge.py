"""What must be true of a route, computed from its row; every check answers what it found wrong, as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.house.matrix.bench import COUNTERS, Case, Seen
from tests.house.matrix.people import Person
from tests.house.matrix.targets import KINDS, Target
from tests.house.matrix.wire import Asked

ENROLMENT = frozenset(
    f"{method} /{area}/me{path}"
    for area in ("portal", "merchant")
    for method, path in (("GET", ""), ("POST", "/totp"), ("POST", "/totp/confirmation"))
) | {"GET /portal/me/passkeys", "POST /portal/me/passkeys/options", "POST /portal/me/passkeys"}
"""What a person reaches who has to set up a second factor first (security.md)."""


def targets(case: Case) -> list[Target]:
    return KINDS[case.row.kind](case.world)


def people(case: Case) -> list[Person]:
    """Everybody; where the token plays no part, one of each kind."""
    everybody = list(case.world.people.values())
    if case.audience:
        return everybody
    names = {"stranger"} if case.row.alone else {"stranger", "ada", "eve", "owner", "disabled"}
    return [person for person in everybody if person.name in names]


def expected(case: Case, person: Person, target: Target) -> int:
    """401, 404, 403, then what the route does: in this order."""
    row = case.row
    ok = row.ok or case.route.status
    if not case.audience:
        return ok if target.open else 404
    if person.audience != case.audience or person.gone:
        return 401
    if person.unenrolled and case.route.name not in ENROLMENT:
        return 403
    if not target.is_for(person):
        return 404
    return ok if person.has(row.least) and person.has(target.least or row.least) else 403


def access(case: Case) -> Iterator[str]:
    """Everybody × everything: the status; nothing changes by looking or where it is refused; foreign is like absent."""
    for person in people(case):
        absent: dict[tuple[int, str, str], str] = {}
        for target in targets(case):
            if _says_nothing_new(case, person, target):
                continue
            wanted, seen = expected(case, person, target), case.ask(person, target)
            yield from compare(f"{person.name}, {target.name}", wanted, seen)
            yield from _unchanged(case, f"{person.name}, {target.name}", seen)
            if wanted == 404:
                absent[seen.told.bare] = target.name
        if len(absent) > 1:
            yield f"{person.name} can tell apart: {', '.join(absent.values())}"


def _says_nothing_new(case: Case, person: Person, target: Target) -> bool:
    """Who is not signed in here is refused before any looking: the first target tells, and the last one to two of them."""
    if not case.audience or (person.audience == case.audience and not person.gone):
        return False
    found = targets(case)
    return target != found[0] and not (target == found[-1] and person.name in ("stranger", "disabled"))


def compare(who: str, wanted: int, seen: Seen) -> Iterator[str]:
    if seen.told.status != wanted:
        yield f"{who}: {seen.told.status} instead of {wanted}: {seen.told.body[:300]}"


def _unchanged(case: Case, who: str, seen: Seen) -> Iterator[str]:
    places = seen.places - COUNTERS - (case.row.orders if seen.told.status == 202 else frozenset())
    if places and (case.route.method == "GET" or seen.told.status >= 400):
        yield f"{who}: {seen.told.status}, yet it changed {', '.join(sorted(places))}"


@dataclass(frozen=True)
class Spoil:
    """A way to make a request bad, what it is answered to those who have the right, and the field that is named."""

    name: str
    more: dict[str, Any]
    status: int
    fields: set[str] = field(default_factory=set)


def spoils(case: Case, asked: Asked) -> list[Spoil]:
    found = [Spoil("unknown parameter", {"query": {"no_such_parameter": "x"}}, 422, {"no_such_parameter"})]
    if case.route.method == "GET" or case.row.raw:
        return found
    body = asked.body if isinstance(asked.body, dict) else {}
    plain = {"headers": {"Content-Type": "text/plain"}, "raw": b'{"x": 1}'}
    found += [
        Spoil("unknown field", {"body": {**body, "no_such_field": 1}}, 422, {"no_such_field"}),
        Spoil("broken JSON", {"raw": b'{"x": '}, 400),
        Spoil("a list", {"raw": b"[1]"}, 422),
        Spoil("another media type", plain, 415),
        Spoil("too large", {"raw": b'"' + b"x" * 1_000_000 + b'"'}, 413),
    ]
    if case.route.money:
        found.insert(2, Spoil("a bad Idempotency-Key", {"headers": {"Idempotency-Key": "\n"}}, 400))
        found.append(Spoil("no Idempotency-Key", {"headers": {"Idempotency-Key": None}}, 400))
    return found


def order(case: Case) -> Iterator[str]:
    """401, 404, 403, then what is wrong with the request: a bad one is refused like a good one by who may not (and changes nothing)."""
    for person in people(case):
        for target in _telling_targets(case, person):
            wanted = expected(case, person, target)
            fine = wanted < 400 or wanted == case.row.ok
            every = spoils(case, case.request(person, target))
            for spoil in every if fine and person.name in _MASTERS else every[:1] + every[2:3]:
                seen = case.ask(person, target, **spoil.more)
                who = f"{spoil.name} by {person.name}, {target.name}"
                yield from compare(who, spoil.status if fine or case.row.counted else wanted, seen)
                yield from _unchanged(case, who, seen)
                if fine and not spoil.fields <= seen.told.fields:
                    yield f"{who}: {seen.told.fields} are named instead of {spoil.fields}"


_MASTERS = ("stranger", "ada", "owner")


def _telling_targets(case: Case, person: Person) -> list[Target]:
    """For whom each step of the order shows: a stranger, the lowest and the highest role, and everybody from outside."""
    found = targets(case)
    if person.name in ("ada", "owner") or (person.name == "stranger" and not case.audience):
        return [found[0], found[-1]] if len(found) > 1 else found
    if person.name in ("stranger", "disabled", "bob", "support"):
        return found[:1]
    return found[:1] if person.name in ("carol", "eve", "rival") and len(found) > 1 else []


def switch(case: Case) -> Iterator[str]:
    """With the setting off nobody may, whatever the role and the body; what is not theirs stays absent."""
    if not case.row.switch:
        return
    with case.bench.switched_off(case.row.switch):
        for person in (case.world.people[name] for name in ("stranger", "ada", "bill", "bob", "eve")):
            for target in targets(case)[:1] + targets(case)[-1:]:
                wanted = expected(case, person, target)
                wanted = 403 if wanted < 400 or wanted == case.row.ok else wanted
                for name, more in (("", {}), (" and a bad request", {"query": {"no_such_parameter": "x"}})):
                    seen = case.ask(person, target, **more)
                    yield from compare(f"off: {person.name}, {target.name}{name}", wanted, seen)
                    yield from _unchanged(case, f"off: {person.name}, {target.name}{name}", seen)
