"""Each Lambda may do what its row says, and nothing else."""

import json
import re

import pytest

from infra import policies
from infra.lambdas import LAMBDAS
from infra.names import Names
from infra.permissions import policy
from infra.stages import CHALICE, Stage, read_stages
from infra.tables import TABLES

NAMES = Names("prod", "123456789012", "eu-west-1")
STATEMENTS = [
    pytest.param(worker, statement, id=f"{worker.name}-{number}")
    for worker in LAMBDAS
    for number, statement in enumerate(policy(worker, NAMES)["Statement"])
]


@pytest.mark.parametrize(("worker", "statement"), STATEMENTS)
@pytest.mark.asvs("13.2.2")
def test_actions_are_named_one_by_one_and_never_scan(worker, statement):
    assert statement["Effect"] == "Allow"
    assert all(re.fullmatch(r"[a-z0-9]+:[A-Z][A-Za-z]+", action) for action in statement["Action"])
    assert "dynamodb:Scan" not in statement["Action"]


@pytest.mark.parametrize(("worker", "statement"), STATEMENTS)
@pytest.mark.asvs("13.2.2")
def test_resources_are_of_this_stage_with_stars_only_below_a_name(worker, statement):
    for resource in statement["Resource"]:
        service, region, account, name = resource.split(":", 5)[2:6]
        assert (region, account) == (("", "") if service == "s3" else (NAMES.region, NAMES.account))
        assert "client-portal-prod" in name or name == "identity/*"
        assert "*" not in name.split("client-portal-prod")[0] or name == "identity/*"


@pytest.mark.parametrize("worker", LAMBDAS, ids=lambda worker: worker.name)
@pytest.mark.asvs("16.4.2")
def test_what_is_append_only_is_never_updated_nor_deleted(worker):
    for statement in policy(worker, NAMES)["Statement"]:
        touched = [name for name in statement["Resource"] if name.endswith(("prod-audit", "prod-ledger"))]
        if touched:
            assert not {"dynamodb:UpdateItem", "dynamodb:DeleteItem"} & set(statement["Action"])


@pytest.mark.asvs("13.3.2")
def test_only_one_lambda_sends_mail_and_only_two_hold_the_gateways_keys():
    def holders(action, ending):
        return {
            worker.name
            for worker in LAMBDAS
            for statement in policy(worker, NAMES)["Statement"]
            if action in statement["Action"] and any(name.endswith(ending) for name in statement["Resource"])
        }

    assert holders("ses:SendEmail", "identity/*") == {"deliver_outbox"}
    assert holders("ssm:GetParameter", "tenants/*/gateway") == {"call_gateway", "reconcile_payments"}
    assert holders("ssm:GetParameter", "token-signing-key") == {"api_handler"}


def test_rows_name_tables_that_exist():
    known = {table.name for table in TABLES}
    assert all(set(worker.tables) <= known for worker in LAMBDAS)


def test_the_committed_files_are_fresh():
    assert policies.stale(CHALICE, list(read_stages().values())) == []


def test_a_changed_and_a_left_over_file_are_noticed(tmp_path):
    stages = [Stage("dev")]
    policies.write(tmp_path, stages)
    assert policies.stale(tmp_path, stages) == []
    (tmp_path / "policy-dev-api_handler.json").write_text("{}")
    (tmp_path / "policy-dev-gone.json").write_text("{}")
    assert policies.stale(tmp_path, stages) == ["policy-dev-api_handler.json", "policy-dev-gone.json"]
    policies.write(tmp_path, stages)
    assert not (tmp_path / "policy-dev-gone.json").exists()


def test_every_lambda_of_a_stage_has_its_own_policy_file():
    stages = json.loads((CHALICE / "config.json").read_text())["stages"]
    assert set(stages) == {"dev", "staging", "prod"}
    for name, stage in stages.items():
        functions = stage["lambda_functions"]
        assert set(functions) == {worker.name for worker in LAMBDAS}
        assert {function["iam_policy_file"] for function in functions.values()} == {
            f"policy-{name}-{worker.name}.json" for worker in LAMBDAS
        }
