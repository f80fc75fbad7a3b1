"""Staff take everything of their merchant with them."""

import csv
import hashlib
import io
import zipfile
from datetime import datetime

import pytest
from moto.s3 import models as moto_s3

from chalicelib.adapters import large_files, object_store
from chalicelib.core.csv_cells import plain_cell
from chalicelib.core.zip_file import close, pack
from chalicelib.exports import fill, rules, store, write
from chalicelib.outbox import sweep
from tests.exports.archive import archive_of, exported, work
from tests.exports.estate import PDF, an_estate
from tests.faults.harness import audited, outbox_rows
from tests.fixtures.people import a_staff_member


@pytest.fixture
def owner(post):
    return an_estate("acme", "Lovelace")


@pytest.fixture
def small_parts(monkeypatch):
    """Pieces of a few hundred bytes, files of one record: what takes a large merchant many lives is seen with a small one."""
    monkeypatch.setattr(large_files, "SMALLEST_PART", 300)
    monkeypatch.setattr(moto_s3, "S3_UPLOAD_PART_MIN_SIZE", 1)
    monkeypatch.setattr(fill, "MOST_RECORDS", 1)


def test_an_export_is_asked_for_written_and_taken(api, post, owner, time):
    asked = api.post("/merchant/exports", {}, token=owner.token)
    assert (asked.status, asked.json["status"], asked.json["url"], asked.json["progress"]) == (202, "queued", None, 0)
    work(post)
    shown = api.get(f"/merchant/exports/{asked.json['id']}", token=owner.token).json
    assert (shown["status"], shown["progress"]) == ("ready", 100)
    assert shown["rows"] >= 15 and shown["files"] >= 30
    content = archive_of("ten_acme", asked.json["id"]).content
    assert (len(content), hashlib.sha256(content).hexdigest()) == (shown["size"], shown["sha256"])
    assert audited("export.requested", asked.json["id"]) == audited("export.written", asked.json["id"]) == 1
    assert shown["expires_at"] == "2026-03-23T12:00:00.000Z"


def test_v32_the_link_lives_a_minute_and_downloads_without_being_kept(api, post, owner):
    export = api.post("/merchant/exports", {}, token=owner.token).json
    work(post)
    shown = api.get(f"/merchant/exports/{export['id']}", token=owner.token).json
    assert "X-Amz-Expires=60" in shown["url"] and "no-store" in shown["url"]
    assert "attachment%3B%20filename%3D%22acme-2026-03-16.zip%22" in shown["url"]
    assert shown["url_expires_at"] == "2026-03-16T12:01:00.000Z"


def test_the_manifest_names_every_file_with_its_hash(api, post, owner):
    archive = exported(api, post, owner)
    assert archive.file.testzip() is None
    told = {one["name"]: one for one in archive.manifest["files"]}
    assert {*told, "manifest.json"} == set(archive.names)
    for name, one in told.items():
        content = archive.read(name)
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert told["data/customers.jsonl"]["records"] == told["tables/customers.csv"]["records"] == 2
    assert archive.manifest["absent"] == []


def test_v23_documents_lie_under_names_that_lead_nowhere_else(api, post, owner):
    archive = exported(api, post, owner)
    papers = [name for name in archive.names if name.startswith("documents/")]
    assert len(papers) == 3 and all(".." not in name and name.count("/") == 2 for name in papers)
    assert {archive.read(name) for name in papers if name.endswith(".pdf")} == {PDF}


def test_a_document_that_is_not_there_is_named_instead(api, post, owner):
    object_store.aws.client("s3").delete_object(Bucket="client-portal-test-documents", Key="documents/ten_acme.pdf")
    archive = exported(api, post, owner)
    assert len(archive.manifest["absent"]) == 3
    assert [name for name in archive.names if name.endswith(".pdf")] == []


def test_v25_tables_open_in_a_spreadsheet_without_a_formula_and_say_the_same(api, post, owner):
    archive = exported(api, post, owner)
    raw = archive.read("tables/customers.csv").decode()
    assert raw.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(raw[1:])))
    record = archive.records("customers")[0]
    assert rows[0]["phone"] == "'=1+1 Lovelace" and plain_cell(rows[0]["phone"]) == record["phone"]
    assert rows[0]["billing_address.city"] == record["billing_address"]["city"]
    invoice = next(iter(csv.DictReader(io.StringIO(archive.read("tables/invoices.csv").decode()[1:]))))
    assert invoice["total"] == "119.00" and archive.records("invoices")[0]["total"] == 11900
    line = next(iter(csv.DictReader(io.StringIO(archive.read("tables/invoice_lines.csv").decode()[1:]))))
    assert (line["unit_price"], line["quantity"], line["line"]) == ("100.00", "1", "1")


