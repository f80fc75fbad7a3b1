"""Deploys onto the emulator what would be deployed to AWS. Runs in ``.venv``; wishes come on standard input as JSON."""

import json
import platform
import sys
from typing import Any

from infra.aws import Aws
from infra.names import LOCAL
from infra.pipeline import deploy_application
from infra.provision import explained, provision
from infra.secrets import read_secret
from infra.stages import Stage, environment

MAIL_SENDER = "portal@client-portal.example"


def local_stage(site_url: str, provider_url: str) -> Stage:
    """The stage of the emulator: like any other, with the stand-in provider and generous limits."""
    knobs = {"PORTAL_STRIPE_API_BASE": provider_url, "PORTAL_LIMIT_FACTOR": "10"}
    return Stage(LOCAL, site_url=site_url, mail_sender=MAIL_SENDER, environment=knobs)


def deploy(wishes: dict[str, str]) -> dict[str, Any]:
    """Provision, package and deploy; what the front server and the seeding need to know."""
    aws = Aws(wishes["region"], wishes["endpoint"])
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
