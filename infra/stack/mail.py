"""The mail identity and configuration set of the stateful stack, and the topic that alarms ring."""

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
                "SuppressionOptions": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
                "DeliveryOptions": {"TlsPolicy": {"Fn::If": ["Local", "OPTIONAL", "REQUIRE"]}},
            },
        },
        "AlarmTopic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {"TopicName": {"Fn::Sub": "${Prefix}-alarms"}},
        },
    }
