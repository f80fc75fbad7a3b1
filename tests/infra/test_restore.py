"""A restore is rehearsed: tables come back beside those in use, are judged, and are copied back only in silence."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

from chalicelib.adapters import object_store
from chalicelib.settings import settings
from infra import copy_back, restore
from infra.aws import Refused
from infra.lambdas import LAMBDAS
from infra.names import Names
from infra.tables import TABLES
from tests.fixtures.aws import backend
from tests.fixtures.people import a_client, a_customer, a_tenant
from tests.payments.conftest import desk  # noqa: F401

AT = datetime(2026, 3, 16, 12, tzinfo=UTC)
TOLD = "2026-03-16T13:00:00+01:00"
MARK = "restored-20260316T120000Z"


class Moto:
    """moto in place of AWS; what it cannot say (how far backups reach, who may run) is told by the test."""

    def __init__(self) -> None:
        self.region = settings().region
        self.window: dict[str, Any] = {
            "PointInTimeRecoveryStatus": "ENABLED",
            "EarliestRestorableDateTime": AT - timedelta(days=35),
            "LatestRestorableDateTime": AT + timedelta(minutes=5),
        }
        self.concurrency: dict[str, int] = {worker.name: 0 for worker in LAMBDAS}
        self.statuses: list[str] = []
        self.calls: list[str] = []

    def client(self, service: str) -> Any:
        client = boto3.client(service, region_name=self.region)
        client.meta.events.register("before-call.*.*", self._answer)
        client.meta.events.register("after-call.dynamodb.*", self._change)
        return client

    def _answer(self, model: Any, params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]] | None:
        self.calls.append(model.name)
        if model.name == "DescribeContinuousBackups":
            told = {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": self.window}
            return AWSResponse("", 200, {}, None), {"ContinuousBackupsDescription": told}
        if model.name == "GetFunctionConcurrency":
            name = params["url_path"].split("/")[-2]
            limit = self.concurrency.get(name.removeprefix(f"{settings().prefix}-"), self.concurrency["api_handler"])
            return AWSResponse("", 200, {}, None), {"ReservedConcurrentExecutions": limit} if limit >= 0 else {}
        return None

    def _change(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name == "DescribeTable" and "RestoreSummary" in parsed.get("Table", {}) and self.statuses:
            parsed["Table"]["TableStatus"] = self.statuses.pop(0)


class PlainNames(Names):
    """The tests' bucket carries no account."""

    def bucket(self, purpose: str) -> str:
        return f"{self.prefix}-{purpose}"


@pytest.fixture
def names() -> Names:
    return PlainNames(settings().stage, "123456789012", settings().region)


@pytest.fixture
def aws(cloud: None, names: Names) -> Iterator[Moto]:
    """A deployment with some people in it; the copies are gone afterwards."""
    assert names.prefix == settings().prefix
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    a_client("ten_acme", "cus_one", "Ada", "owner")
    yield Moto()
    forget_copies()


def forget_copies() -> None:
    for name in copies():
        del backend("dynamodb").tables[name]


def copies() -> list[str]:
    return sorted(name for name in backend("dynamodb").tables if "-restored-" in name)


def rows(name: str) -> list[dict[str, Any]]:
    table = backend("dynamodb").tables[f"{settings().prefix}-{name}"]
    return sorted((item.to_json()["Attributes"] for item in table.all_items()), key=json.dumps)


def put(name: str, **values: Any) -> None:
    item = {key: {"N": str(value)} if isinstance(value, int) else {"S": value} for key, value in values.items()}
    boto3.client("dynamodb", region_name=settings().region).put_item(TableName=f"{settings().prefix}-{name}", Item=item)


def restored(aws: Moto, names: Names, table: str = "all", **more: Any) -> None:
    restore.restore(aws, names, table, TOLD, wait=lambda _: None, **more)


def copied(aws: Moto, names: Names, table: str = "all", **more: Any) -> None:
    copy_back.copy_back(aws, names, table, TOLD, wait=lambda _: None, **more)


