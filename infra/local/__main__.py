"""``python3 -m infra.local up|down|reset|deliver``: the whole product on this machine, with any Python from 3.11 on."""

import argparse
import json
import sys
import time
from typing import Any

from infra.local import processes, services
from infra.local.browser import make_browser
from infra.local.environments import build_site, make_environments
from infra.local.place import Place, Trouble, default_place, say
from infra.local.stack import PORT, SEEDS, deliver, down, logs, reset, up


def main(arguments: list[str]) -> int:
    """Run one command; what goes wrong is one sentence."""
    wish = _parser().parse_args(arguments)
    place = default_place()
    try:
        wish.run(place, wish)
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        say("Interrupted")
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m infra.local", description=__doc__)
    commands = parser.add_subparsers(required=True)
    start = commands.add_parser("up", help="start, or redeploy what changed, and say where everything is")
    start.add_argument("--port", type=int, default=None, help=f"of the site (default: last time's, else {PORT})")
    start.add_argument("--seed", choices=SEEDS, default="demo", help="the story of a fresh stack (default: demo)")
    start.add_argument("--fresh", action="store_true", help="forget all data first")
    start.add_argument("--json", action="store_true", help="answer one JSON object on standard output")
    start.add_argument("--detach", action="store_true", help="return when all is ready, instead of waiting for Ctrl-C")
    start.set_defaults(run=_up)
    commands.add_parser("down", help="stop, and keep the data").set_defaults(run=_down)
    commands.add_parser("reset", help="stop, and forget the data").set_defaults(run=_reset)
    commands.add_parser("deliver", help="do all waiting and scheduled work now").set_defaults(run=_deliver)
    commands.add_parser("logs", help="print what the Lambdas logged").set_defaults(run=_logs)
    ready = commands.add_parser("prepare", help="make environments and site, and start nothing")
    ready.add_argument("--browser", action="store_true", help="see to a Chromium for the tests as well")
    ready.set_defaults(run=_prepare)
    return parser


def _up(place: Place, wish: argparse.Namespace) -> None:
    answer = up(place, wish.port, wish.seed, wish.fresh)
    print(json.dumps(answer) if wish.json else _told(answer), flush=True)
    if not wish.detach:
        _stay(place)


def _stay(place: Place) -> None:
    """Wait for Ctrl-C, or for the stack to end by another's hand, then save and stop."""
    say("Ctrl-C saves and stops.")
    try:
        while processes.find(place, services.EMULATOR).alive and processes.find(place, services.FRONT).alive:
            time.sleep(1)
    except KeyboardInterrupt:
        say("Saving and stopping")
    down(place)


def _told(answer: dict[str, Any]) -> str:
    """The answer for people."""
    lines = ["", "Client Portal is running.", ""]
    for merchant in answer["merchants"]:
        lines += [f"  {merchant['portal']}", f"    portal   {answer['site']}/{merchant['portal']}"]
        lines += [
            f"      {client['email']}  {client['password']}  ({client['name']})" for client in merchant["clients"]
        ]
        staff = merchant["staff"]
        lines += [f"    console  {answer['site']}/merchant", f"      {staff['email']}  {staff['password']}", ""]
    lines += [f"  site      {answer['site']}/", f"  API       {answer['api']}/health"]
    return "\n".join([*lines, f"  mail      {answer['mailbox']}", f"  payments  {answer['provider']}", ""])


def _down(place: Place, wish: argparse.Namespace) -> None:
    say("Stopped; the data is kept." if down(place) else "Nothing was running.")


def _reset(place: Place, wish: argparse.Namespace) -> None:
    reset(place)
    say("Stopped; the data is gone.")


def _deliver(place: Place, wish: argparse.Namespace) -> None:
    deliver(place)
    say("Everything is delivered.")


def _logs(place: Place, wish: argparse.Namespace) -> None:
    print("\n".join(logs(place)))


def _prepare(place: Place, wish: argparse.Namespace) -> None:
    with place.locked():
        make_environments(place, desk=True)
        build_site(place)
        if wish.browser:
            make_browser(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
