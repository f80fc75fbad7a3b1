"""Use cases around people: contacts and colleagues are invited, get a role or are let go; a client changes its company."""

from collections.abc import Callable

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.mailed_tokens import Purpose, make_token
from chalicelib.calendars import store as calendars
from chalicelib.contacts import store as contacts
from chalicelib.core import clock
from chalicelib.customers.find import find_customer
from chalicelib.sessions import store as sessions
from chalicelib.sessions.entity import WayBack
from tests.faults.harness import UseCase, World, audited, outbox_rows, rows_of
from tests.fixtures.authenticator import Authenticator, jar, keep_passkey
from tests.fixtures.feedback import known_of, mark
from tests.fixtures.http import Reply
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant

NEW = "ada@new.example"


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


def _owner(world: World) -> tuple[Actor, Actor]:
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", "owner")
    zoe = a_client("ten_acme", "cus_one", "Zoe", "owner")
    assert ada.token
    return ada, zoe


def _ask_in(world: World, people: tuple[Actor, Actor]) -> None:
    token = world.aside(lambda: people[0].token)
    world.browser(lambda: world.api.post("/portal/people", {"email": "grace@example.com"}, token=token, key="in-1"))


def _asked_in(world: World, people: tuple[Actor, Actor]) -> list[str]:
    grace = contacts.get("ten_acme#cus_one", "grace@example.com")
    if grace is None or grace.portal_status != "invited":
        return ["the colleague is not invited"]
    mails, told = len(outbox_rows()), audited("contact.invited", grace.id)
    return [] if mails == told else [f"{mails} mails for {told} invitations (I5)"]


def _demote(world: World, people: tuple[Actor, Actor]) -> None:
    token = world.aside(lambda: people[0].token)
    world.browser(lambda: world.api.patch(f"/portal/people/{people[1].id}", {"role": "viewer"}, token=token))


def _demoted(world: World, people: tuple[Actor, Actor]) -> list[str]:
    zoe = contacts.get("ten_acme#cus_one", people[1].email)
    broken = [] if zoe and zoe.role == "viewer" else ["the role is not the new one"]
    return broken + _told_once("contact.role_changed", people[1])


def _let_go(world: World, people: tuple[Actor, Actor]) -> None:
    token = world.aside(lambda: people[0].token)
    world.browser(lambda: world.api.delete(f"/portal/people/{people[1].id}", token=token))


def _gone(world: World, people: tuple[Actor, Actor]) -> list[str]:
    broken = [] if contacts.get("ten_acme#cus_one", people[1].email) is None else ["the colleague is still there"]
    return broken + _told_once("contact.removed", people[1])


def _told_once(action: str, person: Actor) -> list[str]:
    told = audited(action, person.id)
    return [] if told == 1 else [f"the audit tells it {told} times (I5)"]


def _company(world: World) -> Actor:
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", role="owner")
    assert ada.token
    return ada


def _move(world: World, ada: Actor) -> None:
    body = {"billing_address": {"line1": "Torstraße 1", "postal_code": "10119", "city": "Berlin", "country": "DE"}}
    token = world.aside(lambda: ada.token)
    world.browser(lambda: world.api.patch("/portal/company", body, token=token))


def _moved(world: World, ada: Actor) -> list[str]:
    """Saying the same again changes nothing, so one audit row and one mail, however often the request came."""
    city = find_customer("ten_acme", "cus_one").billing_address.city
    broken = [] if city == "Berlin" else ["the company has not moved (I9)"]
    told, mails = audited("customer.updated", "cus_one"), len(outbox_rows())
    return broken if (told, mails) == (1, 1) else [*broken, f"{told} audit rows and {mails} mails (I4, I5)"]


def _asking(world: World) -> Actor:
    _owner(world)
    ada = Actor(contacts.get("ten_acme#cus_one", "ada@example.com"))
    assert ada.token
    return ada


def _ask(world: World, ada: Actor) -> None:
    body = {"email": NEW, "password": ada.password}
    token = world.aside(lambda: ada.token)
    world.browser(lambda: world.api.post("/portal/me/email-changes", body, token=token))


def _asked(world: World, ada: Actor) -> list[str]:
    """Asking again sends again; the newest link is the one that works."""
    broken = [] if contacts.get("ten_acme#cus_one", NEW) is None else ["the address is new before it is confirmed"]
    mails, told = len(outbox_rows()), audited("email_change.requested", ada.id)
    return broken if mails == told >= 1 else [*broken, f"{mails} mails for {told} changes (I5)"]


def _confirming(world: World) -> tuple[Actor, str]:
    ada = _asking(world)
    return ada, _link(ada.email, "email_change", NEW, ada.email)


def _reverting(world: World) -> tuple[Actor, str]:
    _owner(world)
    ada = Actor(contacts.get("ten_acme#cus_one", "ada@example.com"))
    return ada, _link(ada.email, "email_reversal", "ada@before.example", ada.email)


