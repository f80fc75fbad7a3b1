"""A merchant's own domain: recorded for the stage, carried by the package, made as a distribution of its own, and led to by mails."""

import dataclasses
import json

import pytest

from chalicelib import settings as reading
from chalicelib.estimates.send import send_estimate
from infra import publish_site, stages
from infra.add_domain import with_domain
from infra.aws import Refused
from infra.merchants import operator_of
from infra.package.application import package
from infra.stages import Domain, Stage
from tests.fixtures.estimates import an_estimate
from tests.fixtures.invoices import mails
from tests.infra.test_publish_site import FILES, STAGE, aws, dist  # noqa: F401

ARN = "arn:aws:acm:us-east-1:123456789012:certificate/6f2c-1"
OWN = Domain("acme", "billing.acme.example", ARN)


@pytest.fixture
def stage():
    return with_domain(Stage("dev", site_url="https://portal.example.com"), "ten_acme", OWN)


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        (Domain("acme", "no host", ARN), "is no host name"),
        (Domain("acme", "billing.acme.example", ARN.replace("us-east-1", "eu-central-1")), "of us-east-1 only"),
        (Domain("globex", "billing.acme.example", ARN), "is taken"),
        (Domain("globex", "portal.example.com", ARN), "is taken"),
    ],
)
def test_what_cannot_be_a_domain_is_said(stage, domain, words):
    with pytest.raises(Refused, match=words):
        with_domain(stage, "ten_globex", domain)


def test_it_is_recorded_changed_and_taken_away(stage, monkeypatch, tmp_path):
    monkeypatch.setattr(stages, "RECORD", tmp_path / "provisioned.json")
    stages.write_stage(stage)
    assert stages.read_stages()["dev"].domains == {"ten_acme": OWN}
    moved = with_domain(stage, "ten_acme", dataclasses.replace(OWN, host="pay.acme.example"))
    assert [one.host for one in moved.domains.values()] == ["pay.acme.example"]
    assert with_domain(moved, "ten_acme", Domain("acme", "", "")).domains == {}


def test_v13_the_packaged_lambdas_know_it_from_their_configuration_alone(stage, monkeypatch, cloud, acme, ada, request):
    template, _ = package(stage)
    told = [
        resource["Properties"]["Environment"]["Variables"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    ]
    assert {one["PORTAL_DOMAINS"] for one in told} == {"ten_acme=https://billing.acme.example"}
    assert {one["PORTAL_ALLOWED_ORIGINS"] for one in told} == {
        "https://portal.example.com,https://billing.acme.example"
    }
    request.addfinalizer(reading.settings.cache_clear)
    for name in ("PORTAL_DOMAINS", "PORTAL_ALLOWED_ORIGINS", "PORTAL_SITE_URL"):
        monkeypatch.setenv(name, told[0][name])
    reading.settings.cache_clear()
    assert reading.settings().site_of("ten_globex") == "https://portal.example.com"
    offer = an_estimate()
    send_estimate(operator_of(ada.user.merchant), offer.id)
    (mail,) = mails()
    assert f"https://billing.acme.example/acme/estimates/{offer.id}" in mail.text
    assert "portal.example.com" not in mail.text


def test_it_is_a_distribution_of_its_own_that_begins_with_the_portal(aws, dist):  # noqa: F811
    publish_site.publish(aws, dataclasses.replace(STAGE, domains={"ten_acme": OWN}), dist)
    shared, own = aws.asked("cloudformation.CreateStack")
    assert shared["StackName"] == "client-portal-dev-site" and own["StackName"] == STAGE.names.domain_prefix("acme")
    given = {item["ParameterKey"]: item["ParameterValue"] for item in own["Parameters"]}
    assert (given["Domain"], given["Certificate"], given["Home"]) == ("billing.acme.example", ARN, "acme")
    assert given["Prefix"] == own["StackName"] and len(f"{given['Prefix']}-media-headers") <= 64
    assert len(aws.asked("cloudfront.CreateInvalidation")) == 2
    assert json.dumps(publish_site.site_template())
