"""An owner takes everything of the company; nobody else does, and nothing of anybody else's is in it."""

import hashlib
import json
import re

import pytest
from moto.s3 import models as moto_s3
from pydantic import ValidationError

from chalicelib.adapters import large_files
from chalicelib.exports import fill, store
from chalicelib.exports.entity import Export, Period
from chalicelib.exports.fill import sources_of
from chalicelib.exports.own_kinds import OWN_KINDS
from tests.exports.archive import archive_of, work
from tests.exports.estate import PDF, an_estate
from tests.exports.own_world import CANARIES, MINE, an_owner, taken
from tests.faults.harness import audited
from tests.fixtures.people import a_client, a_customer, a_staff_member, a_tenant, change_portal

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}
SEEN_IF = {
    "show_estimates": ("estimates",), "show_subscriptions": ("subscriptions",),
    "show_projects_and_timesheets": ("projects", "timesheets"),
}  # fmt: skip


def test_v01_v02_each_sort_is_reached_by_its_own_route_and_people_alone(api, post):
    a_tenant("acme")
    a_tenant("globex")
    for tenant, customer in (("acme", "one"), ("acme", "two"), ("globex", "three")):
        a_customer(f"ten_{tenant}", f"cus_{customer}")
    ada = a_client("ten_acme", "cus_one", "Ada", "owner")
    bill, viewer = a_client("ten_acme", "cus_one", "Bill", "billing"), a_client("ten_acme", "cus_one", "Vic")
    carol = a_client("ten_acme", "cus_two", "Carol", "owner")
    eve = a_client("ten_globex", "cus_three", "Eve", "owner")
    staff, rival = a_staff_member("ten_acme", "owner"), a_staff_member("ten_globex", "owner")
    own = api.post("/portal/exports", {}, token=ada.token).json["id"]
    pack = api.post("/portal/packs", YEAR, token=ada.token).json["id"]
    whole = api.post("/merchant/exports", {}, token=staff.token).json["id"]
    assert [one[:4] for one in (own, pack, whole)] == ["own_", "pak_", "exp_"]
    for ready in (False, True):
        if ready:
            post.deliver()
            work(post)
        people = (ada, bill, viewer, carol, eve)
        seen = [api.get(f"/portal/exports/{own}", token=one.token).status for one in people]
        assert seen == [200, 403, 403, 404, 404]
        crossed = [
            api.get(f"/portal/exports/{pack}", token=ada.token), api.get(f"/portal/packs/{own}", token=ada.token),
            api.get(f"/portal/exports/{whole}", token=ada.token), api.get("/portal/exports/OWN", token=ada.token),
            api.get("/portal/packs/EXPORT", token=ada.token), api.get("/portal/exports/EXPORT", token=ada.token),
            *(api.get(f"/merchant/exports/{one}", token=who.token) for one in (own, pack) for who in (staff, rival)),
        ]  # fmt: skip
        assert {reply.status for reply in crossed} == {404}
    assert [api.post("/portal/exports", {}, token=one.token).status for one in (bill, viewer)] == [403, 403]
    assert api.post("/portal/exports", {}).status == api.get(f"/portal/exports/{own}").status == 401
    assert api.post("/portal/exports", {"customer_id": "cus_two"}, token=ada.token).status == 422


@pytest.mark.parametrize("prefix", ["exp", "pak", "own"])
def test_a_row_that_is_not_what_its_id_says_is_no_export(prefix):
    period = Period(since="2026-01-01", until="2026-12-31", language="en")
    shared = {
        "tenant_id": "ten_1",
        "id": f"{prefix}_1",
        "requested_by": "x",
        "created_at": "x",
        "folder": "x",
        "expires": 0,
    }
    marks = [
        {**customer, **days, **language}
        for customer in ({}, {"customer_id": "cus_1"})
        for days in ({}, {"period": period})
        for language in ({}, {"language": "en"})
    ]
    sound = []
    for mark in marks:
        try:
            sound.append((sources_of(Export(**shared, **mark)), mark))
        except ValidationError:
            continue
    [(sources, mark)] = sound
    assert set(mark) == {"exp": set(), "pak": {"customer_id", "period"}, "own": {"customer_id", "language"}}[prefix]
    names = {getattr(source, "name", "") for source in sources}
    assert ("staff" in names, "people" in names) == (prefix == "exp", prefix == "own")


def test_it_is_asked_for_made_told_and_taken(api, post):
    an_estate("acme", "Lovelace")
    bea = a_client("ten_acme", "cus_acme", "Bea", "owner", language="de")
    asked = api.post("/portal/exports", {}, token=bea.token)
    assert (asked.status, asked.json["status"], asked.json["progress"], asked.json["url"]) == (202, "queued", 0, None)
    assert api.post("/portal/exports", {}, token=bea.token).json["id"] == asked.json["id"]
    assert api.post("/portal/packs", YEAR, token=bea.token).status == 202
    post.deliver()
    work(post)
    [mail] = [mail for mail in post.deliver() if mail.to == bea.email and "Unternehmens" in mail.subject]
    shown = api.get(f"/portal/exports/{asked.json['id']}", token=bea.token).json
    assert (shown["status"], shown["progress"]) == ("ready", 100) and shown["rows"] >= 15
    assert "X-Amz-Expires=60" in shown["url"] and shown["expires_at"] == "2026-03-23T12:00:00.000Z"
    assert mail.first_link == f"https://portal.example.com/acme/account/export?export={shown['id']}"
    assert "X-Amz" not in mail.text and not mail.attachments
    assert [audited(f"own_export.{done}", shown["id"]) for done in ("requested", "written")] == [1, 1]
    archive = archive_of(MINE, shown["id"])
    assert archive.read("README.txt").decode().startswith("Alles von Ihrem Unternehmen")
    told = {one["name"]: one for one in archive.manifest["files"]}
    assert {*told, "manifest.json"} == set(archive.names)
    assert {one["sha256"] for one in told.values()} == {hashlib.sha256(archive.read(name)).hexdigest() for name in told}
    papers = [name for name in archive.names if name.endswith(".pdf")]
    assert len(papers) == 3 and {archive.read(name) for name in papers} == {PDF}
    assert {archive.manifest[one] for one in ("format", "customer_id")} == {"client-portal-own-export-1", "cus_acme"}