def _link(at: str, purpose: Purpose, email: str, other: str) -> str:
    """A token as a mail brought it to ``email``."""
    credential = sessions.get_credential("client", "ten_acme", at)
    assert credential is not None
    with transaction() as tx:
        token = make_token(
            tx, purpose, tenant_id="ten_acme", person_id=credential.id, email=email, seconds=600, other_email=other
        )
        if purpose == "email_change":
            credential.email_change = token.digest
        else:
            credential.way_back = WayBack(digest=token.digest, email=email, until=clock.epoch() + 600)
        sessions.credentials.save(tx, credential)
    return token.secret


def _open_link(step: str) -> Callable[[World, tuple[Actor, str]], None]:
    def act(world: World, known: tuple[Actor, str]) -> None:
        path = f"/portals/acme/email-changes/{step}"
        world.browser(lambda: world.api.post(path, {"token": known[1]}))

    return act


def _is_at(email: str, action: str, mails: int) -> Callable[[World, tuple[Actor, str]], list[str]]:
    """Credential and contact lie at this address alone; it is told once, with that many mails."""

    def check(world: World, known: tuple[Actor, str]) -> list[str]:
        ada, broken = known[0], []
        for address in {ada.email, email}:
            kept = (
                bool(sessions.get_credential("client", "ten_acme", address)),
                bool(contacts.get("ten_acme#cus_one", address)),
            )
            if kept != (address == email, address == email):
                broken.append(f"credential and contact at {address}: {kept}")
        sent = len(outbox_rows())
        return broken + _told_once(action, ada) + ([] if sent == mails else [f"{sent} mails (I4)"])

    return check


def _subscribe(world: World, ada: Actor) -> None:
    token = world.aside(lambda: ada.token)
    world.browser(lambda: world.api.post("/portal/me/calendar", token=token))


def _subscribed(world: World, ada: Actor) -> list[str]:
    """Making it again renews it, so whatever was lost on the way, one address answers, and each was told."""
    kept, told = rows_of(calendars.table), audited("calendar.made", ada.id)
    return [] if len(kept) == 1 and told == kept[0].version else [f"{len(kept)} feeds, told {told} times (I5)"]


def _add_passkey(world: World, ada: Actor) -> None:
    """Whoever is not answered begins anew, and the authenticator makes another one."""
    token = world.aside(lambda: ada.token)

    def both() -> Reply:
        begun = world.api.post("/portal/me/passkeys/options", {}, token=token)
        if begun.status != 200:
            return begun
        made = Authenticator().make(begun.json)
        return world.api.post("/portal/me/passkeys", made, token=token, headers=jar(begun))

    world.browser(both)


def _added(world: World, ada: Actor) -> list[str]:
    """Each one that is kept is told once; the row that says whose they are stands there with the first."""
    kept, told, mails = len(ada.credential.passkeys), audited("passkey.added", ada.id), len(outbox_rows())
    broken = [] if kept == told == mails >= 1 else [f"{kept} passkeys, {told} audit rows, {mails} mails (I4, I5)"]
    return broken if len(rows_of(sessions.owners)) == 1 else [*broken, "nobody can say whose they are"]


def _with_passkey(world: World) -> tuple[Actor, Authenticator]:
    ada, device = _company(world), Authenticator()
    keep_passkey("ten_acme", ada.email, device)
    return ada, device


def _sign_in(world: World, known: tuple[Actor, Authenticator]) -> None:
    path = "/portals/acme/sessions/passkey"

    def both() -> Reply:
        begun = world.api.post(f"{path}/options", {})
        return world.api.post(path, known[1].sign(begun.json), headers=jar(begun)) if begun.status == 200 else begun

    world.browser(both)


def _signed_in(world: World, known: tuple[Actor, Authenticator]) -> list[str]:
    """One session and one audit row for each time it was kept, beside the session there was."""
    ada = known[0]
    living, told = len(ada.credential.sessions) - 1, audited("session.started", ada.id)
    return (
        [] if living == told == len(rows_of(sessions.sessions)) - 1 >= 1 else [f"{living} sessions, {told} told (I5)"]
    )


CASES = (
    UseCase("a contact is invited", _uninvited, _invite, _invited, repeatable=True),
    UseCase("a client changes its company's details", _company, _move, _moved),
    UseCase("a contact's mail problem is cleared", _bounced, _clear, _cleared),
    UseCase("an owner invites a colleague", _owner, _ask_in, _asked_in, repeatable=True),
    UseCase("an owner changes a colleague's role", _owner, _demote, _demoted),
    UseCase("a client asks for a new e-mail address", _asking, _ask, _asked, repeatable=True),
    UseCase(
        "a new e-mail address is confirmed", _confirming, _open_link("completion"), _is_at(NEW, "email.changed", 1)
    ),
    UseCase(
        "a change of addresses is taken back",
        _reverting,
        _open_link("reversal"),
        _is_at("ada@before.example", "email.taken_back", 2),
    ),  # fmt: skip
    UseCase("a client makes a calendar feed", _company, _subscribe, _subscribed, repeatable=True),
    UseCase("a client adds a passkey", _company, _add_passkey, _added, repeatable=True),
    UseCase("a client signs in with a passkey", _with_passkey, _sign_in, _signed_in, repeatable=True),
    UseCase("an owner lets a colleague go", _owner, _let_go, _gone),
)
