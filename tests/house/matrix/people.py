"""Everybody who may come to a route: what each person is there, kept once, with a token from when all was well."""

from dataclasses import dataclass

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts import store as contacts
from chalicelib.contacts.entity import Contact
from chalicelib.sessions import store
from chalicelib.staff import store as staff
from chalicelib.staff.entity import Staff
from tests.fixtures.people import Actor, a_client, a_staff_member, change_portal

CLIENT_ROLES = ("viewer", "billing", "owner")
STAFF_ROLES = ("support", "accountant", "admin", "owner")


@dataclass(frozen=True)
class Person:
    """``audience`` is where the person's token belongs, ``gone`` says that it is worth nothing any more.

    ``unenrolled``: the merchant asks for a second factor that the person has not set up.
    """

    name: str
    audience: str = ""
    tenant_id: str = ""
    customer_id: str = ""
    role: str = ""
    token: str = ""
    email: str = ""
    id: str = ""
    session_id: str = ""
    cookie: str = ""
    gone: bool = False
    unenrolled: bool = False
    also_at: tuple[str, ...] = ()

    def has(self, least: str) -> bool:
        """Whether the role is at least this one of the person's own ladder."""
        ladder = CLIENT_ROLES if self.audience == "client" else STAFF_ROLES
        return ladder.index(self.role) >= ladder.index(least)


STRANGER = Person("stranger")


def client(name: str, tenant_id: str, customer_id: str, role: str, **more) -> Person:
    return _person(a_client(tenant_id, customer_id, name, role), name, customer_id, **more)


def staff_member(name: str, tenant_id: str, role: str, **more) -> Person:
    domain = tenant_id.removeprefix("ten_")
    return _person(a_staff_member(tenant_id, role, email=f"{name}@{domain}.example"), name, "", **more)


def _person(actor: Actor, name: str, customer_id: str, **more) -> Person:
    return Person(
        name=name, audience="client" if customer_id else "staff", tenant_id=actor.tenant_id, customer_id=customer_id,
        role=actor.row.role, token=actor.token, email=actor.email, id=actor.id, session_id=actor.session.id,
        cookie=actor.cookie["Cookie"], **more,
    )  # fmt: skip


def clients() -> list[Person]:
    """Ada and those around her: colleagues, another customer's, another tenant's, and people who are out."""
    mia = client("mia", "ten_acme", "cus_one", "viewer", also_at=("cus_two",))
    a_client("ten_acme", "cus_two", "mia", "owner", email=mia.email)
    return [
        client("ada", "ten_acme", "cus_one", "owner"),
        client("bill", "ten_acme", "cus_one", "billing"),
        client("bob", "ten_acme", "cus_one", "viewer"),
        mia,
        client("carol", "ten_acme", "cus_two", "owner"),
        client("eve", "ten_globex", "cus_three", "owner"),
        client("una", "ten_initech", "cus_four", "owner", unenrolled=True),
        *(client(name, "ten_acme", "cus_one", "owner", gone=True) for name in ("disabled", "signed_out", "moved_on", "removed")),
        client("switched_off", "ten_hooli", "cus_five", "owner", gone=True),
    ]  # fmt: skip


def staff_members() -> list[Person]:
    """Acme's people by role, another tenant's owner, and people who are out."""
    return [
        *(staff_member(role, "ten_acme", role) for role in STAFF_ROLES),
        staff_member("rival", "ten_globex", "owner"),
        staff_member("unready", "ten_initech", "owner", unenrolled=True),
        *(staff_member(f"staff_{name}", "ten_acme", "owner", gone=True) for name in ("disabled", "signed_out", "moved_on", "removed")),
    ]  # fmt: skip


def let_go(everybody: list[Person]) -> None:
    """What happened to those who are out, after their tokens were made (V16)."""
    for person in everybody:
        if person.gone and person.name != "switched_off":
            _LEAVE[person.name.removeprefix("staff_")](person)
    change_portal("ten_hooli", enabled=False)
    change_portal("ten_initech", require_second_factor=True, staff_second_factor="required")


def row_of(person: Person) -> Contact | Staff:
    if person.audience == "staff":
        row: Contact | Staff | None = staff.get(person.tenant_id, person.email)
    else:
        row = contacts.get(f"{person.tenant_id}#{person.customer_id}", person.email)
    assert row is not None
    return row


def _disable(person: Person) -> None:
    row = row_of(person)
    table, state = (staff, "status") if person.audience == "staff" else (contacts, "portal_status")
    with transaction() as tx:
        table.table.save(tx, row.model_copy(update={state: "disabled", "access": row.access + 1}))


def _remove(person: Person) -> None:
    table = staff if person.audience == "staff" else contacts
    with transaction() as tx:
        table.table.remove(tx, row_of(person))


def _sign_out(person: Person) -> None:
    with transaction() as tx:
        store.end(tx, person.session_id)


def _change_password(person: Person) -> None:
    credential = store.get_credential(person.audience, person.tenant_id, person.email)
    credential.epoch += 1
    with transaction() as tx:
        store.credentials.save(tx, credential)


_LEAVE = {"disabled": _disable, "removed": _remove, "signed_out": _sign_out, "moved_on": _change_password}