def test_every_table_that_lasts_comes_back_beside_the_one_in_use(aws, names, capsys):
    before = rows("contacts")
    restored(aws, names)
    lasting = [table.name for table in TABLES if table.name not in restore.FLEETING]
    assert copies() == sorted(f"{names.prefix}-{name}-{MARK}" for name in lasting)
    assert rows(f"contacts-{MARK}") == before == rows("contacts")
    told = capsys.readouterr().err
    assert f"{names.prefix}-contacts-{MARK} has 1 rows" in told
    assert f"python -m infra.copy_back --stage {names.stage} --table all --at {TOLD}" in told
    assert told.endswith("What came back holds together.\n")


def test_sessions_links_and_mails_do_not_come_back():
    assert set(restore.FLEETING) <= {table.name for table in TABLES}
    assert {"sessions", "tokens", "outbox", "idempotency"} <= set(restore.FLEETING)


def test_a_dry_run_says_what_would_be_done_and_begins_nothing(aws, names, capsys):
    restored(aws, names, "invoices", dry_run=True)
    source = f"{names.prefix}-invoices"
    assert capsys.readouterr().err == f"{source} as of {TOLD} → {source}-{MARK}\n"
    assert copies() == []


def test_running_it_twice_changes_nothing_and_asks_for_no_second_copy(aws, names):
    restored(aws, names, "contacts")
    put("contacts", pk="ten_acme#cus_one", sk="new@example.com")
    restored(aws, names, "contacts")
    assert len(rows(f"contacts-{MARK}")) == 1
    assert aws.calls.count("RestoreTableToPointInTime") == 1


def test_a_run_that_was_cut_short_goes_on_where_it_ended(aws, names):
    restored(aws, names, "contacts")
    restored(aws, names)
    lasting = len(TABLES) - len(restore.FLEETING)
    assert (len(copies()), aws.calls.count("RestoreTableToPointInTime")) == (lasting, lasting)


def test_a_copy_in_the_making_is_waited_for(aws, names):
    aws.statuses = ["CREATING", "CREATING", "ACTIVE"]
    waited = []
    restore.restore(aws, names, "contacts", TOLD, wait=waited.append)
    assert waited == [20.0, 20.0]


def test_a_copy_that_fails_is_one_sentence(aws, names):
    aws.statuses = ["INACCESSIBLE_ENCRYPTION_CREDENTIALS"]
    with pytest.raises(Refused, match="INACCESSIBLE_ENCRYPTION_CREDENTIALS: delete it and run this again"):
        restored(aws, names, "contacts")


def test_patience_ends_with_a_word_on_how_to_go_on(aws, names, monkeypatch):
    monkeypatch.setattr(restore, "_MOST_PAUSES", 2)
    aws.statuses = ["CREATING"] * 3
    with pytest.raises(Refused, match="still being made: run this again later"):
        restored(aws, names, "contacts")


def test_a_table_of_that_name_that_is_no_copy_is_left_alone(aws, names):
    restored(aws, names, "contacts")
    tables = backend("dynamodb").tables
    tables[f"{names.prefix}-customers-{MARK}"] = tables[f"{names.prefix}-contacts-{MARK}"]
    with pytest.raises(Refused, match="is no copy of .*-customers: delete it, or choose another moment"):
        restored(aws, names, "customers")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("yesterday", "is no moment"),
        ("2026-02-30T12:00:00Z", "is no moment"),
        ("2026-03-16T12:00:00", "has no time zone"),
        ("2026-02-01T12:00:00Z", "can be restored to moments between"),
        ("2026-03-16T12:30:00Z", "can be restored to moments between"),
    ],
)
def test_a_moment_that_cannot_be_restored_is_refused_before_anything_is_begun(aws, names, told, sentence):
    aws.window["EarliestRestorableDateTime"] = AT - timedelta(days=35)
    with pytest.raises(Refused, match=sentence):
        restore.restore(aws, names, "all", told, wait=lambda _: None)
    assert copies() == []


