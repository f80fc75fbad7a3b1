"""What a path may name: one's own, a neighbour's, a foreigner's, or nothing at all."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.house.matrix.people import Person
from tests.house.matrix.world import CUSTOMERS, World


@dataclass(frozen=True)
class Target:
    """The values of a path and whose object they name; without a tenant it is nobody's, ``open`` is everybody's."""

    name: str
    values: dict[str, str]
    tenant: str = ""
    customer: str = ""
    person: str = ""
    least: str = ""
    open: bool = False

    def is_for(self, person: Person) -> bool:
        """Whether it is within this person's reach; the role is another question."""
        if self.open:
            return True
        if not self.tenant or person.tenant_id != self.tenant:
            return False
        if self.person:
            return person.name == self.person
        return (
            person.audience == "staff"
            or not self.customer
            or self.customer in (person.customer_id, *self._shared(person))
        )

    def _shared(self, person: Person) -> tuple[str, ...]:
        return person.also_at if self.name.startswith("customer") else ()


EVERYWHERE = Target("everywhere", {}, open=True)


def _of_customers(kind: str, path_name: str, *, hidden: str = "") -> Callable[[World], list[Target]]:
    """One of each customer's, one that clients do not see (``hidden``), and an absent one."""

    def find(world: World) -> list[Target]:
        found = [
            Target(f"{kind} of {customer}", {path_name: world.at(kind, customer)}, CUSTOMERS[customer], customer)
            for customer in ("cus_one", "cus_two", "cus_three")
        ]
        if hidden:
            found.append(Target(f"{hidden} of cus_one", {path_name: world.at(hidden, "cus_one")}))
        prefix = world.at(kind, "cus_one")[:4]
        return [*found, Target("absent", {path_name: f"{prefix}01KKV88VG0GX29JPP2NJ3DEFTZ"})]

    return find


def _of_tenants(kind: str, path_name: str, absent: str) -> Callable[[World], list[Target]]:
    def find(world: World) -> list[Target]:
        own, foreign = (
            Target(f"{kind} of {tenant}", {path_name: world.at(kind, tenant)}, tenant)
            for tenant in ("ten_acme", "ten_globex")
        )
        return [own, foreign, Target("absent", {path_name: absent})]

    return find


def _staff(world: World) -> list[Target]:
    owner = Target("owner of ten_acme", {"staff_id": world.at("owner", "ten_acme")}, "ten_acme", least="owner")
    return [*_of_tenants("staff", "staff_id", "stf_absent")(world), owner]


def _contacts(world: World) -> list[Target]:
    """A contact is named together with its customer: each half may be somebody else's."""
    one, two, three = ((name, world.at("contact", name)) for name in ("cus_one", "cus_two", "cus_three"))
    pairs = {
        "contact of cus_one": (*one, "ten_acme"),
        "contact of cus_two": (*two, "ten_acme"),
        "contact of cus_three": (*three, "ten_globex"),
        "contact of cus_two at cus_one": (one[0], two[1], ""),
        "foreign contact at cus_one": (one[0], three[1], ""),
        "own contact at cus_three": (three[0], one[1], ""),
        "absent contact": (one[0], "con_absent", ""),
        "absent": ("cus_absent", "con_absent", ""),
    }
    return [
        Target(name, {"customer_id": customer, "contact_id": contact}, tenant)
        for name, (customer, contact, tenant) in pairs.items()
    ]


def _sessions(*names: str) -> Callable[[World], list[Target]]:
    def find(world: World) -> list[Target]:
        found = [
            Target(f"session of {name}", {"session_id": world.at("session", name)}, world.people[name].tenant_id, person=name)
            for name in names
        ]  # fmt: skip
        return [*found, Target("absent", {"session_id": "ses_" + "0" * 32})]

    return find


def _passkeys(world: World) -> list[Target]:
    found = [
        Target(f"passkey of {name}", {"passkey_id": world.at("passkey", name)}, world.people[name].tenant_id, person=name)
        for name in ("ada", "bob", "carol", "eve")
    ]  # fmt: skip
    return [*found, Target("absent", {"passkey_id": "pky_" + "0" * 26})]


def _portals(world: World) -> list[Target]:
    return [Target("acme", {"portal": "acme"}, open=True), Target("absent", {"portal": "nowhere"})]


