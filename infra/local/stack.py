"""Bringing the stack up, down and back to the beginning. Standard library only."""

from dataclasses import dataclass
from typing import Any

from infra.local import processes, services
from infra.local.environments import build_site, make_environments
from infra.local.inside import lambda_environment, run_inside
from infra.local.place import ROOT, Place, Trouble, say
from infra.package.zips import digest_of

PORT = 8080
SEEDS = ("demo", "empty", "large", "none")
_DEPLOYED, _SEEDING, _SEEDED = "state/deployed.json", "state/seeding.json", "state/merchants.json"
# What decides how the deployment looks: the code, and how it is packaged and provisioned.
_SOURCES = (
    *("app.py", "chalicelib", "requirements.txt", "pyproject.toml", "infra/layers", "infra/package", "infra/stack"),
    *(f"infra/{name}.py" for name in ("aws", "cloudformation", "lambdas", "names", "permissions", "pipeline")),
    *(f"infra/{name}.py" for name in ("policies", "provision", "secrets", "stages", "tables")),
    "infra/local/deployment.py",
)


@dataclass(frozen=True)
class Ports:
    """The stack's three ports; only the front's is for people."""

    front: int
    emulator: int
    provider: int

    @property
    def site(self) -> str:
        return f"http://localhost:{self.front}"

    @property
    def provider_url(self) -> str:
        return f"http://127.0.0.1:{self.provider}"


def up(place: Place, port: int | None, seed: str, fresh: bool) -> dict[str, Any]:
    """Bring everything up, or answer the running stack; the answer of ``--json``. Raises Trouble."""
    with place.locked():
        make_environments(place)
        if place.read(_SEEDING):
            say("The last start broke off before its data was whole: starting anew")
        if fresh or place.read(_SEEDING):
            _forget(place)
        ports = _ports(place, port)
        build_site(place)
        services.start_emulator(place, ports.emulator)
        services.start_provider(place, ports.provider, f"{ports.site}/_provider")
        deployed = _deploy(place, ports)
        services.start_front(place, ports.front, _front_settings(place, ports, deployed))
        services.wait_until_answers(f"{ports.site}/api/health", "The API", place.log(services.EMULATOR))
        merchants = _seed(place, ports, deployed, seed)
        return answer(ports, merchants)


def down(place: Place) -> bool:
    """End the stack, its state kept; whether there was one."""
    with place.locked():
        return services.stop_all(place)


def reset(place: Place) -> None:
    """End the stack and forget its state."""
    with place.locked():
        _forget(place)


def _forget(place: Place) -> None:
    services.stop_all(place)
    place.forget_state()


def answer(ports: Ports, merchants: list[dict[str, Any]]) -> dict[str, Any]:
    """What a script needs to use the stack."""
    site = ports.site
    return {
        "site": site,
        "api": f"{site}/api",
        "mailbox": f"{site}/_mail",
        "provider": f"{site}/_provider",
        "merchants": merchants,
    }


def running_ports(place: Place) -> Ports:
    """The ports of the running stack. Raises Trouble if none runs."""
    known = place.read("ports.json")
    if not known or not processes.find(place, services.EMULATOR).alive:
        raise Trouble("The local stack is not running: start it with make run.")
    return Ports(**known)


def deliver(place: Place) -> None:
    """Do waiting and scheduled work now. Raises Trouble if it does not get done."""
    _run_on_running(place, "infra.local.deliver", "Not everything was delivered")


def logs(place: Place) -> list[str]:
    """What the Lambdas logged."""
    return list(_run_on_running(place, "infra.local.logs", "The logs could not be read"))


def _run_on_running(place: Place, module: str, trouble: str) -> Any:
    endpoint = services.endpoint(running_ports(place).emulator)
    return run_inside(place, module, {"region": services.REGION, "endpoint": endpoint}, {}, trouble)


def _ports(place: Place, wanted: int | None) -> Ports:
    """The ports of last time where they are free or ours; the front's is the caller's choice."""
    known = place.read("ports.json")
    front = wanted or known.get("front") or PORT
    ours = processes.find(place, services.FRONT).alive and known.get("front") == front
    if not ours and not processes.port_is_free(front):
        raise Trouble(f"Port {front} is in use by another program: end it, or choose another port with --port.")
    ports = Ports(
        front=front,
        emulator=_inner_port(place, services.EMULATOR, known.get("emulator") or 4566),
        provider=_inner_port(place, services.PROVIDER, known.get("provider")),
    )
    place.write("ports.json", vars(ports))
    return ports


def _inner_port(place: Place, name: str, wanted: int | None) -> int:
    if wanted and processes.find(place, name).alive:
        return wanted
    return processes.free_port(wanted)


def _deploy(place: Place, ports: Ports) -> dict[str, Any]:
    """Deploy if the code changed, or if the emulator lost what was deployed."""
    digest = digest_of(*(ROOT / source for source in _SOURCES), ports.site, ports.provider_url)
    known = place.read(_DEPLOYED)
    if known.get("digest") == digest and _is_deployed(ports, known):
        return known
    wishes = {
        "region": services.REGION,
        "endpoint": services.endpoint(ports.emulator),
        "site_url": ports.site,
        "provider_url": ports.provider_url,
    }
    deployed: dict[str, Any] = run_inside(place, "infra.local.deployment", wishes, {}, "The deployment failed")
    deployed["digest"] = digest
    place.write(_DEPLOYED, deployed)
    services.save(ports.emulator)
    return deployed


def _is_deployed(ports: Ports, known: dict[str, Any]) -> bool:
    """An emulator that was killed may have forgotten its last minute."""
    url = f"{services.endpoint(ports.emulator)}{_api_path(known)}/health"
    try:
        services.wait_until_answers(url, "", ROOT, seconds=5)
    except Trouble:
        return False
    return True


def _api_path(deployed: dict[str, Any]) -> str:
    return f"/_aws/execute-api/{deployed['api_id']}/api"


def _front_settings(place: Place, ports: Ports, deployed: dict[str, Any]) -> dict[str, Any]:
    return {
        "site": str(ROOT / "site" / "dist"),
        "mail": str(place.mail),
        "emulator": f"http://127.0.0.1:{ports.emulator}",
        "provider": ports.provider_url,
        "api_path": _api_path(deployed),
        "media_bucket": deployed["media_bucket"],
        "origin_secret": deployed["origin_secret"],
    }


def _seed(place: Place, ports: Ports, deployed: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Tell the story once; a stack that has one keeps it."""
    known = place.read(_SEEDED)
    if known:
        if known["kind"] != kind:
            say(f"The data of the seed {known['kind']} is kept; start anew with --fresh --seed {kind}")
        return list(known["merchants"])
    merchants: list[dict[str, Any]] = []
    if kind != "none":
        say(f"Telling the story: {kind}")
        place.write(_SEEDING, {"kind": kind})
        wishes = answer(ports, []) | {
            "kind": kind,
            "endpoint": services.endpoint(ports.emulator),
            "region": services.REGION,
            "prefix": deployed["environment"]["PORTAL_PREFIX"],
        }
        del wishes["merchants"]
        environment = lambda_environment(ports.emulator, deployed["environment"])
        merchants = run_inside(place, "infra.local.seed", wishes, environment, "The demo data could not be made")
    place.write(_SEEDED, {"kind": kind, "merchants": merchants})
    place.erase(_SEEDING)
    services.save(ports.emulator)
    return merchants
