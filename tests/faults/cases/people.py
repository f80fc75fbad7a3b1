"""Use cases around people: a contact is invited."""

from chalicelib.contacts import store as contacts
from tests.faults.harness import UseCase, World, audited, outbox_rows
from tests.fixtures.feedback import known_of, mark
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant


def _uninvited(world: World) -> tuple[Actor, Actor]:
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", portal_status="disabled", accepted_at=None)
    support = a_staff_member("ten_acme", "support")
    assert support.token
    return support, ada


def _invite(world: World, people: tuple[Actor, Actor]) -> None:
    support, ada = people
    path = f"/merchant/customers/cus_one/contacts/{ada.id}/portal-access"
    token = world.aside(lambda: support.token)
    world.browser(lambda: world.api.put(path, {}, token=token))


def _invited(world: World, people: tuple[Actor, Actor]) -> list[str]:
    """PUT again sends again, so each success is a mail and an audit row; the newest link is the one that works."""
    contact = contacts.get("ten_acme#cus_one", people[1].email)
    broken = [] if contact and contact.portal_status == "invited" else ["the contact is not invited"]
    mails, told = len(outbox_rows()), audited("contact.invited", people[1].id)
    if mails != told:
        broken.append(f"{mails} mails for {told} invitations (I5)")
    return broken


def _bounced(world: World) -> tuple[Actor, Actor]:
    support, ada = _uninvited(world)
    mark("ten_acme", ada.email)
    world.time.move(minutes=1)
    return support, ada


def _clear(world: World, people: tuple[Actor, Actor]) -> None:
    support, ada = people
    token = world.aside(lambda: support.token)
    world.browser(lambda: world.api.delete(f"/merchant/customers/cus_one/contacts/{ada.id}/mail-problem", token=token))


def _cleared(world: World, people: tuple[Actor, Actor]) -> list[str]:
    broken = [] if known_of("ten_acme", people[1].email) is None else ["the mark is not cleared"]
    told = audited("contact.mail_problem_cleared", people[1].id)
    return broken if told == 1 else [*broken, f"the audit tells it {told} times (I5)"]


CASES = (
    UseCase("a contact is invited", _uninvited, _invite, _invited, repeatable=True),
    UseCase("a contact's mail problem is cleared", _bounced, _clear, _cleared),
)
