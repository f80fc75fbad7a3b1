"""A browser, the site as built from these sources, and a stage to see it on."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from infra.local.browser import system_browser
from tests.browser.canned_console import ANSWERS, granted
from tests.browser.stage import Stage

SITE = Path(__file__).parents[2] / "site"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
NewStage = Callable[..., Stage]
Open = Callable[..., Stage]


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built now (a third of a second) and aside: neither another worker nor the running stack shares the folder."""
    if not (SITE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=SITE, check=True, capture_output=True)
    dist = tmp_path_factory.mktemp("site") / "dist"
    subprocess.run(["node", "build.mjs", str(dist)], cwd=SITE, check=True)
    return dist


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, or Playwright's where it has none."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=system_browser(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_stage(browser: Browser, built_site: Path) -> Iterator[NewStage]:
    """Makes stages: ``new_stage(width=390, scheme="dark", locale="de-DE")``."""
    contexts = []

    def make(width: int = 1280, scheme: Any = "light", locale: str = "en-GB", **more: Any) -> Stage:
        options: dict[str, Any] = {
            "viewport": {"width": width, "height": 800},
            "color_scheme": scheme,
            "locale": locale,
            "timezone_id": "Europe/Berlin",
            "reduced_motion": "reduce",
            **more,
        }
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Stage(context, built_site)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def stage(new_stage: NewStage) -> Stage:
    """A wide, light stage in English."""
    return new_stage()


@pytest.fixture
def desk(new_stage: NewStage) -> Open:
    """Opens a page of the console as somebody who is signed in: ``desk("/invoices", role="support", locale="de-DE")``."""

    def signed_in(path: str, role: str = "owner", language: str = "en", **more: Any) -> Stage:
        stage = new_stage(**more)
        stage.api.overrides.update(ANSWERS)
        stage.api.overrides["POST /merchant/sessions/refresh"] = granted(role=role, language=language)
        stage.page.context.add_init_script("localStorage.setItem('session:merchant', '1')")
        stage.open(f"/merchant{path}")
        expect(stage.page.get_by_role("heading", level=1)).to_be_visible()
        return stage

    return signed_in
