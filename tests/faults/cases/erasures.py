"""Use cases of erasures: one is asked for, one is begun, and one is carried out."""

from dataclasses import dataclass

from chalicelib.erasures import erase, store
from chalicelib.erasures.entity import id_of
from tests.faults.harness import UseCase, World, _rows, _tables, audited, outbox_rows
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant
from tests.fixtures.subscriptions import a_subscription

_PK = "ten_acme#cus_one"


@dataclass
class Given:
    """Zelda, who is to be forgotten, and of the staff who does it."""

    zelda: Actor
    admin: Actor
    id: str


def _people(world: World) -> Given:
    a_tenant("acme", allow_reviews=True)
    a_customer("ten_acme", "cus_one")
    a_client("ten_acme", "cus_one", "Ada", "owner")
    zelda = a_client("ten_acme", "cus_one", "Zelda", "owner")
    admin = a_staff_member("ten_acme", "admin")
    assert zelda.token and admin.token
    return Given(zelda, admin, id_of(zelda.id))


def _ask(world: World, given: Given) -> None:
    token = world.aside(lambda: given.zelda.token)
    world.browser(lambda: world.api.post("/portal/erasure-requests", {}, token=token, key="erasure-1"))


def _asked(world: World, given: Given) -> list[str]:
    """One request, told once to her and once to the merchant."""
    one = store.get(_PK, given.id)
    broken = [] if one and one.status == "open" else ["nothing was asked for (I9)"]
    told = audited("erasure.requested", given.zelda.id), len(outbox_rows())
    return broken if told == (1, 2) else [*broken, f"{told[0]} audit rows and {told[1]} mails for one request (I4, I5)"]


def _waiting(world: World) -> Given:
    given = _people(world)
    token = given.zelda.token
    path = f"/portal/subscriptions/{a_subscription().id}/comments"
    world.api.post(path, {"text": "Zelda was here"}, token=token)
    world.api.post("/portal/merchant/messages", {"subject": "Zelda", "body": "asks"}, token=token)
    world.api.call("PUT", "/portal/merchant/review", {"rating": 4}, token=token)
    world.api.post("/portal/erasure-requests", {}, token=token)
    world.post.deliver()
    return given


def _begin(world: World, given: Given) -> None:
    token = world.aside(lambda: given.admin.token)
    path = f"/merchant/erasure-requests/{given.id}/erasure"
    world.browser(lambda: world.api.post(path, {}, token=token, key="erase-1"))


def _begun(world: World) -> tuple[Given, dict[str, str]]:
    given = _waiting(world)
    _begin(world, given)
    (message,) = world.post.waiting("erasures")
    return given, message


def _erase(world: World, given: tuple[Given, dict[str, str]]) -> None:
    world.queue(erase.erase_person, given[1])


def _forgotten(world: World, given: Given) -> list[str]:
    """Nobody knows her any more; she was told once."""
    one = store.get(_PK, given.id)
    broken = [] if one and one.status == "erased" else ["the request is left undone (I9)"]
    for action in ("erasure.begun", "erasure.done"):
        if (told := audited(action, given.zelda.id)) != 1:
            broken.append(f"{told} audit rows tell {action} (I5)")
    left = [name for name in _tables() if name != "idempotency" and "zelda" in repr(_rows(name)).lower()]
    return broken + [f"she stands in {name} still" for name in left]


CASES = (
    UseCase("an erasure is asked for", _people, _ask, _asked),
    UseCase("an erasure is begun", _waiting, _begin, _forgotten),
    UseCase("a person is erased", _begun, _erase, lambda world, given: _forgotten(world, given[0])),
)
