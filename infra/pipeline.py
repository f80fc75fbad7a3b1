"""Deploys the packaged code through CloudFormation, the way of pipelines; ``chalice deploy`` is the way of a desk."""

import argparse
import sys
from pathlib import Path
from typing import Any

from infra.aws import Aws, say
from infra.cloudformation import deploy_stack
from infra.names import STAGES
from infra.package.application import package
from infra.package.build import X86_64
from infra.provision import artifact_bucket, explained
from infra.stages import Stage, read_stages


def deploy_application(aws: Aws, stage: Stage, architecture: str = X86_64) -> dict[str, str]:
    """Package, upload and deploy one stage; the outputs name the REST API."""
    say("Packaging the application")
    template, code = package(stage, architecture)
    bucket = artifact_bucket(aws, stage.names)
    upload_code(aws, template, code, bucket)
    say(f"Deploying the stack {stage.names.app_stack} ({code.stat().st_size / 1e6:.1f} MB of code)")
    return deploy_stack(aws, stage.names.app_stack, template, bucket, {})


def upload_code(aws: Aws, template: dict[str, Any], code: Path, bucket: str) -> None:
    """Upload the zip under its content's name and make all functions of the template run it."""
    key = f"code/{code.name}"
    aws.client("s3").upload_file(str(code), bucket, key)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}


def main(arguments: list[str]) -> int:
    """The command a pipeline runs after infra.provision."""
    parser = argparse.ArgumentParser(prog="python -m infra.pipeline", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    stage = read_stages()[parser.parse_args(arguments).stage]
    return explained(lambda: say(str(deploy_application(Aws(stage.region), stage))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
