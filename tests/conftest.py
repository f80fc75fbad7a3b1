"""The world of every test: AWS by moto, the time still, an API to call, and people to be."""

import os

os.environ.update(
    AWS_DEFAULT_REGION="eu-central-1",
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    PORTAL_STAGE="test",
    PORTAL_PREFIX="client-portal-test",
    PORTAL_DOCUMENTS_BUCKET="client-portal-test-documents",
    PORTAL_MEDIA_BUCKET="client-portal-test-media",
    PORTAL_SITE_URL="https://portal.example.com",
    PORTAL_MAIL_SENDER="no-reply@portal.example.com",
)
os.environ.pop("AWS_ENDPOINT_URL", None)

import pytest

pytest_plugins = [
    "tests.fixtures.aws",
    "tests.fixtures.http",
    "tests.fixtures.people",
    "tests.fixtures.invoices",
    "tests.fixtures.gateway",
    "tests.fixtures.logs",
    "tests.fixtures.post",
    "tests.fixtures.twins",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first: a broken rule is told before the browser starts."""
    order = {"core": 0, "house": 1, "adapters": 2, "infra": 8, "journeys": 9, "browser": 10}
    items.sort(key=lambda item: order.get(item.path.parent.name, 5))
