"""Deploys onto the emulator what would be deployed to AWS. Runs in ``.venv``; wishes come on standard input as JSON."""

import json
import platform
import sys
from typing import Any

from botocore.exceptions import ClientError

from infra.aws import Aws, Refused
from infra.names import LOCAL, Names
from infra.pipeline import deploy_application
from infra.provision import explained, provision
from infra.secrets import read_secret
from infra.stages import Stage, environment
from infra.tables import TABLES, create_arguments

MAIL_SENDER = "portal@client-portal.example"


def local_stage(site_url: str, provider_url: str) -> Stage:
    """The stage of the emulator: like any other, with the stand-in provider and generous limits."""
    knobs = {"PORTAL_STRIPE_API_BASE": provider_url, "PORTAL_LIMIT_FACTOR": "10"}
    return Stage(LOCAL, site_url=site_url, mail_sender=MAIL_SENDER, environment=knobs)


def check_keys(aws: Aws, prefix: str) -> None:
    """Keys and local indexes cannot be changed under kept data, and CloudFormation's words for it help nobody. Raises Refused."""
    changed = [table.name for table in TABLES if _is_kept_otherwise(aws, create_arguments(table, prefix))]
    if changed:
        raise Refused(
            f"the data that is kept here was written under other keys ({', '.join(changed)}), so the new code cannot "
            "read it: start anew with make run FRESH=1, or forget the data with make reset"
        )


def _is_kept_otherwise(aws: Aws, wanted: dict[str, Any]) -> bool:
    try:
        kept = aws.client("dynamodb").describe_table(TableName=wanted["TableName"])["Table"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return False
        raise
    return _fixed(kept) != _fixed(wanted)


def _fixed(table: dict[str, Any]) -> list[Any]:
    """What a table keeps for its whole life: its own keys and those of its local indexes."""
    local = {index["IndexName"]: index["KeySchema"] for index in table.get("LocalSecondaryIndexes", [])}
    return [table["KeySchema"], local]


def deploy(wishes: dict[str, str]) -> dict[str, Any]:
    """Provision, package and deploy; what the front server and the seeding need to know."""
    aws = Aws(wishes["region"], wishes["endpoint"])
    check_keys(aws, Names(LOCAL).prefix)
    architecture = platform.machine()
    stage = provision(aws, local_stage(wishes["site_url"], wishes["provider_url"]), architecture)
    outputs = deploy_application(aws, stage, architecture)
    return {
        "api_id": outputs["RestAPIId"],
        "media_bucket": stage.names.bucket("media"),
        "origin_secret": read_secret(aws, stage.names.secret("origin-secret")),
        "environment": environment(stage),
    }


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    sys.exit(explained(lambda: json.dump(deploy(wanted), sys.stdout)))
