"""Who plays in the demo, and how each comes in: merchants by the operator, clients by their invitation's mail."""

import json
import re
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

from chalicelib.contacts.create import create_contact
from chalicelib.contacts.invite import invite_contact
from chalicelib.contacts.schemas import NewContact
from chalicelib.core import clock
from chalicelib.core.fields import Address
from chalicelib.core.identity import ClientRole, Machine, StaffUser
from chalicelib.core.portal import Cancellation, Links, Organization, PayeeAccount, PortalSettings
from chalicelib.gateway.connect import connect_account
from chalicelib.sessions.create_owner import create_owner
from chalicelib.tenants.create import create_tenant
from chalicelib.tenants.entity import Tenant
from chalicelib.tenants.find import find_merchant
from infra.demo import Context

# Of the demo only: the local stack is reached from this machine alone.
PASSWORD = "tall green lanterns"  # noqa: S105  # pragma: allowlist secret, of the demo
_MAIL_SECONDS = 90


@dataclass(frozen=True)
class Client:
    """A client of the demo."""

    first_name: str
    last_name: str
    email: str
    role: ClientRole

    @property
    def sign_in(self) -> dict[str, str]:
        return {"email": self.email, "password": PASSWORD, "name": f"{self.first_name} {self.last_name}"}


@dataclass(frozen=True)
class House:
    """A merchant of the demo, and its owner ready to act."""

    tenant: Tenant
    owner_email: str
    staff: StaffUser

    def answer(self, *clients: Client) -> dict[str, Any]:
        """The merchant as ``up --json`` prints it."""
        return {
            "tenant_id": self.tenant.tenant_id,
            "portal": self.tenant.portal.portal_name,
            "staff": {"email": self.owner_email, "password": PASSWORD},
            "clients": [client.sign_in for client in clients],
        }


def open_acme(context: Context) -> House:
    """A cloud company in Berlin."""
    organization = Organization(
        name="Acme Cloud GmbH",
        email="billing@acme.example",
        phone="+49 30 5550 1200",
        website="https://acme.example",
        address=Address(line1="Torstraße 140", city="Berlin", postal_code="10119", country="DE"),
        accent="#3d5afe",
        vat_id="DE123456789",
        payee_account=PayeeAccount(
            holder="Acme Cloud GmbH", iban="DE02 1203 0000 0000 2020 51", bic="BYLADEM1001", bank="Demo Bank"
        ),
    )
    links = Links(terms="https://acme.example/terms", privacy="https://acme.example/privacy")
    banner = "New: invoices now carry the electronic version for your accounting software."
    portal = PortalSettings(
        portal_name="acme",
        enabled=True,
        allow_forwarding=True,
        show_projects_and_timesheets=True,
        auto_enable_for_hosted_checkout=True,
        allow_reviews=True,
        cancellation=Cancellation(end_of_term=True),
        staff_second_factor="optional",
        banner_message=banner,
        links=links,
    )
    return _open(context, organization, portal, "olivia@acme.example", "Olivia Brandt")


def open_globex(context: Context) -> House:
    """Another merchant, whose data nobody of acme's must ever see."""
    organization = Organization(
        name="Globex Ltd",
        email="accounts@globex.example",
        address=Address(line1="1 Harbour Road", city="Bristol", postal_code="BS1 4XX", country="GB"),
        accent="#00796b",
        currency="GBP",
        timezone="Europe/London",
    )
    portal = PortalSettings(portal_name="globex", enabled=True, staff_second_factor="optional")
    return _open(context, organization, portal, "gary@globex.example", "Gary Lowe")


def _open(
    context: Context, organization: Organization, portal: PortalSettings, owner_email: str, owner_name: str
) -> House:
    context.progress(f"Opening {organization.name}")
    tenant = create_tenant(organization, portal)
    owner = create_owner(tenant.merchant, owner_email, owner_name, PASSWORD)
    key = f"sk_test_{portal.portal_name}_demo"
    _control(context, "accounts", {"key": key, "name": organization.name})
    connect_account(Machine(tenant.tenant_id, "demo", "-"), key)
    return House(tenant, owner_email, staff_user(tenant.tenant_id, owner.id, owner_email, owner_name))


def staff_user(tenant_id: str, staff_id: str, email: str, name: str) -> StaffUser:
    """The owner, as a verb wants to know who acts."""
    return StaffUser(
        merchant=find_merchant(tenant_id),
        staff_id=staff_id,
        email=email,
        name=name,
        role="owner",
        session_id="demo",
        request_id="demo",
        authenticated_at=clock.epoch(),
    )


def bring_in(context: Context, house: House, customer_id: str, client: Client) -> str:
    """Enter and invite a client, then follow the mail's link as the client would; answers the contact's id."""
    context.progress(f"Inviting {client.first_name} {client.last_name}")
    contact = create_contact(
        house.staff,
        customer_id,
        NewContact(email=client.email, first_name=client.first_name, last_name=client.last_name, role=client.role),
    )
    invite_contact(house.staff, customer_id, contact.id)
    token = _token_from_mail(context, client.email)
    path = f"/portals/{house.tenant.portal.portal_name}/invitations/acceptance"
    _post(context.api + path, {"token": token, "password": PASSWORD}, {"Origin": context.site, "X-Portal": "1"})
    return contact.id


def _token_from_mail(context: Context, email: str) -> str:
    deadline = time.monotonic() + _MAIL_SECONDS
    while time.monotonic() < deadline:
        request = urllib.request.Request(context.mailbox, headers={"Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:  # nosec B310  # our own front server
            mails = json.load(answer)
        for mail in reversed(mails):
            link = re.search(r"/accept#([\w-]+)", mail["text"])
            if email in str(mail["to"]) and link:
                return link[1]
        time.sleep(0.3)
    raise TimeoutError(f"The invitation of {email} did not arrive within {_MAIL_SECONDS} s.")


def _control(context: Context, path: str, body: dict[str, str]) -> None:
    _post(f"{context.provider}/_control/{path}", body, {"X-Provider-Control": "1"})


def _post(url: str, body: dict[str, Any], headers: dict[str, str]) -> None:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json", **headers}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # nosec B310  # our own front server
        answer.read()
