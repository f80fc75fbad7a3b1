"""Estimates and certificates as files: ordered when they come to be, made once, and the same for both sides."""

import hashlib
import io

import pypdf
import pytest

from chalicelib.adapters import object_store
from chalicelib.documents.render import render_document
from tests.estimates.test_offer import BODY, LINE
from tests.fixtures.estimates import a_sent_estimate
from tests.fixtures.invoices import actions, renderings


def make() -> list[str]:
    """Render what was ordered; what that was."""
    orders = renderings()
    for order in orders:
        render_document({"outbox_id": order.id}, "req_render")
    return sorted(order.task["estimate_paper"].partition("#")[2] for order in orders if order.task)


def words_of(answer) -> str:
    """What the file that a link leads to says; its hash is the one that was told."""
    assert "X-Amz-Expires=60" in answer["url"]
    content = object_store.fetch(f"estimates/{answer['url'].partition('?')[0].partition('/estimates/')[2]}")
    assert hashlib.sha256(content).hexdigest() == answer["sha256"]
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).replace("\u00a0", " ")


@pytest.fixture
def books(acme, ada, staff):
    return staff("accountant").token


@pytest.fixture
def sent(api, books):
    path = f"/merchant/estimates/{api.post('/merchant/estimates', BODY, token=books).json['id']}"
    refused = api.get(f"{path}/pdf", token=books)
    assert (refused.status, refused.code) == (409, "estimate_draft")
    assert api.post(f"{path}/sending", token=books).status == 200
    return path


def portal(path):
    return path.replace("/merchant/", "/portal/")


def test_what_is_sent_has_a_file_that_both_sides_get(api, books, ada, sent):
    waiting = api.get(f"{portal(sent)}/pdf", token=ada.token)
    assert (waiting.status, waiting.json, waiting.headers["Retry-After"]) == (202, {"status": "rendering"}, "2")
    assert make() == ["001#offer"]
    ours = api.get(f"{portal(sent)}/pdf", token=ada.token).json
    text = words_of(ours)
    for word in (
        "Estimate",
        "EST-00001",
        "€238.00",
        "valid until 15 April 2026",
        "Robot arm",
        "Accept or decline online",
    ):
        assert word in text
    theirs = api.get(f"{sent}/pdf", token=books).json
    assert theirs["sha256"] == ours["sha256"] and "EST-00001.pdf" in theirs["url"]


def test_the_certificate_is_made_when_somebody_accepts(api, books, ada, sent):
    assert api.get(f"{portal(sent)}/certificate/pdf", token=ada.token).code == "not_accepted"
    api.post(f"{portal(sent)}/acceptance", {}, token=ada.token)
    assert api.get(f"{portal(sent)}/certificate/pdf", token=ada.token).status == 202
    assert make() == ["001#certificate", "001#offer"]
    ours = api.get(f"{portal(sent)}/certificate/pdf", token=ada.token).json
    told = api.get(f"{portal(sent)}/certificate", token=ada.token).json
    text = words_of(ours).replace(" ", "").replace("\n", "")
    for said in (
        told["sha256"],
        told["content_sha256"],
        told["terms_sha256"],
        told["accepted_from"]["address"],
        "ada@example.com",
    ):
        assert said in text
    assert api.get(f"{sent}/certificate/pdf", token=books).json["sha256"] == ours["sha256"]
    assert "document_ordered" not in " ".join(actions(told["estimate_id"])), "nobody had to ask for it"


def test_each_revision_has_its_own_file_and_a_draft_none(api, books, ada, sent):
    api.post(f"{portal(sent)}/decline", {"reason": "Too many"}, token=ada.token)
    api.post(f"{sent}/revision", {"lines": [{**LINE, "quantity": "1"}]}, token=books)
    make()
    assert "€238.00" in words_of(api.get(f"{sent}/pdf", token=books).json), "what was last offered"
    assert api.get(f"{sent}/pdf", token=books, query={"revision": "2"}).status == 404
    api.post(f"{sent}/sending", token=books)
    make()
    assert "€119.00" in words_of(api.get(f"{portal(sent)}/pdf", token=ada.token).json)
    first = api.get(f"{portal(sent)}/pdf", token=ada.token, query={"revision": "1"}).json
    assert "€238.00" in words_of(first)


def test_what_was_sent_before_there_were_files_gets_them_when_somebody_asks(api, ada):
    one = a_sent_estimate()
    path = f"/portal/estimates/{one.id}"
    api.post(f"{path}/acceptance", {}, token=ada.token)
    assert renderings() == []
    for _ in range(2):
        assert api.get(f"{path}/certificate/pdf", token=ada.token).status == 202
    assert make() == ["001#certificate", "001#offer"]
    assert "accepted revision 1" in words_of(api.get(f"{path}/certificate/pdf", token=ada.token).json)
    assert actions(one.id).count("estimate.document_ordered") == 1
