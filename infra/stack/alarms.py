"""Alarms: dead letters, and what the application's own log lines say went wrong."""

from dataclasses import dataclass
from typing import Any

from infra.lambdas import LAMBDAS


@dataclass(frozen=True)
class LogAlarm:
    """An alarm that rings when a Lambda logs a JSON line with this ``event``."""

    title: str
    function: str
    event: str
    meaning: str


LOG_ALARMS = (
    LogAlarm("MailUnknown", "deliver_outbox", "outbox.unknown", "A mail may or may not have been sent."),
    LogAlarm("MailUnknownSwept", "sweep_outbox", "outbox.unknown", "A mail may or may not have been sent."),
    LogAlarm("MailRefused", "deliver_outbox", "outbox.refused", "SES will not send a mail, ever."),
    LogAlarm("MailRejected", "record_mail_event", "mail.rejected", "SES took a mail and did not send it."),
    LogAlarm("OutboxGivenUp", "sweep_outbox", "outbox.refused", "A mail or a document waited for three days in vain."),
    LogAlarm("ChargeDiffers", "api_handler", "payment.differs", "The gateway took another amount than was asked for."),
    LogAlarm(
        "ChargedTwice", "api_handler", "payment.charged_twice", "An attempt took money twice; it is kept as credit."
    ),
    LogAlarm("EventRefused", "api_handler", "payment.event_refused", "A signed event names another merchant."),
    LogAlarm("LedgerDiffers", "reconcile_payments", "reconcile.difference", "Gateway and ledger disagree."),
    LogAlarm("ExportFailed", "write_export", "export.failed", "A merchant's export was begun five times in vain."),
    LogAlarm("PaymentStuck", "reconcile_payments", "reconcile.stuck", "A payment has had no final answer for a day."),
)


def alarm_resources() -> dict[str, Any]:
    """Alarms for every dead-letter queue and every line of LOG_ALARMS, all ringing one topic."""
    resources: dict[str, Any] = {}
    for worker in LAMBDAS:
        if worker.queue:
            resources[f"{worker.queue.capitalize()}DeadAlarm"] = _dead_letter_alarm(worker.queue)
        resources |= _log_group(worker.name)
    for alarm in LOG_ALARMS:
        resources |= _log_alarm(alarm)
    return resources


def _dead_letter_alarm(queue: str) -> dict[str, Any]:
    dimension = {"Name": "QueueName", "Value": {"Fn::GetAtt": [f"{queue.capitalize()}DeadQueue", "QueueName"]}}
    return _alarm(
        f"Messages of the queue {queue} failed every try: read them, mend the cause, redrive them.",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[dimension],
        Statistic="Maximum",
    )


def _log_group(function: str) -> dict[str, Any]:
    """Log groups are declared so that metric filters can hang on them before the first deployment of the code."""
    return {
        f"{_title(function)}Logs": {
            "Type": "AWS::Logs::LogGroup",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"LogGroupName": {"Fn::Sub": f"/aws/lambda/{_function(function)}"}, "RetentionInDays": 90},
        }
    }


def _function(name: str) -> str:
    return "${Prefix}" if name == "api_handler" else f"${{Prefix}}-{name}"


def _log_alarm(alarm: LogAlarm) -> dict[str, Any]:
    metric = {"Fn::Sub": f"${{Prefix}}-{alarm.title}"}
    return {
        f"{alarm.title}Metric": {
            "Type": "AWS::Logs::MetricFilter",
            "Properties": {
                "LogGroupName": {"Ref": f"{_title(alarm.function)}Logs"},
                "FilterPattern": f'{{ $.event = "{alarm.event}" }}',
                "MetricTransformations": [
                    {"MetricNamespace": "client-portal", "MetricName": metric, "MetricValue": "1", "DefaultValue": 0}
                ],
            },
        },
        f"{alarm.title}Alarm": _alarm(alarm.meaning, Namespace="client-portal", MetricName=metric, Statistic="Sum"),
    }


def _alarm(meaning: str, **properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": meaning,
            "AlarmActions": [{"Ref": "AlarmTopic"}],
            "ComparisonOperator": "GreaterThanThreshold",
            "EvaluationPeriods": 1,
            "Period": 300,
            "Threshold": 0,
            "TreatMissingData": "notBreaching",
            **properties,
        },
    }


def _title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
