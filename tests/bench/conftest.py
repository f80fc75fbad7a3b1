"""One run of benchmarks: a page at the end, and a failure that names what is too much."""

import logging
import os
from collections.abc import Iterator

import pytest

from tests.bench.figures import PAGE, Figures
from tests.bench.world import Desk
from tests.browser.conftest import built_site  # noqa: F401  (a fixture)
from tests.fixtures.http import Api
from tests.fixtures.people import Actor

_figures = Figures()


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    """Where benchmarks put what they measured."""
    yield _figures


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A whole run that went well rewrites the page; a part of it only prints."""
    whole = not session.config.option.keyword and len(session.config.args) == 1 and exitstatus == 0
    if whole:
        PAGE.write_text(_figures.page())
    if _figures.exceeded:
        print("\nOver budget:\n  " + "\n  ".join(_figures.exceeded))
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _no_log_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Log lines are made, as in a Lambda, and thrown away."""
    with open(os.devnull, "w") as nowhere:
        for handler in logging.getLogger("portal").handlers:
            monkeypatch.setattr(handler, "stream", nowhere)
        yield
        monkeypatch.undo()


@pytest.fixture
def desk(api: Api, ada: Actor, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Ada before her browser, with 40 invoices."""
    desk = Desk(api, ada, monkeypatch)
    desk.keep(40)
    return desk
