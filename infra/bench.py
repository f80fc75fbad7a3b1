"""``make bench``: signs in to the running stack as the demo's first client and measures each page, time and DynamoDB requests.

Times are the emulator's, about 55 ms of them its own; the number of DynamoDB requests is the product's and holds in AWS.
"""

import argparse
import json
import statistics
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from infra.aws import Aws, Refused
from infra.local import services
from infra.local.logs import lines
from infra.local.place import Trouble, default_place
from infra.local.stack import Ports, running_ports
from infra.names import LOCAL, Names
from infra.provision import explained

PAGES = (
    "/portal/dashboard",
    "/portal/invoices",
    "/portal/invoices?status=overdue",
    "/portal/invoices/{invoice}",
    "/portal/payments",
    "/portal/subscriptions",
    "/portal/payment-methods",
    "/portal/me",
)


@dataclass
class Page:
    """What was measured of one page."""

    path: str
    milliseconds: list[float] = field(default_factory=list)
    request_ids: list[str] = field(default_factory=list)


def measure(api: str, token: str, path: str, times: int) -> Page:
    """Ask for a page ``times`` times, after once to warm it."""
    page = Page(path)
    for turn in range(times + 1):
        begin = time.perf_counter()
        _, headers = _ask(f"{api}{path}", headers={"Authorization": f"Bearer {token}"})
        if turn:
            page.milliseconds.append((time.perf_counter() - begin) * 1000)
            page.request_ids.append(headers["X-Request-Id"])
    return page


def _ask(url: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None) -> tuple[Any, Any]:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    with urllib.request.urlopen(request, timeout=60) as answer:  # nosec B310  # our own front server
        return json.load(answer), answer.headers


def _sign_in(site: str, api: str, merchant: dict[str, Any]) -> str:
    client = merchant["clients"][0]
    body = {"email": client["email"], "password": client["password"]}
    origin = {"Origin": site, "X-Portal": "1"}
    session, _ = _ask(f"{api}/portals/{merchant['portal']}/sessions", body, origin)
    return str(session["access_token"])


def _counts(ports: Ports) -> dict[str, dict[str, Any]]:
    """The log line of each request, by its id."""
    told = lines(Aws(services.REGION, services.endpoint(ports.emulator)), Names(LOCAL))
    entries = [json.loads(line[line.index("{") :]) for line in told if '"portal.request"' in line and "{" in line]
    return {entry["request_id"]: entry for entry in entries}


def bench(times: int) -> None:
    """Measure and print. Raises Refused if no stack with a client runs."""
    place = default_place()
    try:
        ports = running_ports(place)
    except Trouble as trouble:
        raise Refused(str(trouble)) from trouble
    merchants = place.read("state/merchants.json").get("merchants", [])
    if not any(merchant["clients"] for merchant in merchants):
        raise Refused("The running stack has no client to sign in as: start it with make run FRESH=1.")
    api = f"{ports.site}/api"
    token = _sign_in(ports.site, api, next(merchant for merchant in merchants if merchant["clients"]))
    invoices, _ = _ask(f"{api}/portal/invoices?limit=1", headers={"Authorization": f"Bearer {token}"})
    first = invoices["items"][0]["id"]
    pages = [measure(api, token, path.replace("{invoice}", first), times) for path in PAGES]
    _print(pages, _counts(ports))


def _print(pages: list[Page], counts: dict[str, dict[str, Any]]) -> None:
    print(f"{'page':<44} {'p50 ms':>8} {'worst':>8} {'requests':>9} {'units':>7}")
    for page in pages:
        entry = counts.get(page.request_ids[-1], {})
        requests, units = entry.get("dynamodb_requests", "?"), entry.get("dynamodb_units", "?")
        p50, worst = statistics.median(page.milliseconds), max(page.milliseconds)
        print(f"{page.path:<44} {p50:8.1f} {worst:8.1f} {requests:>9} {units:>7}")


def main(arguments: list[str]) -> int:
    """Measure the running stack."""
    parser = argparse.ArgumentParser(prog="python -m infra.bench", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="requests of each page (default: 20)")
    wish = parser.parse_args(arguments)
    return explained(lambda: bench(wish.times))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
