"""A customer with one of everything, and beside it whatever of its people must not be told."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.sessions import store
from chalicelib.sessions.entity import Passkey, SecondFactor
from tests.exports.archive import Archive, archive_of, work
from tests.exports.estate import an_estate
from tests.fixtures.calendars import a_feed
from tests.fixtures.estimates import a_sent_estimate
from tests.fixtures.http import Api
from tests.fixtures.people import Actor, a_client, change_portal
from tests.fixtures.post import Post

MINE = "ten_acme#cus_acme"
CANARIES = ("raw-of-the-key", "public-key", "sealed-secret", "recovery-digest", "argon2", "Neighbour", "Unsent thought")


def an_owner(api: Api) -> Actor:
    """Bea of ``cus_acme``, in whose company there is one of everything; of hers, all that can be told and all that cannot."""
    staff = an_estate("acme", "Lovelace")
    an_estate("globex", "Canary")
    change_portal("ten_acme", show_projects_and_timesheets=True)
    bea = a_client("ten_acme", "cus_acme", "Bea", "owner")
    a_feed("ten_acme", "cus_acme", bea.email)
    _sign_in_otherwise(bea)
    _neighbours()
    _prepare_a_revision(api, bea, staff)
    return bea


def _sign_in_otherwise(bea: Actor) -> None:
    """A passkey and a second factor, with their secrets."""
    assert bea.token
    credential = bea.credential
    credential.passkeys = [
        Passkey(id="pky_1", raw=CANARIES[0], key=CANARIES[1], name="Safari", created_at="2026-03-01")
    ]
    credential.second_factor = SecondFactor(sealed=CANARIES[2], confirmed=True, recovery=[CANARIES[3]])
    with transaction() as tx:
        store.credentials.save(tx, credential)


def _neighbours() -> None:
    """Bea belongs to another customer, too; somebody of that one was noted here but never came in."""
    address = "neighbour@example.com"
    also_bea = a_client("ten_acme", "cus_acme_2", "Neighbour", "owner", email="bea@example.com")
    assert a_client("ten_acme", "cus_acme_2", "Neighbour", "owner", email=address).token and also_bea.token
    noted = a_client(
        "ten_acme", "cus_acme", "Noted", email="noted@example.com", portal_status="invited", accepted_at=None
    )
    credential = noted.credential
    credential.customers = ["cus_acme_2"]
    with transaction() as tx:
        store.credentials.save(tx, credential)


def _prepare_a_revision(api: Api, bea: Actor, staff: Actor) -> None:
    """Of an estimate that was declined; nobody saw it yet."""
    one = a_sent_estimate("ten_acme", "cus_acme", number="EST-00077")
    assert api.post(f"/portal/estimates/{one.id}/decline", {"reason": "Too blue"}, token=bea.token).status == 200
    revised = api.post(f"/merchant/estimates/{one.id}/revision", {"notes": CANARIES[-1]}, token=staff.token)
    assert revised.status in (200, 201), revised.json


def taken(api: Api, post: Post, owner: Actor) -> Archive:
    """Everything of the owner's company, asked for and written."""
    asked = api.post("/portal/exports", {}, token=owner.token)
    assert asked.status == 202, asked.json
    work(post)
    return archive_of(owner.row.partition, asked.json["id"])