def test_a_table_without_continuous_backups_is_said(aws, names):
    aws.window = {"PointInTimeRecoveryStatus": "DISABLED"}
    with pytest.raises(Refused, match="is not backed up continuously"):
        restored(aws, names, "contacts")


@pytest.mark.parametrize("arguments", [["--stage", "moon"], ["--table", "moon"], []])
def test_unknown_stages_and_tables_are_refused(arguments):
    known = {"--stage": "dev", "--table": "all", "--at": TOLD} if arguments else {}
    told = [part for pair in {**known, **dict([arguments] if arguments else [])}.items() for part in pair]
    for main in (restore.main, copy_back.main):
        with pytest.raises(SystemExit):
            main(told)


BALANCED = json.dumps([{"account": "cash", "amount": 5}, {"account": "receivable", "amount": -5}])
LOPSIDED = json.dumps([{"account": "cash", "amount": 5}, {"account": "receivable", "amount": -4}])
PAID = json.dumps([{"invoice_id": "inv_1", "number": "1", "amount": 5}])


def book(postings: str = BALANCED, settled: int = 5, **invoice: Any) -> None:
    put("ledger", pk="ten_acme#cus_one", sk="charge#ch_1", kind="payment", postings=postings, allocations=PAID)
    put("invoices", pk="ten_acme#cus_one", sk="inv_1", settled=settled, status="paid", **invoice)


def test_books_and_documents_that_hold_together_are_said_to(aws, names, capsys):
    object_store.keep("documents/1", b"%PDF", "application/pdf")
    book(document_key="documents/1", sha256="5f")
    put("ledger", pk="ten_acme#cus_one", sk="void#inv_1", kind="void", postings=BALANCED, allocations=PAID)
    restored(aws, names)
    assert "What came back holds together." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"postings": LOPSIDED}, "the booking charge#ch_1 does not balance"),
        ({"settled": 4}, "of invoice inv_1 4 are settled and 5 are booked"),
        ({"document_key": "documents/1", "sha256": "5f"}, "the document of inv_1 is missing: documents/1"),
    ],
)
def test_what_does_not_hold_together_is_named(aws, names, wrong, sentence):
    book(**wrong)
    with pytest.raises(Refused, match=sentence):
        restored(aws, names)


def test_books_as_the_product_keeps_them_hold_together(cloud, names, desk, staff, capsys):  # noqa: F811
    """Paid, paid and owed again, written off, and void: each leaves other rows."""
    paid, reopened, given_up, void = (desk.invoice(number=number) for number in range(1, 5))
    by = staff("accountant").token
    for invoice in (paid, reopened):
        assert desk.pay(invoice, desk.card()).status == 201
    back = {"amount": 1900, "reopen": True}
    for path, body in (
        (f"{reopened.id}/refunds", back),
        (f"{given_up.id}/write-off", {}),
        (f"{void.id}/voiding", None),
    ):
        assert desk.api.post(f"/merchant/invoices/{path}", body, token=by, key="k" * bool(body)).status in (200, 201)
    assert [desk.now(one).settled for one in (paid, reopened, given_up, void)] == [11900, 10000, 11900, 0]
    try:
        restored(Moto(), names)
    finally:
        forget_copies()
    assert "What came back holds together." in capsys.readouterr().err


def test_a_copy_with_other_indexes_is_named(aws, names, monkeypatch):
    begin = restore._begin

    def lose_an_index(dynamodb: Any, copy: Any) -> None:
        begin(dynamodb, copy)
        backend("dynamodb").tables[copy.target].global_indexes.pop()

    monkeypatch.setattr(restore, "_begin", lose_an_index)
    with pytest.raises(Refused, match="has other GlobalSecondaryIndexes"):
        restored(aws, names, "contacts")


