"""A merchant moves: export, import where nobody knows it, export again, and the books are the same."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.exports import kinds
from chalicelib.exports.create import create_export
from chalicelib.payments import store as payments
from chalicelib.payments.walk import walk_refunds
from chalicelib.tenants import store as tenants
from chalicelib.tenants.find import find_merchant
from infra import bring_in as bringing
from infra.archive import Archive
from infra.aws import Refused
from infra.bring_in import CHANGED, NOT_TAKEN, arrivals, bring_in
from infra.merchants import operator_of
from tests.exports.archive import Archive as Opened
from tests.exports.archive import archive_of, work
from tests.exports.estate import PDF, an_estate
from tests.fixtures.aws import _empty, _keep_secrets
from tests.fixtures.people import a_tenant

# What an export writes down of itself, and what an import does.
NEWS = ("export.requested", "export.written", "tenant.imported", "staff.invited")


def export(post) -> Opened:
    made = create_export(operator_of(find_merchant("ten_acme")))
    work(post)
    return archive_of("ten_acme", made.id)


@pytest.fixture
def old_place(post) -> Opened:
    """The export of a merchant with one of everything; the deployment it came from is gone."""
    an_estate("acme", "Lovelace")
    with transaction() as tx:
        for refund in walk_refunds("ten_acme#cus_acme"):
            payments.refunds.save(tx, refund.model_copy(update={"state": "succeeded"}))
    archive = export(post)
    _empty()
    _keep_secrets()
    return archive


@pytest.fixture
def keep(tmp_path: Path):
    def kept(content: bytes) -> Path:
        path = tmp_path / "export.zip"
        path.write_bytes(content)
        return path

    return kept


def changed(archive: Opened, name: str, content: bytes | None, *, manifest: bool = False) -> bytes:
    """The archive with another file under this name (or without it), which the manifest knows or not."""
    files = {one: archive.read(one) for one in archive.names if one != name}
    if content is not None:
        files[name] = content
    if manifest:
        told = json.loads(files["manifest.json"])
        sha256 = hashlib.sha256(content or b"").hexdigest()
        for one in told["files"]:
            if one["name"] == name:
                one.update(size=len(content or b""), sha256=sha256)
        files["manifest.json"] = json.dumps(told).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for one, data in files.items():
            file.writestr(one, data)
    return target.getvalue()


def books(archive: Opened, kind: str) -> list[dict[str, Any]]:
    dropped = CHANGED.get(kind, frozenset())
    told = [{name: value for name, value in one.items() if name not in dropped} for one in archive.records(kind)]
    return [one for one in told if one.get("action") not in NEWS]


def test_what_was_exported_imported_and_exported_again_is_the_same(post, old_place, keep):
    bring_in(Archive(keep(old_place.content)))
    again = export(post)
    for kind in kinds.KINDS:
        if kind.name not in NOT_TAKEN:
            assert books(old_place, kind.name), f"the estate has {kind.name}"
            assert books(again, kind.name) == books(old_place, kind.name), kind.name
    papers = [name for name in old_place.names if name.startswith("documents/")]
    assert papers and [name for name in again.names if name.startswith("documents/")] == papers
    assert all(again.read(name) == old_place.read(name) for name in papers)
    assert PDF in [again.read(name) for name in papers]


def test_people_have_no_access_until_they_are_invited_and_owners_are(post, old_place, keep):
    bring_in(Archive(keep(old_place.content)))
    archive = export(post)
    assert {one["portal_status"] for one in archive.records("contacts")} == {"disabled"}
    assert {one["status"] for one in archive.records("staff")} == {"invited"}
    assert len(post.waiting("outbox")) == 1, "one owner, one invitation"


def test_interrupted_anywhere_it_goes_on_and_writes_nothing_twice(post, old_place, keep, monkeypatch):
    path, whole, calls = keep(old_place.content), bringing._once, []

    def tired(write, archive, record):
        calls.append(record)
        if len(calls) in (3, 8, 15, 24):
            raise KeyboardInterrupt
        return whole(write, archive, record)

    monkeypatch.setattr(bringing, "_once", tired)
    for _ in range(4):
        with pytest.raises(KeyboardInterrupt):
            bring_in(Archive(path))
        assert not find_merchant("ten_acme").portal.enabled
        assert arrivals.get("ten_acme", "ARRIVAL").finished_at is None
    bring_in(Archive(path))
    assert find_merchant("ten_acme").portal.enabled
    assert books(export(post), "ledger") == books(old_place, "ledger")
    assert len(post.waiting("outbox")) == 1


def test_a_finished_import_changes_nothing_when_it_is_run_again(post, old_place, keep, capsys):
    path = keep(old_place.content)
    bring_in(Archive(path))
    tenant = tenants.get("ten_acme")
    later = tenant.model_copy(update={"portal": tenant.portal.model_copy(update={"banner_message": "New here"})})
    with transaction() as tx:
        tenants.tenants.save(tx, later)
    bring_in(Archive(path))
    assert find_merchant("ten_acme").portal.banner_message == "New here"
    assert "nothing is left to do" in capsys.readouterr().err


def test_a_merchant_that_is_here_is_never_written_over(old_place, keep):
    a_tenant("acme")
    before = tenants.get("ten_acme")
    with pytest.raises(Refused, match="is a merchant here already"):
        bring_in(Archive(keep(old_place.content)))
    assert tenants.get("ten_acme") == before


def test_a_portal_name_of_another_merchant_is_refused_before_anything_is_written(old_place, keep):
    with transaction() as tx:
        tenants.aliases.add(tx, tenants.PortalAlias(portal_name="acme", tenant_id="ten_other"))
    with pytest.raises(Refused, match="another merchant's here: acme"):
        bring_in(Archive(keep(old_place.content)))
    assert tenants.get("ten_acme") is None


def test_another_export_of_a_merchant_that_came_is_refused(post, old_place, keep):
    bring_in(Archive(keep(old_place.content)))
    second = export(post).content
    with pytest.raises(Refused, match="came, or is coming, with another export"):
        bring_in(Archive(keep(second)))


def test_payments_under_way_are_awaited(post, keep):
    an_estate("acme", "Lovelace")
    content = export(post).content
    _empty()
    with pytest.raises(Refused, match="1 payments or refunds were under way, ref_"):
        bring_in(Archive(keep(content)))
    assert tenants.get("ten_acme") is None


def test_a_row_that_is_not_as_the_archive_tells_it_keeps_the_portal_shut(old_place, keep, monkeypatch):
    skipped = tuple((name, write) for name, write in bringing._WRITERS if name != "ledger")
    monkeypatch.setattr(bringing, "_WRITERS", skipped)
    with pytest.raises(Refused, match="ledger charge#Lovelace is not here as the archive tells it"):
        bring_in(Archive(keep(old_place.content)))
    assert not find_merchant("ten_acme").portal.enabled


def test_a_file_that_differs_from_the_manifest_is_damage(old_place, keep):
    forged = changed(old_place, "data/customers.jsonl", b"{}\n")
    with pytest.raises(Refused, match=r"damaged: data/customers\.jsonl is not what its manifest says"):
        Archive(keep(forged))


def test_a_file_that_is_missing_or_too_many_is_named(old_place, keep):
    with pytest.raises(Refused, match=r"damaged: data/ledger\.jsonl"):
        Archive(keep(changed(old_place, "data/ledger.jsonl", None)))
    with pytest.raises(Refused, match=r"its manifest does not know \.\./evil"):
        Archive(keep(changed(old_place, "../evil", b"x")))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\5\6" + bytes(18)])
def test_v34_what_is_no_export_is_said_to_be_none(keep, content):
    with pytest.raises(Refused, match="is no export"):
        Archive(keep(content))


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (b"[]", "no export of this product"),
        (b'{"format": "another"}', "no export of this product"),
        (b'{"format": "client-portal-export-1"}', "its manifest is not told"),
        (b'{"format": "client-portal-export-1", "tenant_id": "../x", "absent": [], "files": []}', "is not told"),
        (b'{"format": "client-portal-export-1", "tenant_id": "t", "absent": [], "files": [1]}', "is not told"),
    ],
)
def test_v34_a_foreign_manifest_is_refused_in_words(old_place, keep, manifest, words):
    with pytest.raises(Refused, match=words):
        Archive(keep(changed(old_place, "manifest.json", manifest)))


def test_a_record_with_other_fields_is_refused_before_the_portal_opens(old_place, keep):
    forged = changed(old_place, "data/plans.jsonl", b'{"id": "pln_1"}\n', manifest=True)
    with pytest.raises(Refused, match="does not fit this version"):
        bring_in(Archive(keep(forged)))
    assert not find_merchant("ten_acme").portal.enabled


def test_an_archive_that_lacks_a_document_is_refused(post, keep):
    an_estate("acme", "Lovelace")
    object_store.aws.client("s3").delete_object(Bucket="client-portal-test-documents", Key="documents/ten_acme.pdf")
    content = export(post).content
    _empty()
    with pytest.raises(Refused, match="lacks documents/invoices/"):
        bring_in(Archive(keep(content)))
