"""Gives a merchant a domain of its own, or takes it away: recorded for the stage, made by the next publishing of the site."""

import argparse
import dataclasses
import os
import re
import sys

from infra import policies
from infra.aws import Refused, say
from infra.create_merchant import stage_environment
from infra.names import STAGES
from infra.provision import explained
from infra.stages import CHALICE, Domain, Stage, read_stages, write_stage

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_CERTIFICATE = re.compile(r"arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate/[\w-]+")
_MORE = "Then deploy the code and publish the site: docs/operations.md tells in which order, and what the certificate needs."


def main(arguments: list[str]) -> int:
    """The command an operator runs once for each merchant that wants a domain of its own."""
    parser = argparse.ArgumentParser(prog="python -m infra.add_domain", description=__doc__, epilog=_MORE)
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--portal", required=True, help="the portal's name, e.g. acme")
    parser.add_argument("--host", default="", help="e.g. billing.acme.com; left out: the domain is taken away")
    parser.add_argument("--certificate", default="", help="ARN of a certificate for the host, in us-east-1")
    wish = parser.parse_args(arguments)
    return explained(lambda: _record(read_stages()[wish.stage], wish.portal, wish.host.lower(), wish.certificate))


def _record(stage: Stage, portal: str, host: str, certificate: str) -> None:
    tenant_id = _tenant_of(stage.name, portal)
    write_stage(with_domain(stage, tenant_id, Domain(portal, host, certificate)))
    policies.write(CHALICE, list(read_stages().values()))
    say(f"Recorded. Deploy the code and publish the site of {stage.name}.")


def with_domain(stage: Stage, tenant_id: str, domain: Domain) -> Stage:
    """The stage with this domain, or, if no host is named, without the merchant's. Raises Refused."""
    others = {tenant: one for tenant, one in stage.domains.items() if tenant != tenant_id}
    if not domain.host:
        return dataclasses.replace(stage, domains=others)
    if not _HOST.fullmatch(domain.host):
        raise Refused(f"{domain.host} is no host name: write it like billing.acme.com.")
    if not _CERTIFICATE.fullmatch(domain.certificate):
        raise Refused("CloudFront takes certificates of us-east-1 only: name the ARN of one.")
    if domain.host in {one.host for one in others.values()} or stage.site_url == f"https://{domain.host}":
        raise Refused(f"{domain.host} is taken.")
    return dataclasses.replace(stage, domains={**others, tenant_id: domain})


def _tenant_of(stage: str, portal: str) -> str:
    os.environ.update(stage_environment(stage))
    # The application reads its settings when it is imported, so not before they are known.
    from chalicelib.core.errors import NotFound
    from chalicelib.tenants.find import find_by_portal_name

    try:
        return find_by_portal_name(portal).tenant_id
    except NotFound as unknown:
        raise Refused(f"There is no portal {portal}.") from unknown


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
