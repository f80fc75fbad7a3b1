"""The three processes of a stack: the emulated AWS, the stand-in payment provider, the front server."""

import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from infra.local import processes
from infra.local.environments import EMULATOR_REQUIREMENTS, clean_environment, python_of
from infra.local.place import ROOT, Place, Trouble, say
from infra.package.zips import digest_of

REGION = "eu-central-1"
EMULATOR, PROVIDER, FRONT = "emulator", "provider", "front"
# The emulator writes its whole state before it ends.
_PATIENCE = {EMULATOR: 90.0, PROVIDER: 10.0, FRONT: 5.0}
_HERE = Path(__file__).resolve().parent


def endpoint(port: int) -> str:
    """Where the emulator answers; presigned links carry it, so it is named as people's browsers know it."""
    return f"http://localhost:{port}"


def start_emulator(place: Place, port: int) -> None:
    """MiniStack on loopback, unless the same one runs already; it loads the state it saved last."""
    digest = digest_of(_HERE / "emulate.py", _HERE / "simulator.py", EMULATOR_REQUIREMENTS, str(port))
    if _runs(place, EMULATOR, digest):
        return
    place.clear_scratch()
    say("Starting the emulated AWS")
    environment = clean_environment(
        BIND_HOST="127.0.0.1",
        GATEWAY_PORT=str(port),
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        MINISTACK_REGION=REGION,
        MINISTACK_ACCOUNT_ID="000000000000",
        PERSIST_STATE="1",
        STATE_DIR=str(place.state / "aws"),
        S3_PERSIST="1",
        S3_DATA_DIR=str(place.state / "s3"),
        LAMBDA_EXECUTOR="local",
        # Every call is held against the policies of whoever makes it, as in AWS.
        AUTH="true",
        # Never the containers of the person at the desk.
        DOCKER_HOST="unix:///nonexistent",
        TMPDIR=str(place.scratch),
        LOG_LEVEL="INFO",
        AWS_ENDPOINT_URL=endpoint(port),
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106  # pragma: allowlist secret, the emulator takes any
        PORTAL_LOCAL_MAIL=str(place.mail),
    )
    command = [python_of(".venv-emulator"), "-m", "infra.local.emulate"]
    process = processes.start(place, EMULATOR, command, environment, digest)
    processes.wait_for_port(process, port, "The emulated AWS", place.log(EMULATOR))
    wait_until_answers(f"{endpoint(port)}/_ministack/health", "The emulated AWS", place.log(EMULATOR))


def start_provider(place: Place, port: int, public_url: str) -> None:
    """The stand-in payment provider, whose books outlive it."""
    digest = digest_of(ROOT / "infra" / "provider", str(port), public_url)
    if _runs(place, PROVIDER, digest):
        return
    say("Starting the stand-in payment provider")
    state = place.state / "provider.sqlite"
    state.parent.mkdir(parents=True, exist_ok=True)
    command = [python_of(".venv"), "-m", "infra.provider", "--port", str(port)]
    command += ["--state", str(state), "--public-url", public_url]
    process = processes.start(place, PROVIDER, command, clean_environment(), digest)
    processes.wait_for_port(process, port, "The payment provider", place.log(PROVIDER))


def start_front(place: Place, port: int, settings: dict[str, Any]) -> None:
    """The front server in CloudFront's place."""
    digest = digest_of(
        *sorted(_HERE.glob("*.py")), ROOT / "infra" / "edge.py", str(port), repr(sorted(settings.items()))
    )
    if _runs(place, FRONT, digest):
        return
    say("Starting the front server")
    place.write(place.front_settings.name, settings)
    command = [python_of(".venv"), "-m", "infra.local.front", str(port), str(place.front_settings)]
    process = processes.start(place, FRONT, command, clean_environment(), digest)
    processes.wait_for_port(process, port, "The front server", place.log(FRONT))


def _runs(place: Place, name: str, digest: str) -> bool:
    """Whether this very process runs; one of older code is ended."""
    process = processes.find(place, name)
    if process.alive and process.digest == digest:
        return True
    processes.stop(place, name, _PATIENCE[name])
    return False


def stop_all(place: Place) -> bool:
    """End everything of the stack, front first; whether there was anything to end."""
    running = any(processes.find(place, name).alive for name in _PATIENCE)
    for name in (FRONT, PROVIDER, EMULATOR):
        processes.stop(place, name, _PATIENCE[name])
    place.clear_scratch()
    return running


def save(port: int) -> None:
    """Have the emulator write its state now."""
    request = urllib.request.Request(f"{endpoint(port)}/_portal/save", method="POST")
    urllib.request.urlopen(request, timeout=150).close()  # nosec B310  # our own front server


def wait_until_answers(url: str, what: str, log: Path, seconds: float = 60) -> None:
    """Wait until a GET of ``url`` is answered 200. Raises Trouble with what it was answered instead."""
    end = time.monotonic() + seconds
    told = "no answer"
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # nosec B310  # our own front server
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            told = f"{error.code} {error.read(300).decode(errors='replace')}"
        except OSError as error:
            told = str(error)
        time.sleep(0.2)
    raise Trouble(f"{what} is not well: {url} answered {told} (see {log})")