def test_v01_v31_nothing_of_others_and_no_secret_is_in_it(api, post):
    archive = taken(api, post, an_owner(api))
    support = a_staff_member("ten_acme", "support")
    listed = [api.get(f"/merchant/{one}?status=draft", token=support.token).json for one in ("invoices", "estimates")]
    drafts = [one["id"] for page in listed for one in page["items"] if one["number"] is None]
    assert len(drafts) >= 2
    hidden = [
        *CANARIES,
        "Canary",
        "globex",
        "cus_acme_2",
        "cus_gw",
        "ask-of-the-gateway",
        "gateway.example",
        "cal_",
        *drafts,
    ]
    for name in archive.names:
        content = archive.read(name).decode(errors="replace")
        assert [text for text in hidden if text in content or text in name] == [], name


def test_estimates_stand_in_it_as_they_were_last_sent_with_their_answers(api, post):
    estimates = {one["number"]: one for one in taken(api, post, an_owner(api)).records("estimates")}
    declined = estimates["EST-00077"]
    assert (declined["status"], declined["revision"], declined["answer"]["reason"]) == ("declined", 1, "Too blue")
    assert [one["revision"] for one in declined["revisions"]] == [1]
    assert len(estimates) == 2


def test_how_people_sign_in_is_told_for_this_company_alone(api, post):
    bea = an_owner(api)
    told = {one["email"]: one for one in taken(api, post, bea).records("sign_in")}
    assert "noted@example.com" not in told and "neighbour@example.com" not in told
    mine = told[bea.email]
    assert mine["second_factor"] is True and mine["passkeys"] == [
        {"name": "Safari", "created_at": "2026-03-01", "last_used_at": None}
    ]
    assert [set(one) for one in mine["sessions"]] == [{"device", "created_at", "last_used_at", "expires_at"}]


@pytest.mark.parametrize("setting", SEEN_IF)
def test_what_the_merchant_does_not_show_is_not_in_it(api, post, setting):
    bea = an_owner(api)
    change_portal("ten_acme", **{setting: False})
    archive = taken(api, post, bea)
    empty = {name for names in SEEN_IF.values() for name in names if not archive.records(name)}
    assert empty == set(SEEN_IF[setting])
    assert any("documents/estimates/" in name for name in archive.names) == (setting != "show_estimates")


def test_an_acceptance_comes_with_its_certificate(api, post):
    bea = an_owner(api)
    path = f"/portal/estimates/{api.get('/portal/estimates?status=open', token=bea.token).json['items'][0]['id']}"
    assert api.post(f"{path}/acceptance", {}, token=bea.token).status == 200
    archive = taken(api, post, bea)
    [name] = [name for name in archive.names if name.endswith("-certificate.json")]
    assert json.loads(archive.read(name)) == api.get(f"{path}/certificate", token=bea.token).json


def test_a_large_company_is_told_the_same_in_many_pieces(api, post, monkeypatch):
    bea = an_owner(api)
    whole = taken(api, post, bea)
    monkeypatch.setattr(large_files, "SMALLEST_PART", 300)
    monkeypatch.setattr(moto_s3, "S3_UPLOAD_PART_MIN_SIZE", 1)
    monkeypatch.setattr(fill, "MOST_RECORDS", 1)
    parted = taken(api, post, bea)
    assert store.get(MINE, store.get_latest(MINE, "own").export_id).pieces > 10
    for kind in OWN_KINDS:
        names = [name for name in parted.names if re.fullmatch(rf"data/{kind.name}(-\d+)?\.jsonl", name)]
        told = [line for name in names for line in parted.read(name).splitlines()]
        once = whole.read(f"data/{kind.name}.jsonl").splitlines()
        assert set(once) <= set(told) and len(told) == len(set(told)), kind.name
        assert len(told) == len(once) + (kind.name == "activity"), kind.name  # that it was asked for again
    assert {name for name in whole.names if "documents/" in name} == {
        name for name in parted.names if "documents/" in name
    }


def test_nobody_keeps_the_worker_busy(api):
    an_estate("acme", "Lovelace")
    bea = a_client("ten_acme", "cus_acme", "Bea", "owner")
    assert [api.post("/portal/exports", {}, token=bea.token).status for _ in range(21)] == [202] * 20 + [429]
    assert store.get_latest(MINE, "own") and store.get_latest(MINE, "pack") is None
