"""The merchant's own routes: organisation, portal on and off, settings, the public face, the logo."""

import base64

import boto3
import pytest

from chalicelib.audit import store as audit
from chalicelib.settings import settings
from tests.core.test_png import picture

ROUTES = [
    ("GET", "/merchant/organization", None),
    ("PATCH", "/merchant/organization", {"name": "Acme AG"}),
    ("POST", "/merchant/organization/logo", {"content": "iVBORw0KGgo="}),
    ("DELETE", "/merchant/organization/logo", None),
    ("PUT", "/merchant/portal", {}),
    ("DELETE", "/merchant/portal", None),
    ("GET", "/merchant/portal-settings", None),
    ("PATCH", "/merchant/portal-settings", {"allow_forwarding": True}),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_stranger_and_a_client_are_not_signed_in_here(api, ada, method, path, body):
    assert api.call(method, path, body).status == 401
    assert api.call(method, path, body, token=ada.token).status == 401


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, b in ROUTES if b is not None])
def test_v05_an_unknown_field_is_refused_by_name(api, staff, method, path):
    reply = api.call(method, path, {"tenant_id": "ten_globex"}, token=staff("owner").token)
    assert reply.status == 422 and "tenant_id" in reply.fields


@pytest.mark.parametrize("role", ["support", "accountant"])
@pytest.mark.parametrize(("method", "path", "body"), [row for row in ROUTES if row[0] != "GET"])
def test_settings_and_branding_need_an_admin(api, staff, role, method, path, body):
    assert api.call(method, path, body, token=staff(role).token).code == "role_too_low"


def test_v05_logo_key_and_id_cannot_be_written(api, staff):
    for field in ("logo_key", "id", "portal", "enabled"):
        assert api.patch("/merchant/organization", {field: "x"}, token=staff().token).fields == [field]


def test_what_is_left_out_of_a_change_stays(api, staff):
    token = staff("admin").token
    api.patch("/merchant/organization", {"phone": "+49 30 1", "website": "https://acme.example"}, token=token)
    api.patch("/merchant/organization", {"name": "Acme AG"}, token=token)
    shown = api.get("/merchant/organization", token=staff("support").token).json
    assert (shown["name"], shown["phone"], shown["website"]) == ("Acme AG", "+49 30 1", "https://acme.example")
    api.patch("/merchant/organization", {"website": ""}, token=token)
    assert api.get("/merchant/organization", token=token).json["website"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "a\nb"), ("email", "nobody"), ("currency", "EURO"), ("timezone", "Mars/Olympus"), ("accent", "red"),
        ("website", "javascript:alert(1)"), ("locale", "xx"), ("address", {"country": "Germany"}),
    ],
)  # fmt: skip
def test_a_bad_detail_is_refused_by_name(api, staff, field, value):
    reply = api.patch("/merchant/organization", {field: value}, token=staff().token)
    assert reply.status == 422 and reply.fields[0].startswith(field)


@pytest.mark.asvs("7.4.5")
def test_switching_the_portal_off_acts_on_the_next_request(api, staff, ada):
    assert api.get("/portal/subscriptions", token=ada.token).status == 200
    token = ada.token
    assert api.delete("/merchant/portal", token=staff("owner").token).json == {"enabled": False}
    assert api.get("/portal/subscriptions", token=token).status == 401
    assert api.get("/portals/acme").json["enabled"] is False
    assert api.put("/merchant/portal", {}, token=staff("admin").token).json == {"enabled": True}
    assert api.get("/portals/acme").json["enabled"] is True


def test_only_an_owner_switches_the_portal_off(api, staff):
    assert api.delete("/merchant/portal", token=staff("admin").token).status == 403


@pytest.mark.asvs("15.3.1")
def test_the_public_face_says_no_more_than_the_sign_in_page_needs(api, acme):
    face = api.get("/portals/acme").json
    assert set(face) == {"portal", "name", "logo_url", "accent", "locale", "languages", "enabled", "sign_in", "links"}
    assert api.get("/portals/nobody").status == 404


def test_an_old_portal_name_redirects_for_ever_and_is_nobody_elses(api, staff, stranger_staff):
    token = staff("admin").token
    for name in ("acme-cloud", "acme-portal"):
        assert api.patch("/merchant/portal-settings", {"portal_name": name}, token=token).json["portal_name"] == name
    for old in ("acme", "acme-cloud"):
        reply = api.get(f"/portals/{old}")
        assert reply.status == 308
        assert reply.headers["Location"] == "https://portal.example.com/api/portals/acme-portal"
    taken = api.patch("/merchant/portal-settings", {"portal_name": "acme"}, token=stranger_staff.token)
    assert (taken.status, taken.code) == (409, "portal_name_taken")
    back = api.patch("/merchant/portal-settings", {"portal_name": "acme"}, token=token)
    assert back.json["url"] == "https://portal.example.com/acme"


