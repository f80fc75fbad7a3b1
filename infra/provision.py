"""Deploys what keeps state, makes absent secrets, publishes layers, and writes the stage's Chalice configuration."""

import argparse
import dataclasses
import sys
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from infra import policies
from infra.aws import Aws, Refused, say
from infra.cloudformation import deploy_stack
from infra.layers import publish_layers
from infra.names import LOCAL, STAGES, Names
from infra.package.build import X86_64
from infra.package.wheels import PackagingFailed
from infra.secrets import make_absent_secrets
from infra.stack.template import template
from infra.stages import CHALICE, Stage, read_stages, write_stage


def provision(aws: Aws, stage: Stage, architecture: str = X86_64) -> Stage:
    """Bring everything that keeps state to where the code expects it; repeating it changes nothing."""
    stage = dataclasses.replace(stage, account=aws.account, region=aws.region)
    names = stage.names
    bucket = artifact_bucket(aws, names)
    say(f"Deploying the stateful stack {names.state_stack}")
    kind = LOCAL if stage.name == LOCAL else "aws"
    parameters = {"Prefix": names.prefix, "MailSender": stage.mail_sender, "Kind": kind}
    deploy_stack(aws, names.state_stack, template(), bucket, parameters)
    make_absent_secrets(aws, names)
    return dataclasses.replace(stage, layers=publish_layers(aws, names, bucket, architecture))


def artifact_bucket(aws: Aws, names: Names) -> str:
    """The private bucket that zips and templates pass through, made if absent."""
    bucket = names.bucket("artifacts")
    s3 = aws.client("s3")
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError:
        # The oldest region is the default and must not be named.
        place = {} if aws.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
        s3.create_bucket(Bucket=bucket, **place)
        s3.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
        )
    return bucket


def main(arguments: list[str]) -> int:
    """The command an operator runs once per stage, and again after an upgrade."""
    parser = argparse.ArgumentParser(prog="python -m infra.provision", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--region", default=None, help="default: the stage's recorded one, else eu-central-1")
    parser.add_argument(
        "--site-url", default=None, help="where clients reach the site, e.g. https://portal.example.com"
    )
    parser.add_argument("--mail-sender", default=None, help="the address that mails come from; SES asks to confirm it")
    parser.add_argument(
        "--certificate", default=None, help="ARN in us-east-1 of the site's certificate, for a domain of yours"
    )
    chosen = parser.parse_args(arguments)
    known = read_stages()[chosen.stage]
    stage = dataclasses.replace(
        known,
        site_url=(chosen.site_url or known.site_url).rstrip("/"),
        mail_sender=chosen.mail_sender or known.mail_sender,
        certificate=known.certificate if chosen.certificate is None else chosen.certificate,
    )
    return explained(lambda: _provision_and_record(Aws(chosen.region or known.region), stage))


def _provision_and_record(aws: Aws, stage: Stage) -> None:
    write_stage(provision(aws, stage))
    policies.write(CHALICE, list(read_stages().values()))
    say(f"Ready. Deploy the code with: chalice deploy --stage {stage.name}")


def explained(work: Callable[[], None]) -> int:
    """Run a command's work; what an operator can mend is one sentence, not a traceback."""
    try:
        work()
    except (Refused, PackagingFailed, BotoCoreError, ClientError) as error:
        say(f"Stopped: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
