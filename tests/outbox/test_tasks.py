"""Tasks that other workers do are found until they are done, and done once."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import Conflict
from chalicelib.outbox import store
from chalicelib.outbox.add import add_rendering
from chalicelib.outbox.find import find_mail
from chalicelib.outbox.tasks import find_task, finish_task
from tests.faults.harness import outbox_rows
from tests.outbox.letters import a_mail


@pytest.fixture
def task(post):
    with transaction() as tx:
        add_rendering(tx, "ten_acme", "cus_1", {"invoice_id": "inv_1"})
    return outbox_rows()[-1].id


def test_a_task_says_what_is_to_be_done_for_whom(task):
    found = find_task(task)
    assert (found.tenant_id, found.customer_id, found.task) == ("ten_acme", "cus_1", {"invoice_id": "inv_1"})


def test_a_task_that_is_done_is_not_found_again(task):
    finish_task(task)
    assert find_task(task) is None


def test_finishing_twice_changes_nothing(task):
    finish_task(task)
    before = store.get(task)
    finish_task(task)
    assert store.get(task) == before


def test_finishing_what_is_gone_is_no_error(post):
    finish_task("out_00000000000000000000000000")


def test_two_workers_may_finish_at_once(task, monkeypatch):
    real = store.keep

    def overtaken(entry):
        monkeypatch.setattr(store, "keep", real)
        finish_task(task)
        return real(entry)

    monkeypatch.setattr(store, "keep", overtaken)
    finish_task(task)
    assert store.get(task).state == "done"


def test_a_task_that_cannot_be_marked_is_left_to_the_queue(task, monkeypatch):
    def always_taken(entry):
        raise Conflict

    monkeypatch.setattr(store, "keep", always_taken)
    with pytest.raises(Conflict):
        finish_task(task)


def test_a_task_and_what_is_gone_are_no_mails(task):
    assert (find_mail(task), find_mail("out_00000000000000000000000000")) == (None, None)
    mail = a_mail()
    assert find_mail(mail) == store.get(mail)
