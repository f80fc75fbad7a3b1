"""Writes .chalice/config.json and one policy per Lambda and stage; ``--check`` only says whether they are fresh."""

import json
import sys
from pathlib import Path
from typing import Any

from infra.lambdas import LAMBDAS
from infra.permissions import policy
from infra.stages import CHALICE, Stage, chalice_config, policy_file, read_stages


def files(stages: list[Stage]) -> dict[str, str]:
    """Every generated file of the configuration folder, by name."""
    policies = {
        policy_file(stage, worker): _text(policy(worker, stage.names)) for stage in stages for worker in LAMBDAS
    }
    return {"config.json": _text(chalice_config(stages)), **policies}


def write(folder: Path, stages: list[Stage]) -> None:
    """Write them all into ``folder`` and remove policies of Lambdas that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = files(stages)
    for old in folder.glob("policy-*.json"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text)


def stale(folder: Path, stages: list[Stage]) -> list[str]:
    """The names of files that differ from what would be written."""
    wanted = files(stages)
    left_over = {path.name for path in folder.glob("policy-*.json")} - wanted.keys()
    return sorted(left_over | {name for name, text in wanted.items() if _read(folder / name) != text})


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` tell what is stale and answer 1."""
    stages = list(read_stages().values())
    if "--check" not in arguments:
        write(CHALICE, stages)
        return 0
    old = stale(CHALICE, stages)
    if old:
        print(f"Stale in .chalice: {', '.join(old)}. Run: python -m infra.policies", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
