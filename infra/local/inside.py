"""Running our own modules in ``.venv``, where AWS's library is; this side needs the standard library only."""

import json
import subprocess
import tempfile
from typing import Any

from infra.local import services
from infra.local.environments import clean_environment, python_of
from infra.local.place import ROOT, Place, Trouble, say


def lambda_environment(emulator: int, stage: dict[str, str]) -> dict[str, str]:
    """The environment in which the app's own code works on the stack from outside a Lambda."""
    return clean_environment(
        **stage,
        AWS_ENDPOINT_URL=services.endpoint(emulator),
        AWS_REGION=services.REGION,
        AWS_DEFAULT_REGION=services.REGION,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106  # pragma: allowlist secret, the emulator takes any
    )


def run_inside(place: Place, module: str, wishes: dict[str, Any], environment: dict[str, str], trouble: str) -> Any:
    """Run a module in ``.venv``; its progress is ours, its answer comes back, its traceback goes to a log."""
    name = module.rsplit(".", 1)[-1]
    # Files, not pipes, for what may be long: a child that waits for its reader would wait for ever.
    with tempfile.TemporaryFile("w+") as wanted, tempfile.TemporaryFile("w+") as output:
        json.dump(wishes, wanted)
        wanted.seek(0)
        child = subprocess.Popen(
            [python_of(".venv"), "-m", module],
            cwd=ROOT,
            env=environment or clean_environment(),
            stdin=wanted,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
        )
        told = _relay(place, name, child)
        if child.wait():
            raise Trouble(f"{trouble}: {told} (see {place.log(name)})")
        output.seek(0)
        return json.load(output)


def _relay(place: Place, name: str, child: "subprocess.Popen[str]") -> str:
    """Pass progress on line by line, but keep a traceback for the log; answers the last line."""
    last, silent = "it said nothing", False
    assert child.stderr
    with place.log(name).open("w") as log:
        for line in child.stderr:
            log.write(line)
            silent = silent or line.startswith("Traceback")
            last = line.strip().removeprefix("Stopped: ") or last
            if not silent and not line.startswith("Stopped: "):
                say(f"  {line.rstrip()}")
    return last
