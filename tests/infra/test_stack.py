"""The stateful template: what must survive does, what is private stays so, what fails is noticed."""

import json

import pytest

from infra.lambdas import LAMBDAS
from infra.stack.alarms import LOG_ALARMS
from infra.stack.template import template
from infra.tables import TABLES, create_arguments

RESOURCES = template()["Resources"]


def of(kind: str) -> dict[str, dict]:
    return {name: resource for name, resource in RESOURCES.items() if resource["Type"] == kind}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_is_as_declared_and_cannot_be_lost_by_accident(table):
    named = {"Fn::Sub": f"${{Prefix}}-{table.name}"}
    [resource] = [r for r in of("AWS::DynamoDB::Table").values() if r["Properties"]["TableName"] == named]
    properties = resource["Properties"]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] == {"Fn::If": ["Aws", True, False]}
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    declared = create_arguments(table, "${Prefix}")
    for key in ("KeySchema", "AttributeDefinitions", "LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
        assert properties.get(key) == declared.get(key)
    expires = properties.get("TimeToLiveSpecification", {}).get("AttributeName")
    assert expires == table.expires


@pytest.mark.asvs("12.2.1", "12.3.1")
def test_every_bucket_is_encrypted_refuses_the_public_and_plain_http():
    buckets = of("AWS::S3::Bucket")
    assert set(buckets) == {"DocumentsBucket", "MediaBucket", "SiteBucket"}
    for name, bucket in buckets.items():
        assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["Properties"]["BucketEncryption"]
        assert bucket["DeletionPolicy"] == "Retain"
        statements = RESOURCES[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
        assert statements[0]["Effect"] == "Deny"
        assert statements[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_documents_are_versioned_and_nobody_but_our_lambdas_reads_them():
    assert RESOURCES["DocumentsBucket"]["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    statements = RESOURCES["DocumentsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert [statement["Effect"] for statement in statements] == ["Deny"]


def test_every_queue_has_dead_letters_that_ring():
    queues = {worker.queue for worker in LAMBDAS if worker.queue}
    for queue in queues:
        title = queue.capitalize()
        redrive = RESOURCES[f"{title}Queue"]["Properties"]["RedrivePolicy"]
        assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{title}DeadQueue", "Arn"]}
        alarm = RESOURCES[f"{title}DeadAlarm"]["Properties"]
        assert alarm["Dimensions"][0]["Value"] == {"Fn::GetAtt": [f"{title}DeadQueue", "QueueName"]}
    assert len(of("AWS::SQS::Queue")) == 2 * len(queues)


def test_what_becomes_of_mails_reaches_the_queue_from_our_rule_and_from_nobody_else():
    destination = RESOURCES["MailEvents"]["Properties"]
    assert destination["ConfigurationSetName"] == {"Ref": "MailConfigurationSet"}
    told = destination["EventDestination"]
    assert (told["Enabled"], sorted(told["MatchingEventTypes"])) == (
        True,
        ["bounce", "complaint", "reject", "renderingFailure"],
    )
    rule = RESOURCES["MailEventRule"]["Properties"]
    name = RESOURCES["MailConfigurationSet"]["Properties"]["Name"]
    assert rule["EventPattern"]["source"] == ["aws.ses"]
    assert rule["EventPattern"]["detail"]["mail"]["tags"] == {"ses:configuration-set": [name]}
    (target,) = rule["Targets"]
    assert target["Arn"] == {"Fn::GetAtt": ["FeedbackQueue", "Arn"]}
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["FeedbackDeadQueue", "Arn"]}}
    statements = RESOURCES["FeedbackQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert {statement["Resource"]["Fn::GetAtt"][0] for statement in statements} == {
        "FeedbackQueue",
        "FeedbackDeadQueue",
    }
    for statement in statements:
        assert (statement["Principal"], statement["Action"]) == ({"Service": "events.amazonaws.com"}, "sqs:SendMessage")
        assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["MailEventRule", "Arn"]}}}


def test_no_merchants_complaint_silences_another_one():
    """SES's own list of suppressed addresses is one for the whole account; ours is kept for each tenant."""
    assert RESOURCES["MailConfigurationSet"]["Properties"]["SuppressionOptions"] == {"SuppressedReasons": []}


def test_a_message_is_not_given_out_again_while_its_worker_may_still_run():
    for worker in LAMBDAS:
        if worker.queue:
            timeout = RESOURCES[f"{worker.queue.capitalize()}Queue"]["Properties"]["VisibilityTimeout"]
            assert timeout["Fn::If"][2] >= 6 * worker.timeout


def test_every_alarm_rings_the_topic_and_listens_to_a_log_that_exists():
    groups = of("AWS::Logs::LogGroup")
    assert len(groups) == len(LAMBDAS)
    for alarm in of("AWS::CloudWatch::Alarm").values():
        assert alarm["Properties"]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    for metric in of("AWS::Logs::MetricFilter").values():
        assert metric["Properties"]["LogGroupName"]["Ref"] in groups
    assert {alarm.function for alarm in LOG_ALARMS} <= {worker.name for worker in LAMBDAS}


@pytest.mark.asvs("13.3.1")
def test_the_template_holds_no_secret_and_fits():
    text = json.dumps(template())
    assert "SecureString" not in text
    assert len(text) < 1_000_000
    assert len(RESOURCES) < 500
