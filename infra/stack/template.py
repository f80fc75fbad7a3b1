"""The stateful CloudFormation template, put together."""

from typing import Any

from infra.stack.alarms import alarm_resources
from infra.stack.buckets import bucket_resources
from infra.stack.mail import mail_resources
from infra.stack.queues import queue_resources
from infra.stack.tables import table_resources


def template() -> dict[str, Any]:
    """The template; its parameters are the stage's prefix, the mail sender, and whether this is the local stage."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Client Portal: everything that keeps state. The code is deployed by Chalice.",
        "Parameters": {
            "Prefix": {"Type": "String", "AllowedPattern": "client-portal-[a-z]+"},
            "MailSender": {"Type": "String", "AllowedPattern": "[^@\\s]+@[^@\\s]+"},
            "Kind": {"Type": "String", "AllowedValues": ["aws", "local"], "Default": "aws"},
        },
        "Conditions": {
            "Local": {"Fn::Equals": [{"Ref": "Kind"}, "local"]},
            "Aws": {"Fn::Equals": [{"Ref": "Kind"}, "aws"]},
        },
        "Resources": {
            **table_resources(),
            **bucket_resources(),
            **queue_resources(),
            **mail_resources(),
            **alarm_resources(),
        },
        "Outputs": {
            "DocumentsBucket": {"Value": {"Ref": "DocumentsBucket"}},
            "MediaBucket": {"Value": {"Ref": "MediaBucket"}},
            "SiteBucket": {"Value": {"Ref": "SiteBucket"}},
            "ConfigurationSet": {"Value": {"Ref": "MailConfigurationSet"}},
            "AlarmTopic": {"Value": {"Ref": "AlarmTopic"}},
        },
    }
