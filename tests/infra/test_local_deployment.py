"""What is deployed onto kept data: new code over tables of other keys is one sentence, and before anything is touched."""

import dataclasses
import json

import pytest

from infra.aws import Aws, Refused
from infra.local import deployment
from infra.provision import explained
from infra.tables import TABLES, create_arguments

PREFIX = "client-portal-local"


@pytest.fixture
def aws(cloud):
    """A stack of before beside the tests' own deployment."""
    account = Aws("eu-central-1")
    made = []

    def keep(table):
        account.client("dynamodb").create_table(**create_arguments(table, PREFIX))
        made.append(f"{PREFIX}-{table.name}")

    yield account, keep
    for name in made:
        account.client("dynamodb").delete_table(TableName=name)


def named(name):
    return next(table for table in TABLES if table.name == name)


def test_nothing_kept_and_the_same_keys_are_fine(aws):
    account, keep = aws
    deployment.check_keys(account, PREFIX)
    keep(named("invoices"))
    deployment.check_keys(account, PREFIX)


def test_a_new_global_index_is_made_under_the_data(aws):
    account, keep = aws
    keep(dataclasses.replace(named("customers"), everywhere=()))
    deployment.check_keys(account, PREFIX)


@pytest.mark.parametrize(
    "before",
    [
        dataclasses.replace(named("invoices"), local=()),
        dataclasses.replace(named("invoices"), range_key="number", local=()),
    ],
    ids=["a local index", "the key"],
)
def test_other_keys_are_one_sentence_that_says_what_to_do(aws, before, capsys, monkeypatch):
    account, keep = aws
    keep(before)
    with pytest.raises(Refused, match=r"\(invoices\).*make run FRESH=1.*make reset"):
        deployment.check_keys(account, PREFIX)
    monkeypatch.setattr(deployment, "Aws", lambda region, endpoint: account)
    monkeypatch.setattr(deployment, "provision", lambda *_: pytest.fail("the deployment began"))
    wishes = {"region": "eu-central-1", "endpoint": "", "site_url": "http://x", "provider_url": "http://y"}
    assert explained(lambda: json.dumps(deployment.deploy(wishes))) == 1
    told = capsys.readouterr().err
    assert "make run FRESH=1" in told and "CloudFormation" not in told and "Traceback" not in told
    assert len(told.strip().splitlines()) == 1
