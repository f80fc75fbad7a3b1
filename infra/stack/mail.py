"""The mail identity and configuration set of the stateful stack, what SES tells of mails, and the topic that alarms ring."""

from typing import Any


def mail_resources() -> dict[str, Any]:
    """The sender must be confirmed once: SES writes to it, or asks for DNS records if it is a domain."""
    return {
        "MailIdentity": {
            "Type": "AWS::SES::EmailIdentity",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"EmailIdentity": {"Ref": "MailSender"}},
        },
        "MailConfigurationSet": {
            "Type": "AWS::SES::ConfigurationSet",
            "Properties": {
                "Name": {"Fn::Sub": "${Prefix}-mail"},
                "ReputationOptions": {"ReputationMetricsEnabled": True},
                # Each tenant's addresses are withheld by the outbox itself. SES's own list is one for the whole account:
                # a complaint about one merchant would silence another, and nobody could clear it.
                "SuppressionOptions": {"SuppressedReasons": []},
                "DeliveryOptions": {"TlsPolicy": {"Fn::If": ["Local", "OPTIONAL", "REQUIRE"]}},
            },
        },
        "AlarmTopic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {"TopicName": {"Fn::Sub": "${Prefix}-alarms"}},
        },
        **_events(),
    }


def _events() -> dict[str, Any]:
    """What became of mails, by EventBridge into the queue: both encrypt at rest with AWS's keys, a topic would need one of ours."""
    bus = {"Fn::Sub": "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"}
    queue, dead = ({"Fn::GetAtt": [f"Feedback{kind}Queue", "Arn"]} for kind in ("", "Dead"))
    ours = {"mail": {"tags": {"ses:configuration-set": [{"Fn::Sub": "${Prefix}-mail"}]}}}
    return {
        "MailEvents": {
            "Type": "AWS::SES::ConfigurationSetEventDestination",
            "Properties": {
                "ConfigurationSetName": {"Ref": "MailConfigurationSet"},
                "EventDestination": {
                    "Name": "events",
                    "Enabled": True,
                    "MatchingEventTypes": ["bounce", "complaint", "reject", "renderingFailure"],
                    "EventBridgeDestination": {"EventBusArn": bus},
                },
            },
        },
        "MailEventRule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "Name": {"Fn::Sub": "${Prefix}-mail-events"},
                "EventPattern": {"source": ["aws.ses"], "detail": ours},
                "Targets": [{"Id": "feedback", "Arn": queue, "DeadLetterConfig": {"Arn": dead}}],
            },
        },
        "FeedbackQueuePolicy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [{"Ref": "FeedbackQueue"}, {"Ref": "FeedbackDeadQueue"}],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [_rule_may_send(queue), _rule_may_send(dead)]},
            },
        },
    }


def _rule_may_send(queue: dict[str, Any]) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["MailEventRule", "Arn"]}}},
    }
