"""Looking at a page: in both sizes and schemes, with axe, the console, the policy's reports, its width, and a picture if asked for."""

import os
from pathlib import Path
from typing import Any

import axe_playwright_python

from tests.browser.stage import Stage

PICTURES = Path(__file__).parents[2] / ".screenshots"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(1280, "light"), (390, "dark")]
"""Both widths and both schemes. The elements of a page are the same in all four views, and its colours in both widths."""
ASKED_FOR = "PICTURES" in os.environ
"""``make pictures``: they are for people to look at, and a fifth of the time."""


def look_at(stage: Stage, name: str) -> None:
    """Whatever stands on the stage now, in each view; fails with all that is wrong."""
    wrong: list[str] = []
    for width, scheme in VIEWS:
        show(stage.page, width, scheme)
        wrong += [f"{width} {scheme}: {problem}" for problem in (*axe_of(stage), *sideways_of(stage))]
    stage.page.set_viewport_size({"width": 320, "height": 800})
    wrong += [f"320: {problem}" for problem in sideways_of(stage)]
    if ASKED_FOR:
        picture(stage.page, name, ((width, scheme) for width, _ in VIEWS for _, scheme in VIEWS))
    wrong += stage.said + stage.reports
    assert not wrong, "\n".join(wrong)


def show(page: Any, width: int, scheme: str) -> None:
    """The page in another view."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)


def picture(page: Any, name: str, views: Any) -> None:
    """The whole page as PNG in each view, in .screenshots/."""
    PICTURES.mkdir(exist_ok=True)
    for width, scheme in views:
        show(page, width, scheme)
        page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)


def axe_of(stage: Stage) -> list[str]:
    """What axe finds. Its script is given to a page once; it comes through the debugger, so the policy is not loosened."""
    if not stage.page.evaluate("'axe' in window"):
        stage.page.evaluate(AXE)
    options = {
        "runOnly": STANDARDS,
        "resultTypes": ["violations"],
        "elementRef": False,
        "preload": False,
    }
    found = stage.page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [
        f"{violation['id']}: {violation['help']} at {node['target']} ({node.get('failureSummary', '')[:200]})"
        for violation in found
        for node in violation["nodes"]
    ]


def sideways_of(stage: Stage) -> list[str]:
    spill = stage.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{spill}px wider than the screen"] if spill > 0 else []