def _proofs(world: World) -> list[Target]:
    code, foreign = world.at("invoice_code", "ten_acme"), world.at("invoice_code", "ten_globex")
    return [
        Target("genuine", {"portal": "acme", "code": code}, open=True),
        Target("of another merchant", {"portal": "acme", "code": foreign}),
        Target("at another merchant", {"portal": "globex", "code": code}),
        Target("absent", {"portal": "acme", "code": "ABCDEFGHJK"}),
        Target("nowhere", {"portal": "nowhere", "code": code}),
    ]


def _of_projects(kind: str, path_name: str) -> Callable[[World], list[Target]]:
    """What a project has is named together with it: each half may be somebody else's."""

    def find(world: World) -> list[Target]:
        one, two, three = (
            (world.at("project", name), world.at(kind, name)) for name in ("cus_one", "cus_two", "cus_three")
        )
        pairs = {
            f"{kind} of cus_one": (*one, "ten_acme"),
            f"{kind} of cus_two": (*two, "ten_acme"),
            f"{kind} of cus_three": (*three, "ten_globex"),
            f"{kind} of cus_two at the project of cus_one": (one[0], two[1], ""),
            f"own {kind} at a foreign project": (three[0], one[1], ""),
            "absent": (one[0], f"{kind}_absent", ""),
        }
        return [
            Target(name, {"project_id": project, path_name: thing}, tenant)
            for name, (project, thing, tenant) in pairs.items()
        ]

    return find


def _plans_on_sale(world: World) -> list[Target]:
    return [
        Target("on sale", {"portal": "acme", "plan_code": "team"}, open=True),
        Target("absent", {"portal": "acme", "plan_code": "none"}),
        Target("nowhere", {"portal": "nowhere", "plan_code": "team"}),
    ]


def _checkouts(world: World) -> list[Target]:
    own, foreign = world.at("checkout", "ten_acme"), world.at("checkout", "ten_globex")
    return [
        Target("one of acme", {"portal": "acme", "checkout_id": own}, open=True),
        Target("of another merchant", {"portal": "acme", "checkout_id": foreign}),
        Target("at another merchant", {"portal": "globex", "checkout_id": own}),
        Target("absent", {"portal": "acme", "checkout_id": "chk_absent"}),
    ]


def _feeds(world: World) -> list[Target]:
    return [
        Target("feed of ada", {"token": world.at("feed", "cus_one")}, open=True),
        Target("absent", {"token": "cal_absent"}),
    ]


def _webhooks(world: World) -> list[Target]:
    merchant = Target("merchant with a gateway", {"tenant_id": "ten_acme"}, open=True)
    return [merchant, Target("merchant without", {"tenant_id": "ten_hooli"}), Target("absent", {"tenant_id": "ten_x"})]


KINDS: dict[str, Callable[[World], list[Target]]] = {
    "": lambda world: [EVERYWHERE],
    "invoice": _of_customers("invoice", "invoice_id", hidden="draft"),
    "invoice or draft": _of_customers("invoice", "invoice_id"),
    "draft": _of_customers("draft", "invoice_id"),
    "payment": _of_customers("payment", "payment_id"),
    "attempt": _of_customers("attempt", "attempt_id"),
    "method": _of_customers("method", "payment_method_id"),
    "setup": _of_customers("setup", "setup_id"),
    "estimate": _of_customers("estimate", "estimate_id", hidden="estimate_draft"),
    "estimate or draft": _of_customers("estimate", "estimate_id"),
    "estimate draft": _of_customers("estimate_draft", "estimate_id"),
    "plan": _of_tenants("plan", "plan_id", "pln_absent"),
    "project": _of_customers("project", "project_id"),
    "task": _of_projects("task", "task_id"),
    "timesheet entry": _of_projects("entry", "entry_id"),
    "subscription": _of_customers("subscription", "subscription_id"),
    "message": _of_customers("message", "message_id"),
    "customer": _of_customers("customer", "customer_id"),
    "spare customer": _of_customers("spare", "customer_id"),
    "contact": _contacts,
    "export": _of_tenants("export", "export_id", "exp_absent"),
    "pack": _of_customers("pack", "pack_id"),
    "own export": _of_customers("own_export", "export_id"),
    "colleague": _of_customers("contact", "contact_id"),
    "erasure": _of_customers("erasure", "erasure_id"),
    "staff": _staff,
    "session": _sessions("ada", "bob", "carol", "eve"),
    "staff session": _sessions("owner", "support", "rival", "ada"),
    "portal": _portals,
    "proof": _proofs,
    "plan on sale": _plans_on_sale,
    "checkout": _checkouts,
    "passkey": _passkeys,
    "feed": _feeds,
    "webhook": _webhooks,
}
