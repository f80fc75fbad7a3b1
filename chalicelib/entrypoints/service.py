"""Routes of the service itself: is it alive, what does it offer, and what is nowhere."""

from typing import Any, Literal

from chalicelib.core.errors import NotFound
from chalicelib.core.model import Model
from chalicelib.entrypoints.openapi import show_openapi
from chalicelib.entrypoints.router import Router
from chalicelib.settings import settings


class Health(Model):
    """That the service answers, and which version does."""

    status: Literal["alive"] = "alive"
    version: str
    stage: str


def show_health() -> Health:
    """Whether the service is alive, its version and stage."""
    return Health(version=settings().version, stage=settings().stage)


def refuse_unknown() -> dict[str, Any]:
    """Every path that is not a route. Chalice does not read ``{proxy+}`` as a part of the path, so neither do we."""
    raise NotFound


router = Router(__name__)
router.get("/health", show_health, public=True)
router.get("/openapi.json", show_openapi, public=True)
router.get("/", refuse_unknown, public=True)
router.get("/{proxy+}", refuse_unknown, public=True)
router.post("/{proxy+}", refuse_unknown, public=True)
router.put("/{proxy+}", refuse_unknown, public=True)
router.patch("/{proxy+}", refuse_unknown, public=True)
router.delete("/{proxy+}", refuse_unknown, public=True)