def test_settings_answer_the_whole_documented_model_with_its_defaults(api, staff):
    shown = api.get("/merchant/portal-settings", token=staff("support").token).json
    assert shown["allow_forwarding"] is False and shown["allow_comments"] is True
    assert shown["cancellation"] == {"immediately": False, "end_of_term": False}
    assert shown["minimum_payment"] == 0 and shown["languages"] == ["en", "de"]


def test_enabled_is_read_only_among_the_settings(api, staff):
    assert api.patch("/merchant/portal-settings", {"enabled": False}, token=staff().token).fields == ["enabled"]


def test_every_change_is_in_the_audit_with_its_actor(api, staff, acme):
    api.patch("/merchant/portal-settings", {"allow_forwarding": True}, token=staff("admin").token)
    # Time stands still, so the order of two changes of one moment says nothing.
    [told] = [each for each in audit.table.query(f"{acme.tenant_id}#") if each.action == "portal_settings.updated"]
    assert (told.actor_kind, told.actor_id) == ("staff", staff("admin").id)
    assert told.changes == {"fields": "allow_forwarding"}


def upload(api, token, content: bytes):
    return api.post("/merchant/organization/logo", {"content": base64.b64encode(content).decode()}, token=token)


def test_a_logo_is_published_under_a_random_name(api, staff):
    urls = {upload(api, staff().token, picture()).json["logo_url"] for _ in range(2)}
    assert len(urls) == 2
    for url in urls:
        kept = boto3.client("s3").get_object(Bucket=settings().media_bucket, Key=url.removeprefix("/"))
        assert kept["ContentType"] == "image/png" and kept["Body"].read().startswith(b"\x89PNG")


def test_a_logo_is_removed_once_with_one_audit_row_and_its_file_stays_for_what_was_issued_with_it(api, staff, acme):
    token = staff("admin").token
    url = upload(api, token, picture()).json["logo_url"]
    for _ in range(2):
        reply = api.delete("/merchant/organization/logo", token=token)
        assert (reply.status, reply.json["logo_url"], reply.json["name"]) == (200, None, "Acme GmbH")
    assert api.get("/merchant/organization", token=token).json["logo_url"] is None
    assert api.get("/portals/acme").json["logo_url"] is None
    told = [entry.action for entry in audit.table.query("ten_acme#")]
    assert told.count("organization.logo_removed") == 1
    assert boto3.client("s3").get_object(Bucket=settings().media_bucket, Key=url.removeprefix("/"))["Body"].read()


def test_v01_removing_a_logo_touches_the_own_merchant_only_and_takes_no_field(api, staff, stranger_staff):
    url = upload(api, staff().token, picture()).json["logo_url"]
    assert api.delete("/merchant/organization/logo", token=stranger_staff.token).json["id"] == "ten_globex"
    odd = api.delete("/merchant/organization/logo", {"colour": 1}, token=staff().token)
    assert (odd.status, odd.fields) == (422, ["colour"])
    assert api.get("/merchant/organization", token=staff().token).json["logo_url"] == url


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"GIF89a", b""])
def test_v22_v24_what_is_not_a_png_is_refused(api, staff, content):
    assert upload(api, staff().token, content).fields == ["content"]


def test_v24_a_logo_over_512_kb_is_refused(api, staff):
    assert upload(api, staff().token, b"\x89PNG\r\n\x1a\n" + b"x" * 512 * 1024).fields == ["content"]


def test_staff_of_another_merchant_see_their_own(api, stranger_staff, staff):
    assert api.get("/merchant/organization", token=stranger_staff.token).json["id"] == "ten_globex"


def test_look_ups_of_portals_are_limited_per_address(api, acme):
    codes = [api.get("/portals/acme").status for _ in range(61)]
    assert codes[:60] == [200] * 60 and codes[60] == 429


def test_two_staff_who_change_the_settings_at_once_do_not_undo_each_other(acme):
    from chalicelib.adapters.dynamodb import transaction
    from chalicelib.core.errors import Conflict
    from chalicelib.tenants import store
    from chalicelib.tenants.find import find_tenant

    first, second = find_tenant("ten_acme"), find_tenant("ten_acme")
    with transaction() as tx:
        store.tenants.save(tx, first)
    with pytest.raises(Conflict), transaction() as tx:
        store.tenants.save(tx, second)


@pytest.mark.parametrize("value", [1, 0.0, "true", "yes"])
def test_a_switch_is_true_or_false_and_nothing_like_it(api, staff, value):
    body = {"allow_forwarding": value, "cancellation": {"immediately": value}}
    reply = api.patch("/merchant/portal-settings", body, token=staff("admin").token)
    assert (reply.status, set(reply.fields)) == (422, {"allow_forwarding", "cancellation.immediately"})
