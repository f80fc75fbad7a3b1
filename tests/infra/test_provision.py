"""Provisioning, as a plan of calls: what AWS would be asked on an empty account, and the second time."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import infra.layers
from infra import policies, provision, stages
from infra.aws import Refused
from infra.provision import explained
from infra.secrets import new_signing_key
from infra.stages import Stage, read_stages
from infra.tables import TABLES
from tests.infra.recorder import RecordedAws, refusal

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STAGE = Stage("dev", site_url="https://portal.example.org", mail_sender="billing@example.org")
PREFIX = "client-portal-dev"


class Account:
    """An account that remembers stacks, secrets and layers."""

    def __init__(self) -> None:
        self.stacks: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.layers: dict[str, str] = {}
        self.aws = RecordedAws(
            {
                "s3.HeadBucket": refusal("404"),
                "s3.CreateBucket": {},
                "s3.PutPublicAccessBlock": {},
                "s3.PutObject": {},
                "cloudformation.DescribeStacks": self._describe,
                "cloudformation.CreateStack": self._create,
                "cloudformation.UpdateStack": refusal("ValidationError", "No updates are to be performed."),
                "ssm.GetParameter": self._get_parameter,
                "ssm.PutParameter": self._put_parameter,
                "lambda.ListLayerVersions": self._list_layers,
                "lambda.PublishLayerVersion": self._publish,
            }
        )

    def _describe(self, params):
        if params["StackName"] not in self.stacks:
            raise refusal("ValidationError", f"Stack with id {params['StackName']} does not exist")
        status = self.stacks[params["StackName"]]
        return {"Stacks": [{"StackName": params["StackName"], "CreationTime": NOW, "StackStatus": status}]}

    def _create(self, params):
        self.stacks[params["StackName"]] = "CREATE_COMPLETE"
        return {"StackId": "arn:stack"}

    def _get_parameter(self, params):
        if params["Name"] not in self.secrets:
            raise refusal("ParameterNotFound")
        return {"Parameter": {"Name": params["Name"], "Value": self.secrets[params["Name"]]}}

    def _put_parameter(self, params):
        assert params["Name"] not in self.secrets
        self.secrets[params["Name"]] = params["Value"]
        return {"Version": 1}

    def _list_layers(self, params):
        known = self.layers.get(params["LayerName"])
        versions = (
            [{"LayerVersionArn": f"arn:aws:lambda:layer:{params['LayerName']}:1", "Description": known}]
            if known
            else []
        )
        return {"LayerVersions": versions}

    def _publish(self, params):
        self.layers[params["LayerName"]] = params["Description"]
        return {"LayerVersionArn": f"arn:aws:lambda:layer:{params['LayerName']}:1"}


@pytest.fixture
def account(monkeypatch, tmp_path) -> Account:
    def small_zip(layer: str, architecture: str) -> Path:
        path = tmp_path / f"layer-{layer}-{architecture}.zip"
        path.write_bytes(b"zip")
        return path

    monkeypatch.setattr(infra.layers, "layer_zip", small_zip)
    return Account()


def test_an_empty_account_gets_everything_in_order(account):
    stage = provision.provision(account.aws, STAGE)
    assert account.aws.plan() == [
        "s3.HeadBucket",
        "s3.CreateBucket",
        "s3.PutPublicAccessBlock",
        "s3.PutObject",
        "cloudformation.DescribeStacks",
        "cloudformation.CreateStack",
        "cloudformation.DescribeStacks",
        "cloudformation.DescribeStacks",
        *["ssm.GetParameter", "ssm.PutParameter"] * 3,
        *["lambda.ListLayerVersions", "s3.PutObject", "lambda.PublishLayerVersion"] * 2,
    ]
    assert stage.account == "123456789012"
    assert stage.layers == {
        "gateway": f"arn:aws:lambda:layer:{PREFIX}-gateway:1",
        "renderer": f"arn:aws:lambda:layer:{PREFIX}-renderer:1",
    }


def test_the_template_goes_through_a_private_bucket_with_the_stages_parameters(account):
    provision.provision(account.aws, STAGE)
    [block] = account.aws.asked("s3.PutPublicAccessBlock")
    assert set(block["PublicAccessBlockConfiguration"].values()) == {True}
    [create] = account.aws.asked("cloudformation.CreateStack")
    assert create["TemplateURL"].startswith(
        f"https://{PREFIX}-artifacts-123456789012.s3.eu-west-1.amazonaws.com/templates/"
    )
    told = {item["ParameterKey"]: item["ParameterValue"] for item in create["Parameters"]}
    assert told == {"Prefix": PREFIX, "MailSender": "billing@example.org", "Kind": "aws"}
    body = json.loads(account.aws.asked("s3.PutObject")[0]["Body"])
    assert sum(resource["Type"] == "AWS::DynamoDB::Table" for resource in body["Resources"].values()) == len(TABLES)


@pytest.mark.parametrize(("region", "named"), [("us-east-1", False), ("eu-central-1", True)])
def test_the_bucket_lies_in_the_stages_region(account, region, named):
    account.aws.region = region
    provision.artifact_bucket(account.aws, STAGE.names)
    [create] = account.aws.asked("s3.CreateBucket")
    assert ("CreateBucketConfiguration" in create) == named


@pytest.mark.asvs("13.3.1")
def test_secrets_are_made_once_and_encrypted(account):
    provision.provision(account.aws, STAGE)
    before = dict(account.secrets)
    assert set(before) == {f"/{PREFIX}/{name}" for name in ("token-signing-key", "server-key", "origin-secret")}
    assert {call["Type"] for call in account.aws.asked("ssm.PutParameter")} == {"SecureString"}
    provision.provision(account.aws, STAGE)
    assert account.secrets == before


def test_the_second_time_changes_nothing(account):
    first = provision.provision(account.aws, STAGE)
    account.aws.answers["s3.HeadBucket"] = {}
    account.aws.calls.clear()
    assert provision.provision(account.aws, STAGE) == first
    changing = {
        name for name in account.aws.plan() if not name.split(".")[1].startswith(("Head", "Describe", "Get", "List"))
    }
    assert changing == {"s3.PutObject", "cloudformation.UpdateStack"}


def test_a_failing_stack_names_the_first_reason(account):
    def fail(params):
        account.stacks[params["StackName"]] = "ROLLBACK_COMPLETE"
        return {"StackId": "arn:stack"}

    event = {"StackId": "arn", "EventId": "1", "StackName": PREFIX, "Timestamp": NOW, "LogicalResourceId": "SiteBucket"}
    reasons = [
        {**event, "ResourceStatus": "ROLLBACK_COMPLETE"},
        {**event, "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "Resource creation cancelled"},
        {**event, "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "the name is taken"},
    ]
    account.aws.answers |= {
        "cloudformation.CreateStack": fail,
        "cloudformation.DescribeStackEvents": {"StackEvents": reasons},
    }
    with pytest.raises(Refused, match="SiteBucket: the name is taken"):
        provision.provision(account.aws, STAGE)


def test_the_command_writes_the_stages_configuration(account, monkeypatch, tmp_path):
    monkeypatch.setattr(provision, "Aws", lambda region: account.aws)
    for module in (stages, provision, policies):
        monkeypatch.setattr(module, "CHALICE", tmp_path, raising=False)
    monkeypatch.setattr(stages, "RECORD", tmp_path / "provisioned.json")
    arguments = ["--stage", "dev", "--site-url", "https://portal.example.org/", "--mail-sender", "billing@example.org"]
    assert provision.main(arguments) == 0
    config = json.loads((tmp_path / "config.json").read_text())["stages"]["dev"]
    assert config["environment_variables"]["PORTAL_SITE_URL"] == "https://portal.example.org"
    assert config["environment_variables"]["PORTAL_DOCUMENTS_BUCKET"] == f"{PREFIX}-documents-123456789012"
    assert config["lambda_functions"]["render_document"]["layers"] == [f"arn:aws:lambda:layer:{PREFIX}-renderer:1"]
    assert "layers" not in config["lambda_functions"]["api_handler"]
    assert ":eu-west-1:123456789012:" in (tmp_path / "policy-dev-api_handler.json").read_text()
    assert read_stages()["dev"].region == "eu-west-1"
    assert read_stages()["prod"].account == "000000000000"


def test_what_an_operator_can_mend_is_one_sentence(capsys):
    def refuse() -> None:
        raise Refused("The site is not built.")

    assert explained(refuse) == 1
    assert capsys.readouterr().err == "Stopped: The site is not built.\n"


def test_the_signing_key_fits_a_standard_parameter():
    assert len(new_signing_key()) < 4096
