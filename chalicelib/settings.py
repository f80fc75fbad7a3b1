"""Every knob of a deployment; the only reader of the environment."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Settings:
    """What the stage's environment says; secrets are not here but in the parameter store (adapters.secrets)."""

    stage: str
    prefix: str
    region: str
    documents_bucket: str
    media_bucket: str
    site_url: str
    mail_sender: str
    mail_configuration_set: str
    stripe_api_base: str
    allowed_origins: tuple[str, ...]
    domains: dict[str, str]
    cognito_issuer: str
    cognito_client_id: str
    limit_factor: int
    version: str
    log_level: str
    fast_reads: bool

    def site_of(self, tenant_id: str) -> str:
        """Where a merchant's clients reach the site: at a domain of its own, if the deployment says so (V13)."""
        return self.domains.get(tenant_id, self.site_url)

    @property
    def api_url(self) -> str:
        return f"{self.site_url}/api"

    @property
    def live(self) -> bool:
        """Real money moves only on prod: a gateway's test events are refused there, and live ones elsewhere."""
        return self.stage == "prod"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings(
        stage=_text("PORTAL_STAGE", "dev"),
        prefix=_text("PORTAL_PREFIX", f"client-portal-{_text('PORTAL_STAGE', 'dev')}"),
        region=_text("AWS_REGION", _text("AWS_DEFAULT_REGION", "eu-central-1")),
        documents_bucket=_text("PORTAL_DOCUMENTS_BUCKET", ""),
        media_bucket=_text("PORTAL_MEDIA_BUCKET", ""),
        site_url=_text("PORTAL_SITE_URL", "http://localhost:8080").rstrip("/"),
        mail_sender=_text("PORTAL_MAIL_SENDER", ""),
        mail_configuration_set=_text("PORTAL_MAIL_CONFIGURATION_SET", ""),
        stripe_api_base=_text("PORTAL_STRIPE_API_BASE", ""),
        allowed_origins=tuple(filter(None, _text("PORTAL_ALLOWED_ORIGINS", "").split(","))),
        domains=dict(one.split("=", 1) for one in _text("PORTAL_DOMAINS", "").split(",") if one),
        cognito_issuer=_text("PORTAL_COGNITO_ISSUER", ""),
        cognito_client_id=_text("PORTAL_COGNITO_CLIENT_ID", ""),
        limit_factor=int(_text("PORTAL_LIMIT_FACTOR", "1")),
        version=_text("PORTAL_VERSION", "dev"),
        log_level=_text("PORTAL_LOG_LEVEL", "INFO"),
        fast_reads=_text("PORTAL_FAST_READS", "1") != "0",
    )


def in_lambda() -> bool:
    """Whether this process is a Lambda's, where time before the first request is somebody's waiting."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def _text(name: str, default: str) -> str:
    return os.environ.get(name, "") or default
