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


LONG = (
    "faults/test_money_under_faults faults/test_single_faults browser/test_pages browser/test_console payments/test_interleavings "
    "browser/test_ways house/test_matrix house/test_what_is_asked browser/test_console_ways faults/test_money_under_two_faults "
    "payments/test_bank subscriptions/test_collect browser/test_links engine/test_money engine/test_door browser/test_stored_scripts "
    "house/test_document sessions/test_interleavings"
).split()
"""Files that take longest, longest first: begun last, one of them would be waited for by every other worker."""
ON_THE_STACK = (
    "browser/test_journey journeys/test_from_invitation_to_receipt infra/test_local_stack infra/test_create_merchant"
).split()
"""Last, so that the running stack, whose clock and queues wake its Lambdas all the time, does not run beside everything else."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; then broken rules are told before what leans on them."""
    order = {"core": 0, "house": 1, "adapters": 2}
    order |= {name: at - len(LONG) for at, name in enumerate(LONG)}
    order |= {name: at + 10 for at, name in enumerate(ON_THE_STACK)}

    def rank(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return order.get(f"{folder}/{item.path.stem}", order.get(folder, 5))

    items.sort(key=rank)
