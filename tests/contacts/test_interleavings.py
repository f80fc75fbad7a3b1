"""Two owners let each other go, or step down, at the same moment, in every order: somebody stays an owner."""

import pytest

from chalicelib.contacts import store
from chalicelib.contacts.change_role import change_role
from chalicelib.contacts.remove_colleague import remove_colleague
from chalicelib.contacts.schemas import RoleChange
from chalicelib.core.errors import Conflict, NotFound
from tests.fixtures.interleave import explore, hook
from tests.fixtures.people import a_client
from tests.fixtures.snapshots import Tables


@pytest.fixture
def race(acme, ada, monkeypatch):
    """Run works of two owners, ada and zoe, against each other; answers who may still sign in as an owner."""
    zoe = a_client("ten_acme", "cus_one", "Zoe", "owner")
    users = (ada.user, zoe.user)
    hook(monkeypatch, lambda name: "Query" in name or "Transact" in name)

    def run(*works):
        start = Tables()

        def prepare():
            start.restore()
            return [lambda work=work, me=me: work(*me) for work, me in zip(works, (users, users[::-1]), strict=True)]

        count = 0
        for outcome in explore(prepare):
            count += 1
            for runner in outcome.runners:
                assert runner.error is None or isinstance(runner.error, (Conflict, NotFound)), (
                    outcome.story,
                    runner.error,
                )
            yield outcome, store.get_owners("ten_acme#cus_one")
        assert count > 1

    return run


def remove_other(me, other):
    return remove_colleague(me, other.contact_id)


def remove_myself(me, other):
    return remove_colleague(me, me.contact_id)


def demote_other(me, other):
    return change_role(me, other.contact_id, RoleChange(role="viewer"))


def step_down(me, other):
    return change_role(me, me.contact_id, RoleChange(role="billing"))


@pytest.mark.parametrize(
    "works",
    [
        (remove_other, remove_other),
        (demote_other, demote_other),
        (remove_other, demote_other),
        (step_down, step_down),
        (remove_myself, remove_myself),
        (remove_other, step_down),
    ],
    ids=lambda works: " and ".join(work.__name__ for work in works),
)
def test_i7_somebody_stays_an_owner(race, works):
    for outcome, owners in race(*works):
        assert len(owners) == 1, outcome.story


def test_a_naive_office_is_found(race, monkeypatch):
    """Looking for another owner without asking that it stays one: both go."""
    monkeypatch.setattr(type(store.table), "unchanged", lambda self, tx, entity, otherwise=None: None)
    assert min(len(owners) for _, owners in race(remove_other, remove_other)) == 0
