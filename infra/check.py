"""``make check``: format, lint, types, floors, templates, and that everything generated is fresh; ``--write`` freshens it."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from infra.package.wheels import PackagingFailed
from infra.stages import ROOT
from infra.static.templates import write_templates

_BIN = Path(sys.executable).parent
_PYTHON = sys.executable
_DEPLOYED = ("app.py", "chalicelib", "infra")


@dataclass(frozen=True)
class Step:
    """One check: a command, or a function that answers what is wrong."""

    name: str
    work: list[str] | Callable[[], str]
    folder: Path = ROOT

    def run(self) -> tuple[str, float]:
        """What is wrong, empty if nothing is, and how long it took."""
        begin = time.monotonic()
        told = self.work() if callable(self.work) else _run(self.work, self.folder)
        return told, time.monotonic() - begin


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return (done.stdout + done.stderr).strip() or "failed" if done.returncode else ""


def lint_templates() -> str:
    """cfn-lint over the stateful template, the site's, and each stage's application, as packaged."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            paths = write_templates(Path(folder))
        except PackagingFailed as failed:
            return str(failed)
        return _run([str(_BIN / "cfn-lint"), "--config-file", ".cfnlintrc", *map(str, paths)], ROOT)


GENERATORS = (
    Step("places of routes", [_PYTHON, "-m", "infra.places"]),
    Step("OpenAPI document", [_PYTHON, "-m", "chalicelib.entrypoints.openapi"]),
    Step("docs/map.md", [_PYTHON, "-m", "infra.map"]),
    Step("docs/asvs.md", [_PYTHON, "-m", "infra.asvs"]),
    Step("policies and stages", [_PYTHON, "-m", "infra.policies"]),
    Step("the site's types", [_PYTHON, "make_types.py"], ROOT / "site"),
)
CHECKS = (
    Step("mypy", [str(_BIN / "mypy")]),
    Step("CloudFormation templates", lint_templates),
    Step("format", [str(_BIN / "ruff"), "format", "--check", "."]),
    Step("lint", [str(_BIN / "ruff"), "check", "."]),
    Step("bandit", [str(_BIN / "bandit"), "--quiet", "--recursive", "--configfile", "pyproject.toml", *_DEPLOYED]),
    Step("rules of our own", [_PYTHON, "-m", "infra.static.rules"]),
    Step("secrets", [_PYTHON, "-m", "infra.static.secrets"]),
    Step("floors and rooms", [str(_BIN / "lint-imports"), "--no-cache"]),
    Step("types of the site", ["npm", "run", "--silent", "check"], ROOT / "site"),
    *(
        Step(f"fresh: {step.name}", [*step.work, "--check"], step.folder)
        for step in GENERATORS
        if isinstance(step.work, list)
    ),
)


def main(arguments: list[str]) -> int:
    """Write what is generated, or check everything; 1 if anything is wrong."""
    write = "--write" in arguments
    # Generators feed each other (the site's types come from the OpenAPI document), checks do not.
    with ThreadPoolExecutor(1 if write else 2) as pool:
        steps = GENERATORS if write else CHECKS
        results = list(pool.map(_tell, steps))
    return 0 if all(results) else 1


def _tell(step: Step) -> bool:
    trouble, seconds = step.run()
    print(f"{'FAILED' if trouble else 'ok':<7} {step.name} ({seconds:.1f} s)", flush=True)
    if trouble:
        print(trouble, flush=True)
    return not trouble


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
