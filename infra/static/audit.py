"""``make audit``: checkov over everything that is deployed, in an environment of its own; each exception with its reason."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.static.templates import write_templates

ROOT = Path(__file__).parents[2]
CHECKOV = ROOT / ".venv-audit" / "bin" / "checkov"


@dataclass(frozen=True)
class Excepted:
    """Why a check of checkov's does not hold for the resources whose names hold one of ``of`` (empty: for all)."""

    reason: str
    of: tuple[str, ...] = ()


EXCEPTIONS = {
    "CKV_AWS_18": Excepted("Who read which document stands in our audit; CloudTrail's data events are the account's affair."),
    "CKV_AWS_21": Excepted("Built again from the source, or replaced by its owner: nothing old is wanted.", ("SiteBucket", "MediaBucket")),
    "CKV_AWS_26": Excepted("CloudWatch cannot publish to a topic under AWS's own key; an alarm names a metric, no person."),
    "CKV_AWS_27": Excepted("SQS encrypts with keys of its own (SqsManagedSseEnabled); messages hold ids only."),
    "CKV_AWS_68": Excepted("A firewall is the operator's choice (docs/operations.md); limits are counted by the API itself."),
    "CKV_AWS_73": Excepted("Every answer has a request id that the logs have too; X-Ray would see paths with ids."),
    "CKV_AWS_76": Excepted("The API writes one line a request itself, without tokens; the gateway's own log would double it."),
    "CKV_AWS_86": Excepted("The API writes one line a request itself; addresses of readers are not collected."),
    "CKV_AWS_115": Excepted("Queues' workers have maximum_concurrency, the API the account's: a bound of ours would refuse clients."),
    "CKV_AWS_116": Excepted("Queues have dead letters of their own with alarms; what runs by the clock runs again."),
    "CKV_AWS_117": Excepted("No Lambda needs a private network: AWS and the gateway are reached over TLS."),
    "CKV_AWS_119": Excepted("DynamoDB encrypts at rest always; a key of one's own costs per request and is the operator's choice."),
    "CKV_AWS_120": Excepted("Answers are personal and never cached (Cache-Control: no-store)."),
    "CKV_AWS_158": Excepted("CloudWatch encrypts at rest always; logs hold neither secrets nor names (V31)."),
    "CKV_AWS_173": Excepted("The environment names places; secrets live in the parameter store (tests/infra/test_stages.py)."),
    "CKV_AWS_174": Excepted("TLS 1.2 with a domain of one's own; without one CloudFront's own certificate allows no choice."),
}  # fmt: skip


def excepted(failed: dict[str, Any]) -> bool:
    """Whether this finding of checkov's is excepted."""
    known = EXCEPTIONS.get(failed["check_id"])
    return known is not None and (not known.of or any(part in failed["resource"] for part in known.of))


def run_checkov(folder: Path) -> list[dict[str, Any]]:
    """Everything that checkov finds in the templates of this folder."""
    command = [
        str(CHECKOV),
        "--framework",
        "cloudformation",
        "--directory",
        str(folder),
        "--compact",
        "--quiet",
        "--output",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if not done.stdout.strip().startswith(("{", "[")):
        sys.exit(f"checkov did not run: {done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    reports = told if isinstance(told, list) else [told]
    if not sum(report["summary"]["resource_count"] for report in reports):
        sys.exit("checkov saw no resource")
    return [failed for report in reports for failed in report["results"]["failed_checks"]]


def judge(found: list[dict[str, Any]]) -> list[str]:
    """What is not excepted, and exceptions that nothing needs any more."""
    wrong = [
        f"{one['check_id']} {one['file_path']} {one['resource']}: {one['check_name']}"
        for one in found
        if not excepted(one)
    ]
    seen = {one["check_id"] for one in found}
    return [*wrong, *(f"{name}: this exception excepts nothing" for name in EXCEPTIONS if name not in seen)]


def main() -> None:
    """Audit the state's, the site's and every stage's template."""
    with tempfile.TemporaryDirectory() as folder:
        write_templates(Path(folder))
        wrong = judge(run_checkov(Path(folder)))
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
