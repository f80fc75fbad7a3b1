"""Every stage packages to a template that CloudFormation would take."""

import pytest

from infra.lambdas import LAMBDAS
from infra.names import STAGES, Names
from infra.package.application import package
from infra.stages import read_stages


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_packages_to_its_own_functions_roles_and_environment(name):
    template, _ = package(read_stages()[name])
    resources = template["Resources"]
    functions = [r["Properties"] for r in resources.values() if r["Type"] == "AWS::Serverless::Function"]
    assert {function["FunctionName"] for function in functions} == {
        Names(name).function(worker.name) for worker in LAMBDAS
    }
    assert {function["Environment"]["Variables"]["PORTAL_STAGE"] for function in functions} == {name}
    assert {function["Architectures"][0] for function in functions} == {"x86_64"}
    roles = [r for r in resources.values() if r["Type"] == "AWS::IAM::Role"]
    assert len(roles) == len(LAMBDAS)
    assert resources["RestAPI"]["Properties"]["StageName"] == "api"


def test_queues_and_clock_wake_exactly_the_lambdas_that_say_so():
    template, _ = package(read_stages()["dev"])
    woken = {}
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            events = resource["Properties"].get("Events", {}).values()
            woken[resource["Properties"]["FunctionName"]] = {event["Type"] for event in events}
    for worker in LAMBDAS:
        expected = {"SQS"} if worker.queue else {"Schedule"} if worker.scheduled else set()
        assert woken[Names("dev").function(worker.name)] == expected


def test_the_api_stays_within_what_api_gateway_takes():
    template, _ = package(read_stages()["dev"])
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    resources = {part for path in paths for part in _prefixes(path)}
    assert 0 < len(resources) <= 300


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]
