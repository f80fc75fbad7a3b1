"""A client takes what the accountant needs of some days."""

import hashlib

import pytest

from chalicelib.adapters import object_store
from chalicelib.exports import rules, store, write
from chalicelib.statements.rules import TooLong
from tests.exports.archive import Archive, work
from tests.exports.estate import PDF, an_estate
from tests.faults.harness import audited
from tests.fixtures.people import a_client

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
def client(post):
    an_estate("acme", "Lovelace")
    an_estate("globex", "Canary")
    return a_client("ten_acme", "cus_acme", "Bea", "billing")


def ask(api, client, days=YEAR, **more):
    return api.post("/portal/packs", days, token=client.token, **more)


def make(post):
    """Let all workers work until nothing waits; the statement is made before the pack looks for it."""
    post.deliver()
    work(post)
    return post.deliver()


def taken(pack_id):
    pack = store.get("ten_acme#cus_acme", pack_id)
    assert pack is not None and pack.status == "ready", pack
    return Archive(object_store.fetch(pack.key))


def test_it_is_asked_for_made_told_and_taken(api, post, client):
    asked = ask(api, client)
    assert (asked.status, asked.json["status"], asked.json["progress"], asked.json["url"]) == (202, "queued", 0, None)
    mails = [mail for mail in make(post) if mail.to == client.email]
    shown = api.get(f"/portal/packs/{asked.json['id']}", token=client.token).json
    assert (shown["status"], shown["progress"], shown["since"], shown["until"]) == ("ready", 100, *YEAR.values())
    assert "X-Amz-Expires=60" in shown["url"] and "acme-2026-01-01-2026-12-31.zip" in shown["url"]
    assert [audited(f"pack.{done}", shown["id"]) for done in ("requested", "written")] == [1, 1]
    [mail] = mails
    link = f"https://portal.example.com/acme/statement?pack={shown['id']}"
    assert mail.first_link == link and "1\xa0January\xa02026" in mail.text
    assert "X-Amz" not in mail.text


def test_it_holds_papers_tables_and_the_statement_and_names_each_with_its_hash(api, post, client):
    pack = ask(api, client).json
    make(post)
    archive = taken(pack["id"])
    told = {one["name"]: one for one in archive.manifest["files"]}
    assert {*told, "manifest.json"} == set(archive.names)
    for name, one in told.items():
        assert one["sha256"] == hashlib.sha256(archive.read(name)).hexdigest()
    kinds = sorted({name.partition("/")[0] for name in archive.names})
    tables = ["invoices.csv", "manifest.json", "payments.csv", "receipts", "statement.csv", "statement.pdf"]
    assert kinds == ["README.txt", "invoices", *tables]
    papers = [name for name in archive.names if name.endswith(".pdf") and "/" in name]
    assert len(papers) == 2 and {archive.read(name) for name in papers} == {PDF}
    assert archive.read("statement.pdf").startswith(b"%PDF-1.7")
    assert {one: archive.manifest[one] for one in ("from", "to", "absent")} == {**YEAR, "absent": []}
    invoices = archive.read("invoices.csv").decode()
    assert '"Number","Date","Due","Currency","Net","Tax","Total"' in invoices and '"119.00"' in invoices
    assert '"R-00001"' in archive.read("payments.csv").decode() and '"Card"' in archive.read("payments.csv").decode()
    assert b"Canary" not in b"".join(archive.read(name) for name in archive.names)


def test_only_the_days_that_were_asked_for_count(api, post, client):
    pack = ask(api, client, {"from": "2025-01-01", "to": "2025-12-31"}).json
    make(post)
    archive = taken(pack["id"])
    assert [name for name in archive.names if "/" in name] == []
    assert len(archive.read("invoices.csv").decode().splitlines()) == 1


def test_while_one_is_under_way_there_is_no_other(api, client):
    first = ask(api, client)
    assert ask(api, client).json["id"] == first.json["id"]
    other = ask(api, client, {"from": "2026-02-01", "to": "2026-02-28"})
    assert (other.status, other.json["detail"]) == (
        409,
        "Another pack is being made. Please wait until it is ready.",
    )


def test_it_waits_for_its_statement_and_goes_without_after_ten_minutes(api, post, client, time):
    pack = ask(api, client).json
    (message,) = post.waiting("exports")
    post.waiting("render")
    write.write_export(message, "req_1")
    assert store.get("ten_acme#cus_acme", pack["id"]).status == "queued"
    assert post.waiting("exports") == [message]
    time.move(seconds=rules.STATEMENT_SECONDS)
    write.write_export(message, "req_2")
    assert taken(pack["id"]).manifest["absent"] == ["statement.pdf"]


def test_what_does_not_fit_on_paper_is_in_the_table(api, post, client, monkeypatch):
    def too_long(*_):
        raise TooLong

    monkeypatch.setattr("chalicelib.exports.create_pack.order_statement", too_long)
    pack = ask(api, client).json
    make(post)
    archive = taken(pack["id"])
    assert archive.manifest["absent"] == ["statement.pdf"] and "statement.csv" in archive.names


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"from": "2026-02-01", "to": "2026-01-31"}, "to"),
        ({"from": "2020-01-01", "to": "2026-01-01"}, "to"),
        ({"to": "2026-01-01"}, "from"),
        ({**YEAR, "more": 1}, "more"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(api, client, days, field):
    refused = ask(api, client, days)
    assert (refused.status, refused.fields) == (422, [field])


def test_v01_v02_v04_it_is_for_who_looks_after_the_bills_of_this_customer(api, post, client):
    pack = ask(api, client).json
    path = f"/portal/packs/{pack['id']}"
    viewer = a_client("ten_acme", "cus_acme", "Vic", "viewer")
    neighbour = a_client("ten_acme", "cus_acme_2", "Ned", "owner")
    foreigner = a_client("ten_globex", "cus_globex", "Eve", "owner")
    assert [api.get(path, token=one.token).status for one in (viewer, neighbour, foreigner)] == [403, 404, 404]
    assert ask(api, viewer).status == 403 and api.post("/portal/packs", YEAR).status == 401
    make(post)
    assert [api.get(path, token=one.token).status for one in (client, neighbour, foreigner)] == [200, 404, 404]


def test_a_week_later_it_is_gone(api, post, client, time):
    pack = ask(api, client).json
    make(post)
    time.move(seconds=rules.KEEP_SECONDS)
    assert api.get(f"/portal/packs/{pack['id']}", token=client.token).status == 404


def test_nobody_keeps_the_worker_busy(api, client):
    assert [ask(api, client).status for _ in range(21)] == [202] * 20 + [429]