def test_copying_back_makes_the_table_what_it_was_and_ends_every_session(aws, names):
    before = {table.name: rows(table.name) for table in TABLES if table.name not in restore.FLEETING}
    restored(aws, names)
    contact = before["contacts"][0]
    put("contacts", pk=contact["pk"]["S"], sk=contact["sk"]["S"], id="spoiled")
    put("contacts", pk="ten_acme#cus_one", sk="later@example.com", id="con_later")
    backend("dynamodb").tables[f"{names.prefix}-customers"].items.clear()
    put("sessions", pk="ses_1")
    put("outbox", pk="out_1")
    copied(aws, names)
    assert {name: rows(name) for name in before} == before
    assert (rows("sessions"), len(rows("outbox"))) == ([], 1)


def test_copying_back_twice_writes_nothing_the_second_time(aws, names, capsys):
    restored(aws, names, "contacts")
    put("contacts", pk="ten_acme#cus_one", sk="later@example.com", id="con_later")
    copied(aws, names, "contacts")
    aws.calls.clear()
    copied(aws, names, "contacts")
    assert "BatchWriteItem" not in aws.calls
    assert capsys.readouterr().err.endswith(f"{names.prefix}-contacts: 0 rows are written, 0 deleted\n")


def test_one_table_alone_ends_no_session(aws, names):
    put("sessions", pk="ses_1")
    restored(aws, names, "contacts")
    copied(aws, names, "contacts")
    assert len(rows("sessions")) == 1


def test_a_dry_run_of_copying_back_counts_and_changes_nothing(aws, names, capsys):
    restored(aws, names, "contacts")
    put("contacts", pk="ten_acme#cus_one", sk="later@example.com", id="con_later")
    aws.concurrency["api_handler"] = -1
    copied(aws, names, "contacts", dry_run=True)
    assert capsys.readouterr().err.endswith("contacts: 0 rows are written, 1 deleted\n")
    assert len(rows("contacts")) == 2


@pytest.mark.parametrize("limit", [-1, 5])
@pytest.mark.parametrize("name", ["api_handler", "reconcile_payments"])
def test_nothing_is_copied_while_somebody_may_write(aws, names, name, limit):
    restored(aws, names, "contacts")
    put("contacts", pk="ten_acme#cus_one", sk="later@example.com", id="con_later")
    aws.concurrency[name] = limit
    with pytest.raises(Refused, match=f"{names.function(name)} may still write"):
        copied(aws, names, "contacts")
    assert len(rows("contacts")) == 2


def test_what_was_not_restored_is_not_copied_back(aws, names):
    with pytest.raises(Refused, match="is not there: run infra.restore with the same moment first"):
        copied(aws, names, "contacts")
    restored(aws, names, "contacts")
    aws.statuses = ["CREATING"]
    with pytest.raises(Refused, match="is not whole yet"):
        copied(aws, names, "contacts")
    tables = backend("dynamodb").tables
    tables[f"{names.prefix}-customers-{MARK}"] = tables[f"{names.prefix}-contacts-{MARK}"]
    with pytest.raises(Refused, match="is no copy of"):
        copied(aws, names, "customers")


@pytest.mark.parametrize("table", restore.FLEETING)
def test_what_is_fleeting_is_never_brought_back(aws, names, table):
    with pytest.raises(Refused, match="is never brought back"):
        copied(aws, names, table)


def test_what_dynamodb_had_no_room_for_is_sent_again_and_given_up_in_the_end():
    class Full:
        def __init__(self, refusals: int) -> None:
            self.refusals, self.sent = refusals, []

        def batch_write_item(self, RequestItems: dict[str, list[Any]]) -> dict[str, Any]:  # noqa: N803
            (batch,) = RequestItems.values()
            self.sent.append(len(batch))
            self.refusals -= 1
            return {"UnprocessedItems": {"t": batch[1:]} if self.refusals >= 0 else {}}

    changes = [{"DeleteRequest": {"Key": {"pk": {"S": str(number)}}}} for number in range(30)]
    patient, waited = Full(2), []
    copy_back._write(patient, "t", changes, waited.append)
    assert (patient.sent, waited) == ([25, 24, 23, 5], [0.2, 0.4])
    with pytest.raises(Refused, match="takes no more writes for now: run this again"):
        copy_back._write(Full(99), "t", changes, lambda _: None)
