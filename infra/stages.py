"""What is known of each stage once it is provisioned, and the Chalice configuration that follows from it."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from infra.lambdas import LAMBDAS, Lambda
from infra.names import APP, STAGES, Names

ROOT = Path(__file__).resolve().parent.parent
CHALICE = ROOT / ".chalice"
RECORD = CHALICE / "provisioned.json"
API_STAGE = "api"


@dataclass(frozen=True)
class Domain:
    """Where a merchant's clients reach its portal, and the ARN of the certificate for that (in us-east-1)."""

    portal: str
    host: str
    certificate: str


@dataclass(frozen=True)
class Stage:
    """One stage's facts; ``domains`` are those of merchants that have one of their own, by tenant id. An account of zeros means that
    nobody has provisioned it yet."""

    name: str
    account: str = "000000000000"
    region: str = "eu-central-1"
    site_url: str = "https://portal.example.com"
    mail_sender: str = "billing@example.com"
    certificate: str = ""
    domains: dict[str, "Domain"] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        return Names(self.name, self.account, self.region)


def version() -> str:
    """The project's version, as every ``/health`` answers it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def read_stages() -> dict[str, Stage]:
    """All stages, those that were never provisioned with their defaults."""
    known = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    return {name: _stage(name, known.get(name, {})) for name in STAGES}


def _stage(name: str, fact: dict[str, Any]) -> Stage:
    domains = {tenant: Domain(**told) for tenant, told in fact.get("domains", {}).items()}
    return Stage(name, **{**fact, "domains": domains})


def write_stage(stage: Stage) -> None:
    """Record what provisioning found out."""
    facts = {name: asdict(known) for name, known in (read_stages() | {stage.name: stage}).items()}
    content = {name: {key: value for key, value in fact.items() if key != "name"} for name, fact in facts.items()}
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps(content, indent=2) + "\n")


def chalice_config(stages: list[Stage]) -> dict[str, Any]:
    """The whole ``.chalice/config.json`` of these stages."""
    return {
        "version": "2.0",
        "app_name": APP,
        "autogen_policy": False,
        "api_gateway_stage": API_STAGE,
        "api_gateway_endpoint_type": "REGIONAL",
        "minimum_compression_size": 1024,
        "stages": {stage.name: _stage_config(stage) for stage in stages},
    }


def policy_file(stage: Stage, worker: Lambda) -> str:
    """The name of the policy file beside the configuration."""
    return f"policy-{stage.name}-{worker.name}.json"


def _stage_config(stage: Stage) -> dict[str, Any]:
    return {
        "environment_variables": environment(stage),
        "tags": {"project": APP, "stage": stage.name},
        "lambda_functions": {worker.name: _function_config(stage, worker) for worker in LAMBDAS},
    }


def _function_config(stage: Stage, worker: Lambda) -> dict[str, Any]:
    layer = stage.layers.get(worker.layer)
    return {
        "lambda_memory_size": worker.memory,
        "lambda_timeout": worker.timeout,
        "iam_policy_file": policy_file(stage, worker),
        **({"layers": [layer]} if layer else {}),
    }


def environment(stage: Stage) -> dict[str, str]:
    """The environment of all Lambdas of a stage, read by chalicelib.settings alone."""
    names = stage.names
    return {
        "PORTAL_STAGE": stage.name,
        "PORTAL_PREFIX": names.prefix,
        "PORTAL_DOCUMENTS_BUCKET": names.bucket("documents"),
        "PORTAL_MEDIA_BUCKET": names.bucket("media"),
        "PORTAL_SITE_URL": stage.site_url,
        "PORTAL_ALLOWED_ORIGINS": ",".join(
            (stage.site_url, *(f"https://{one.host}" for one in stage.domains.values()))
        ),
        "PORTAL_MAIL_SENDER": stage.mail_sender,
        "PORTAL_MAIL_CONFIGURATION_SET": names.configuration_set,
        "PORTAL_VERSION": version(),
        **_domains(stage),
        **stage.environment,
    }


def _domains(stage: Stage) -> dict[str, str]:
    """Where the clients of merchants with a domain of their own are led; nothing if there is none."""
    told = ",".join(f"{tenant}=https://{one.host}" for tenant, one in stage.domains.items())
    return {"PORTAL_DOMAINS": told} if told else {}
