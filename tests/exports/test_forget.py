"""What was written for a customer is forgotten before its week is over."""

import pytest
from botocore.exceptions import ClientError
from moto.s3 import models as moto_s3

from chalicelib.adapters import aws, large_files
from chalicelib.exports import rules, store, write
from chalicelib.exports.forget import forget_archives
from tests.exports.archive import work
from tests.exports.estate import an_estate
from tests.fixtures.people import a_client

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}
MINE = "ten_acme#cus_acme"


def files():
    found = aws.client("s3").list_objects_v2(Bucket="client-portal-test-documents", Prefix="exports/")
    return [one["Key"] for one in found.get("Contents", [])]


def uploads(folder):
    found = aws.client("s3").list_multipart_uploads(Bucket="client-portal-test-documents").get("Uploads", [])
    return [one["Key"] for one in found if one["Key"].startswith(folder)]


@pytest.fixture
def owner(post):
    return an_estate("acme", "Lovelace")


def test_rows_and_files_of_one_customer_go_and_those_of_others_stay(api, post, owner):
    api.post("/merchant/exports", {}, token=owner.token)
    work(post)
    others = files()
    bea = a_client("ten_acme", "cus_acme", "Bea", "owner")
    pack_id = api.post("/portal/packs", YEAR, token=bea.token).json["id"]
    own_id = api.post("/portal/exports", {}, token=bea.token).json["id"]
    post.deliver()
    work(post)
    assert set(files()) > set(others)
    for _ in range(2):
        forget_archives(MINE)
        assert (files(), store.browse(MINE), store.get_latest(MINE, "pack")) == (others, [], None)
        assert store.get_latest(MINE, "own") is None
    gone = [api.get(path, token=bea.token).status for path in (f"/portal/packs/{pack_id}", f"/portal/exports/{own_id}")]
    assert gone == [404, 404]
    assert len(store.browse("ten_acme")) == 1
    forget_archives("ten_acme")
    assert files() == []


def test_a_worker_that_writes_stops_and_leaves_nothing(api, post, owner, monkeypatch):
    monkeypatch.setattr(large_files, "SMALLEST_PART", 300)
    monkeypatch.setattr(moto_s3, "S3_UPLOAD_PART_MIN_SIZE", 1)
    export_id = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    folder = store.get("ten_acme", export_id).folder
    (message,) = post.waiting("exports")
    whole = write._next_piece

    def forgotten_meanwhile(export):
        if export.pieces == 2:
            assert uploads(folder)
            forget_archives("ten_acme")
        return whole(export)

    monkeypatch.setattr(write, "_next_piece", forgotten_meanwhile)
    with pytest.raises((KeyError, ClientError)):  # S3 says NoSuchUpload, where moto looks in vain
        write.write_export(message, "req")
    assert (store.get("ten_acme", export_id), files(), uploads(folder)) == (None, [], [])
    write.write_export(message, "req")
    assert files() == []


def test_killed_before_the_row_goes_it_is_taken_up_again(api, post, owner, monkeypatch):
    export_id = api.post("/merchant/exports", {}, token=owner.token).json["id"]
    export = store.keep(rules.claim(store.get("ten_acme", export_id), "worker", 0))
    store.keep(export.model_copy(update={"upload_id": large_files.begin(export.key, "application/zip")}))

    def killed(key):
        raise KeyboardInterrupt

    monkeypatch.setattr("chalicelib.adapters.object_store.forget", killed)
    with pytest.raises(KeyboardInterrupt):
        forget_archives("ten_acme")
    monkeypatch.undo()
    assert (store.get("ten_acme", export_id).status, uploads(export.folder)) == ("failed", [])
    forget_archives("ten_acme")
    assert (store.get("ten_acme", export_id), uploads(export.folder)) == (None, [])
