"""Makes a merchant and its owner, who gets an invitation by mail. Keys of the payment gateway come on standard input."""

import argparse
import os
import sys

from pydantic import ValidationError

from infra.aws import Refused, say
from infra.local.inside import lambda_environment
from infra.local.place import Trouble, default_place
from infra.local.stack import running_ports
from infra.names import LOCAL, STAGES
from infra.provision import explained
from infra.stages import environment, read_stages

_EXAMPLE = """The gateway's keys are read from standard input, so that they are in no history: the secret key on the first
line, and on the second, if you registered the webhook yourself, its signing secret. Without input the owner connects later."""


def main(arguments: list[str]) -> int:
    """The command an operator runs once for each merchant."""
    parser = argparse.ArgumentParser(prog="python -m infra.create_merchant", description=__doc__, epilog=_EXAMPLE)
    parser.add_argument("--stage", required=True, choices=(*STAGES, LOCAL))
    parser.add_argument("--portal", required=True, help="the portal's name in its address, e.g. acme")
    parser.add_argument("--name", required=True, help="the merchant's name")
    parser.add_argument("--owner-email", required=True)
    parser.add_argument("--owner-name", default=None, help="default: the merchant's name")
    parser.add_argument("--email", default=None, help="the merchant's own address; default: the owner's")
    parser.add_argument("--currency", default="EUR")
    parser.add_argument("--timezone", default="Europe/Berlin")
    parser.add_argument("--language", default="en", choices=("en", "de"))
    wish = parser.parse_args(arguments)
    return explained(lambda: create(wish, _keys()))


def _keys() -> list[str]:
    """The lines of standard input; a terminal is not asked."""
    return [] if sys.stdin is None or sys.stdin.isatty() else sys.stdin.read().split()


def create(wish: argparse.Namespace, keys: list[str]) -> None:
    """Make the merchant in the stage's own tables. Raises Refused."""
    os.environ.update(stage_environment(wish.stage))
    # The application reads its settings when it is imported, so not before they are known.
    from chalicelib.core.portal import Organization, PortalSettings
    from chalicelib.staff.schemas import NewStaff
    from infra.merchants import connect, open_merchant

    owner = {"email": wish.owner_email, "name": wish.owner_name or wish.name, "role": "owner"}
    organization = {
        "name": wish.name,
        "email": wish.email or wish.owner_email,
        "currency": wish.currency,
        "timezone": wish.timezone,
        "locale": wish.language,
    }
    try:
        tenant_id = open_merchant(
            Organization.model_validate(organization),
            PortalSettings.model_validate({"portal_name": wish.portal, "enabled": True}),
            NewStaff.model_validate(owner),
        )
    except ValidationError as wrong:
        fields = [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in wrong.errors(include_input=False)]
        raise Refused("; ".join(fields)) from wrong
    say(f"Invited {wish.owner_email}: the mail leads to the merchant console")
    if keys:
        connect(tenant_id, keys[0], keys[1] if len(keys) > 1 else None)
    print(tenant_id)


def stage_environment(stage: str) -> dict[str, str]:
    """What a Lambda of the stage would find."""
    if stage == LOCAL:
        place = default_place()
        try:
            ports = running_ports(place)
        except Trouble as trouble:
            raise Refused(str(trouble)) from trouble
        return lambda_environment(ports.emulator, place.read("state/deployed.json")["environment"])
    known = read_stages()[stage]
    if not known.layers:
        raise Refused(f"{stage} is not provisioned: run python -m infra.provision --stage {stage} first.")
    return environment(known) | {"AWS_REGION": known.region, "AWS_DEFAULT_REGION": known.region}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
