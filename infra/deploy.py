"""``chalice deploy`` with the optimised zip: the plain command works too, with a larger zip and slower cold starts."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.aws import Refused
from infra.names import STAGES
from infra.package.application import offer_zip
from infra.package.build import app_zip
from infra.provision import explained
from infra.stages import ROOT, read_stages


def deploy(stage: str) -> None:
    """Deploy one provisioned stage from this desk. Raises Refused."""
    if not read_stages()[stage].layers:
        raise Refused(f"{stage} is not provisioned: run python -m infra.provision --stage {stage} first.")
    # Byte code would count as source in Chalice's hash, and the prepared zip would not be taken.
    for cache in (ROOT / "chalicelib").rglob("__pycache__"):
        shutil.rmtree(cache)
    offer_zip(ROOT, app_zip())
    command = [str(Path(sys.executable).with_name("chalice")), "deploy", "--stage", stage]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, check=False)
    if done.returncode:
        raise Refused("chalice deploy failed: see what it said above.")


def main(arguments: list[str]) -> int:
    """The command behind ``make deploy``."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    stage = parser.parse_args(arguments).stage
    return explained(lambda: deploy(stage))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
