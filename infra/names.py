"""What a deployment's resources are called."""

import hashlib
from dataclasses import dataclass

APP = "client-portal"
STAGES = ("dev", "staging", "prod")
LOCAL = "local"
QUEUES = ("outbox", "render", "feedback", "exports", "erasures")
DEPLOYMENT_SECRETS = ("token-signing-key", "server-key", "origin-secret")


@dataclass(frozen=True)
class Names:
    """The names of one stage in one account and region."""

    stage: str
    account: str = "000000000000"
    region: str = "eu-central-1"

    @property
    def prefix(self) -> str:
        return f"{APP}-{self.stage}"

    def bucket(self, purpose: str) -> str:
        """A bucket's name is unique in the world, so it carries the account."""
        return f"{self.prefix}-{purpose}-{self.account}"

    def queue(self, name: str) -> str:
        return f"{self.prefix}-{name}"

    def function(self, name: str) -> str:
        """Chalice calls the Lambda of all routes after the app and stage alone."""
        return self.prefix if name == "api_handler" else f"{self.prefix}-{name}"

    def secret(self, name: str) -> str:
        return f"/{self.prefix}/{name}"

    @property
    def configuration_set(self) -> str:
        return f"{self.prefix}-mail"

    @property
    def state_stack(self) -> str:
        return f"{self.prefix}-state"

    @property
    def app_stack(self) -> str:
        return f"{self.prefix}-app"

    @property
    def site_stack(self) -> str:
        return f"{self.prefix}-site"

    def domain_prefix(self, portal: str) -> str:
        """What stands before the names of a merchant's own distribution, and is the name of its stack."""
        return f"{self.prefix}-at-{hashlib.sha256(portal.encode()).hexdigest()[:8]}"
