"""Creates or updates the site's CloudFront distribution and uploads the built site; run after the code is deployed."""

import argparse
import json
import mimetypes
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra import edge
from infra.aws import Aws, Refused, say
from infra.cloudformation import deploy_stack, stack_outputs
from infra.names import STAGES
from infra.provision import artifact_bucket, explained
from infra.secrets import read_secret
from infra.stack.site import site_template
from infra.stages import CHALICE, ROOT, Stage, read_stages

DIST = ROOT / "site" / "dist"


def publish(aws: Aws, stage: Stage, dist: Path) -> str:
    """Bring distribution and files up to date; answers the site's URL. Raises Refused."""
    files = site_files(dist)
    domain = urlsplit(stage.site_url).hostname or "" if stage.certificate else ""
    names = stage.names
    outputs = [distribute(aws, stage, names.site_stack, names.prefix, domain, stage.certificate)]
    for one in stage.domains.values():
        own = names.domain_prefix(one.portal)
        outputs.append(distribute(aws, stage, own, own, one.host, one.certificate, one.portal))
        say(f"{one.host} is to point to {outputs[-1]['DistributionDomain']}")
    upload(aws, names.bucket("site"), dist, files)
    for told in outputs:
        _invalidate(aws, told["DistributionId"])
    return f"https://{domain or outputs[0]['DistributionDomain']}"


def distribute(
    aws: Aws, stage: Stage, stack: str, prefix: str, domain: str, certificate: str, home: str = ""
) -> dict[str, str]:
    """One distribution before the stage's site, API and media; ``home`` is the portal it begins with."""
    names = stage.names
    parameters = {
        "Prefix": prefix,
        "SiteBucket": names.bucket("site"),
        "MediaBucket": names.bucket("media"),
        "ApiId": api_id(aws, stage),
        "OriginSecret": read_secret(aws, names.secret("origin-secret")),
        "Domain": domain,
        "Certificate": certificate,
        "Home": home,
    }
    say(f"Deploying the stack {stack}; a new distribution takes some minutes")
    return deploy_stack(aws, stack, site_template(), artifact_bucket(aws, names), parameters)


def api_id(aws: Aws, stage: Stage) -> str:
    """The REST API, deployed by a pipeline or by ``chalice deploy``. Raises Refused if it is not deployed."""
    outputs = stack_outputs(aws, stage.names.app_stack) or {}
    record = CHALICE / "deployed" / f"{stage.name}.json"
    resources = json.loads(record.read_text())["resources"] if record.exists() else []
    by_chalice = [resource["rest_api_id"] for resource in resources if resource["resource_type"] == "rest_api"]
    found = [*filter(None, [outputs.get("RestAPIId")]), *by_chalice]
    if not found:
        raise Refused(f"The API of {stage.name} is not deployed: run chalice deploy --stage {stage.name} first.")
    return str(found[0])


def site_files(dist: Path) -> list[Path]:
    """What is uploaded: pages last, so that no page ever names a file that is not there yet."""
    files = sorted(path for path in dist.rglob("*") if path.is_file() and not path.name.startswith("."))
    if not any(path.name == "index.html" for path in files):
        raise Refused("The site is not built: run make environments, or npm run build in site/.")
    return sorted(files, key=lambda path: path.suffix == ".html")


def upload(aws: Aws, bucket: str, dist: Path, files: list[Path]) -> None:
    """Upload every file with its type and how long it may be kept. Old assets stay: open pages may still ask for them."""
    s3 = aws.client("s3")
    for path in files:
        key = path.relative_to(dist).as_posix()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        told: dict[str, Any] = {"ContentType": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind}
        s3.put_object(
            Bucket=bucket, Key=key, Body=path.read_bytes(), CacheControl=edge.cache_control(f"/{key}"), **told
        )
    say(f"Uploaded {len(files)} files")


def _invalidate(aws: Aws, distribution: str) -> None:
    """Pages are asked for anew each second anyway; this makes it at once."""
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())}
    aws.client("cloudfront").create_invalidation(DistributionId=distribution, InvalidationBatch=batch)


def main(arguments: list[str]) -> int:
    """The command an operator runs after each deployment of the code."""
    parser = argparse.ArgumentParser(prog="python -m infra.publish_site", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    stage = read_stages()[parser.parse_args(arguments).stage]
    return explained(lambda: _publish_and_tell(stage))


def _publish_and_tell(stage: Stage) -> None:
    url = publish(Aws(stage.region), stage, DIST)
    say(f"The site is at {url}")
    if url != stage.site_url:
        say(f"Mails and payments still point to {stage.site_url}. Say so once, and deploy the code again:")
        say(f"  python -m infra.provision --stage {stage.name} --site-url {url}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
