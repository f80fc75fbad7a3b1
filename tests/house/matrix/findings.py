"""All checks of a route together, and the one about things that are named in a body or a query."""

from collections.abc import Iterator
from typing import Any

from tests.house.matrix.bench import Case, Seen
from tests.house.matrix.judge import access, compare, expected, order, switch, targets
from tests.house.matrix.people import Person
from tests.house.matrix.targets import Target

_OWNERS = {"cus_one": "ten_acme", "cus_two": "ten_acme", "cus_three": "ten_globex"}


def references(case: Case) -> Iterator[str]:
    """A body or query that names a neighbour's or a foreigner's thing is answered as if it named nothing."""
    for name, kind in case.row.named.items():
        for person in case.world.people.values():
            target = targets(case)[0]
            if person.audience == case.audience and not person.gone and expected(case, person, target) < 400:
                yield from _named(case, person, target, name, kind)
                yield from _named_twice(case, person, name, kind)


def _named(case: Case, person: Person, target: Target, name: str, kind: str) -> Iterator[str]:
    answers = {}
    for place in (*_OWNERS, "absent"):
        thing = case.world.things[kind].get(place, f"{kind[:3]}_absent00000000")
        seen = case.ask(person, target, **_naming(case, person, target, name, thing))
        if _reaches(person, place):
            if seen.told.status >= 400:
                yield f"{person.name} may name {place} in {name}: {seen.told.status} {seen.told.body[:200]}"
            continue
        answers[seen.told.bare] = place
        yield from _shown(case, f"{person.name} names {place} in {name}", name, seen)
    if len(answers) > 1:
        yield f"{person.name} can tell apart what is named in {name}: {', '.join(answers.values())}"


def _shown(case: Case, who: str, name: str, seen: Seen) -> Iterator[str]:
    """A list is empty; a change is refused, naming the field."""
    if case.route.method == "GET":
        if seen.told.json.get("items"):
            yield f"{who} and sees {seen.told.json['items']}"
    elif seen.told.status != 422 or not any(field.startswith(name) for field in seen.told.fields):
        yield f"{who}: {seen.told.status} {seen.told.body[:200]}"


def _named_twice(case: Case, person: Person, name: str, kind: str) -> Iterator[str]:
    """The same neighbour in the path and in the body is no way in either."""
    for other in targets(case):
        if other.customer and not _reaches(person, other.customer):
            naming = _naming(case, person, other, name, case.world.things[kind][other.customer])
            seen = case.ask(person, other, **naming)
            yield from compare(
                f"{person.name} names {other.customer} in {name} and {other.name} in the path", 404, seen
            )


def _reaches(person: Person, customer: str) -> bool:
    tenant = _OWNERS.get(customer)
    return person.tenant_id == tenant and (person.audience == "staff" or person.customer_id == customer)


def _naming(case: Case, person: Person, target: Target, name: str, thing: str) -> dict[str, Any]:
    if case.route.method == "GET":
        return {"query": {name: thing}}
    asked = case.request(person, target)
    body = asked.body if isinstance(asked.body, dict) else {}
    return {"body": {**body, name: [thing] if isinstance(body.get(name), list) else thing}}


CHECKS = (access, order, switch, references)


def findings(case: Case) -> list[str]:
    """Everything that is wrong with this route."""
    return [f"{check.__name__}: {sentence}" for check in CHECKS for sentence in check(case)]
