"""The least-privilege policy of each Lambda, from its row in infra.lambdas: no ``*`` in actions, never a Scan."""

from typing import Any

from infra.lambdas import Lambda
from infra.names import LOCAL, Names

Statement = dict[str, Any]


def policy(worker: Lambda, names: Names) -> dict[str, Any]:
    """The policy document of one Lambda in one stage."""
    statements = [*_tables(worker, names), *_queues(worker, names), *_files(worker, names), *_others(worker, names)]
    return {"Version": "2012-10-17", "Statement": statements}


def _arn(names: Names, service: str, resource: str) -> str:
    return f"arn:aws:{service}:{names.region}:{names.account}:{resource}"


def _allow(actions: list[str], resources: list[str]) -> Statement:
    return {"Effect": "Allow", "Action": sorted(actions), "Resource": sorted(resources)}


def _tables(worker: Lambda, names: Names) -> list[Statement]:
    """One statement for each set of verbs, over the tables that need exactly these."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for table, verbs in worker.tables.items():
        groups.setdefault(tuple(sorted(verbs)), []).append(table)
    return [
        _allow([f"dynamodb:{verb}" for verb in verbs], [arn for table in tables for arn in _table_arns(table, names)])
        for verbs, tables in sorted(groups.items())
    ]


def _table_arns(table: str, names: Names) -> list[str]:
    arn = _arn(names, "dynamodb", f"table/{names.prefix}-{table}")
    return [arn, f"{arn}/index/*"]


def _queues(worker: Lambda, names: Names) -> list[Statement]:
    statements = []
    if worker.sends_to:
        targets = [_arn(names, "sqs", names.queue(queue)) for queue in worker.sends_to]
        statements.append(_allow(["sqs:GetQueueUrl", "sqs:SendMessage"], targets))
    if worker.queue:
        verbs = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")
        source = _arn(names, "sqs", names.queue(worker.queue))
        statements.append(_allow([f"sqs:{verb}" for verb in verbs], [source]))
    return statements


def _files(worker: Lambda, names: Names) -> list[Statement]:
    documents = f"arn:aws:s3:::{names.bucket('documents')}/*"
    statements = []
    if worker.reads_documents:
        statements.append(_allow(["s3:GetObject"], [documents]))
    if worker.writes_documents:
        statements.append(_allow(["s3:PutObject"], [documents]))
    if worker.writes_below:
        statements.append(_allow(["s3:PutObject"], _folders(worker.writes_below, names)))
    if worker.deletes_below:
        statements.append(_allow(["s3:AbortMultipartUpload", "s3:DeleteObject"], _folders(worker.deletes_below, names)))
    media = f"arn:aws:s3:::{names.bucket('media')}/media/*"
    if worker.reads_media:
        statements.append(_allow(["s3:GetObject"], [media]))
    if worker.writes_media:
        statements.append(_allow(["s3:PutObject"], [media]))
    return statements


def _folders(folders: tuple[str, ...], names: Names) -> list[str]:
    return [f"arn:aws:s3:::{names.bucket('documents')}/{folder}/*" for folder in folders]


def _others(worker: Lambda, names: Names) -> list[Statement]:
    group = _arn(names, "logs", f"log-group:/aws/lambda/{names.function(worker.name)}")
    statements = [_allow(["logs:CreateLogStream", "logs:PutLogEvents"], [f"{group}:*"])]
    if worker.secrets:
        paths = [_arn(names, "ssm", f"parameter{names.secret(name)}") for name in worker.secrets]
        statements.append(_allow(["ssm:GetParameter"], paths))
    if worker.keeps_secrets:
        paths = [_arn(names, "ssm", f"parameter{names.secret(name)}") for name in worker.keeps_secrets]
        statements.append(_allow(["ssm:PutParameter"], paths))
    if worker.invokes:
        functions = [_arn(names, "lambda", f"function:{names.function(name)}") for name in worker.invokes]
        statements.append(_allow(["lambda:InvokeFunction"], functions))
    if worker.sends_mail:
        statements.append(_send_mail(names))
    return statements


def _send_mail(names: Names) -> Statement:
    """SES checks the sender's identity, which may be the address or its domain, and the configuration set."""
    # The emulator asks whether mail may be sent at all, about no resource.
    everything = ["*"] if names.stage == LOCAL else []
    ours = [_arn(names, "ses", "identity/*"), _arn(names, "ses", f"configuration-set/{names.configuration_set}")]
    return _allow(["ses:SendEmail", "ses:SendRawEmail"], everything or ours)
