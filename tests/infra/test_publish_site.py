"""Publishing the site, as a plan of calls."""

import dataclasses
import json
from datetime import UTC, datetime

import pytest

from infra import edge, publish_site
from infra.aws import Refused
from infra.publish_site import publish, site_files
from infra.stages import Stage
from tests.infra.recorder import RecordedAws, refusal

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STAGE = Stage("dev", account="123456789012", region="eu-west-1", site_url="https://portal.example.org")
FILES = {
    "index.html": ("text/html; charset=utf-8", "no-cache"),
    "merchant.html": ("text/html; charset=utf-8", "no-cache"),
    "assets/portal-4F2A.js": ("text/javascript; charset=utf-8", f"public, max-age={edge.ONE_YEAR}, immutable"),
    "assets/portal-4F2A.css": ("text/css; charset=utf-8", f"public, max-age={edge.ONE_YEAR}, immutable"),
    "assets/icon-9B.svg": ("image/svg+xml", f"public, max-age={edge.ONE_YEAR}, immutable"),
}


@pytest.fixture
def dist(tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def aws(monkeypatch, tmp_path_factory) -> RecordedAws:
    monkeypatch.setattr(publish_site, "CHALICE", tmp_path_factory.mktemp("chalice"))
    made: list[str] = []

    def describe(params):
        name = params["StackName"]
        if name != "client-portal-dev-app" and name not in made:
            raise refusal("ValidationError", f"Stack with id {name} does not exist")
        distribution = {"DistributionId": "E1", "DistributionDomain": "d1.cloudfront.net"}
        outputs = {"RestAPIId": "abc123"} if name == "client-portal-dev-app" else distribution
        listed = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]
        stack = {"StackName": name, "CreationTime": NOW, "StackStatus": "CREATE_COMPLETE", "Outputs": listed}
        return {"Stacks": [stack]}

    def create(params):
        made.append(params["StackName"])
        return {"StackId": "arn:stack"}

    invalidation = {"Id": "I1", "Status": "InProgress", "CreateTime": NOW}
    invalidation["InvalidationBatch"] = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "1"}
    return RecordedAws(
        {
            "cloudformation.DescribeStacks": describe,
            "cloudformation.CreateStack": create,
            "ssm.GetParameter": {"Parameter": {"Value": "a-secret"}},
            "s3.HeadBucket": {},
            "s3.PutObject": {},
            "cloudfront.CreateInvalidation": {"Invalidation": invalidation},
        }
    )


def parameters(aws: RecordedAws) -> dict[str, str]:
    [create] = aws.asked("cloudformation.CreateStack")
    return {item["ParameterKey"]: item["ParameterValue"] for item in create["Parameters"]}


def test_the_distribution_stands_before_any_file_and_pages_come_last(aws, dist):
    assert publish(aws, STAGE, dist) == "https://d1.cloudfront.net"
    plan = aws.plan()
    assert plan.index("cloudformation.CreateStack") < plan.index(
        "s3.PutObject", plan.index("cloudformation.CreateStack")
    )
    assert plan[-1] == "cloudfront.CreateInvalidation"
    keys = [
        call["Key"] for call in aws.asked("s3.PutObject") if call["Bucket"] == "client-portal-dev-site-123456789012"
    ]
    assert sorted(keys) == sorted(FILES)
    assert {key.endswith(".html") for key in keys[-2:]} == {True}


@pytest.mark.asvs("4.1.1", "14.2.2")
def test_every_file_has_its_type_and_how_long_it_may_be_kept(aws, dist):
    publish(aws, STAGE, dist)
    told = {
        call["Key"]: (call["ContentType"], call["CacheControl"])
        for call in aws.asked("s3.PutObject")
        if call["Key"] in FILES
    }
    assert told == FILES


def test_the_origins_secret_is_a_parameter_and_in_no_template(aws, dist):
    publish(aws, STAGE, dist)
    assert parameters(aws)["OriginSecret"] == "a-secret"
    template = next(call["Body"] for call in aws.asked("s3.PutObject") if call["Key"].startswith("templates/"))
    assert b"a-secret" not in template
    assert json.loads(template)["Parameters"]["OriginSecret"]["NoEcho"] is True


def test_a_domain_of_ones_own_needs_a_certificate(aws, dist):
    publish(aws, STAGE, dist)
    assert (parameters(aws)["Domain"], parameters(aws)["Certificate"]) == ("", "")


def test_with_a_certificate_the_site_has_its_own_domain(aws, dist):
    certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1"
    assert publish(aws, dataclasses.replace(STAGE, certificate=certificate), dist) == "https://portal.example.org"
    assert (parameters(aws)["Domain"], parameters(aws)["Certificate"]) == ("portal.example.org", certificate)


def test_the_api_that_chalice_deployed_is_found(aws, dist):
    aws.answers["cloudformation.DescribeStacks"] = refusal("ValidationError", "Stack does not exist")
    folder = publish_site.CHALICE / "deployed"
    folder.mkdir()
    (folder / "dev.json").write_text(
        json.dumps({"resources": [{"resource_type": "rest_api", "rest_api_id": "xyz789"}]})
    )
    assert publish_site.api_id(aws, STAGE) == "xyz789"


def test_without_a_deployed_api_it_says_what_to_do_first(aws):
    aws.answers["cloudformation.DescribeStacks"] = refusal("ValidationError", "Stack does not exist")
    with pytest.raises(Refused, match="run chalice deploy --stage dev first"):
        publish_site.api_id(aws, STAGE)


def test_a_site_that_is_not_built_is_not_published(aws, tmp_path):
    with pytest.raises(Refused, match="The site is not built"):
        publish(aws, STAGE, tmp_path)
    assert aws.calls == []


@pytest.mark.asvs("13.4.1")
def test_hidden_files_are_not_published(dist):
    (dist / ".hidden").write_text("x")
    assert ".hidden" not in {path.name for path in site_files(dist)}