def test_a_large_merchant_is_written_in_many_pieces(api, post, owner, small_parts):
    archive = exported(api, post, owner)
    (export,) = [one for one in [store.get("ten_acme", store.get_latest("ten_acme", "archive").export_id)] if one]
    assert export.pieces > 5
    assert archive.file.testzip() is None
    assert [len(archive.records(name)) for name in ("customers", "customers-2")] == [1, 1]
    assert (
        archive.records("customers")[0]["id"] == "cus_acme" and archive.records("customers-2")[0]["id"] == "cus_acme_2"
    )


def test_a_worker_whose_time_is_over_hands_on_to_the_next(api, post, owner, small_parts, monkeypatch, time):
    monkeypatch.setattr(rules, "WORK_SECONDS", 1)
    whole = write._next_piece

    def slowly(export):
        time.move(seconds=1)
        return whole(export)

    monkeypatch.setattr(write, "_next_piece", slowly)
    asked = api.post("/merchant/exports", {}, token=owner.token).json
    (message,) = post.waiting("exports")
    write.write_export(message, "req")
    shown = api.get(f"/merchant/exports/{asked['id']}", token=owner.token).json
    assert (shown["status"], store.get("ten_acme", asked["id"]).pieces) == ("running", 1)
    assert shown["rows"] and not shown["url"]
    work(post)
    assert archive_of("ten_acme", asked["id"]).file.testzip() is None


def test_while_one_is_under_way_a_second_request_is_answered_with_it(api, post, owner):
    first = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    assert api.post("/merchant/exports", {}, token=owner.token).json["id"] == first
    assert audited("export.requested", first) == 1
    work(post)
    second = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    assert second != first
    work(post)
    assert archive_of("ten_acme", first).names == archive_of("ten_acme", second).names


def test_a_message_too_many_finds_the_worker_at_work_or_the_work_done(api, post, owner, time):
    export_id = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    (message,) = post.waiting("exports")
    taken = store.keep(rules.claim(store.get("ten_acme", export_id), "another", int(time.now.timestamp())))
    write.write_export(message, "req")
    assert store.get("ten_acme", export_id).version == taken.version
    time.move(seconds=rules.LEASE_SECONDS)
    write.write_export(message, "req")
    ready = store.get("ten_acme", export_id)
    write.write_export(message, "req")
    assert (ready.status, store.get("ten_acme", export_id)) == ("ready", ready)


def test_a_message_that_was_lost_is_sent_again_by_the_sweeper(api, post, owner, time):
    export_id = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    post.waiting("exports")
    time.move(minutes=6)
    sweep.sweep_outbox("req")
    work(post)
    assert store.get("ten_acme", export_id).status == "ready"


def test_what_cannot_be_written_is_given_up_with_an_alarm(api, post, owner, monkeypatch, caplog):
    export_id = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    (message,) = post.waiting("exports")

    def broken(export):
        raise OSError("no")

    monkeypatch.setattr(write, "fill", broken)
    for _ in range(rules.MAX_TRIES):
        with pytest.raises(OSError, match="no"):
            write.write_export(message, "req")
    write.write_export(message, "req")
    assert api.get(f"/merchant/exports/{export_id}", token=owner.token).json["status"] == "failed"
    assert "export.failed" in caplog.text
    assert [entry.state for entry in outbox_rows() if entry.kind == "export"] == ["done"]
    monkeypatch.undo()
    assert api.post("/merchant/exports", {}, token=owner.token).json["id"] != export_id


def test_after_a_week_it_is_gone(api, post, owner, time):
    export_id = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    work(post)
    time.move(days=7)
    assert api.get(f"/merchant/exports/{export_id}", token=owner.token).status == 404


def test_a_stranger_another_tenant_and_support_take_nothing(api, post, owner, stranger_staff):
    export_id = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    path = f"/merchant/exports/{export_id}"
    assert api.get(path).status == api.post("/merchant/exports", {}).status == 401
    assert api.get(path, token=stranger_staff.token).status == 404
    assert api.get("/merchant/exports/EXPORT", token=owner.token).status == 404
    support = a_staff_member("ten_acme", "support")
    assert (
        api.get(path, token=support.token).status
        == api.post("/merchant/exports", {}, token=support.token).status
        == 403
    )
    assert api.post("/merchant/exports", {"all": True}, token=owner.token).status == 422


def test_zip_files_of_others_read_what_was_packed():
    made, content, entries = datetime(2026, 3, 16, 12, 0, 30), b"", []
    for name, text in (("a.txt", b"a" * 1000), ("ü.txt", b""), ("c.pdf", b"\0\1")):
        entry, packed = pack(name, text, len(content), made, packed_already=name == "c.pdf")
        content += packed
        entries.append(entry)
    with zipfile.ZipFile(io.BytesIO(content + close(entries, len(content)))) as file:
        assert file.namelist() == ["a.txt", "ü.txt", "c.pdf"] and file.read("a.txt") == b"a" * 1000
        assert file.testzip() is None and file.infolist()[0].date_time == (2026, 3, 16, 12, 0, 30)
