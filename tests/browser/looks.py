"""Looking at a page: in both sizes and schemes, with a picture, axe, the console, the policy's reports and its width."""

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python

from tests.browser.stage import Stage

PICTURES = Path(__file__).parents[2] / ".screenshots"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All that can differ between the schemes of one width: the elements are the same, only their colours change.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

BOTH_WIDTHS_AND_SCHEMES = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
TWO_OF_THEM = [(1280, "light"), (390, "dark")]


def look_at(stage: Stage, name: str, views: Sequence[tuple[int, str]] = BOTH_WIDTHS_AND_SCHEMES) -> None:
    """Whatever stands on the stage now, in each view; fails with all that is wrong."""
    wrong: list[str] = []
    PICTURES.mkdir(exist_ok=True)
    seen: set[int] = set()
    for width, scheme in views:
        stage.page.set_viewport_size({"width": width, "height": 800})
        stage.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        stage.page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        wrong += [f"{width} {scheme}: {problem}" for problem in (*axe_of(stage, width in seen), *sideways_of(stage))]
        seen.add(width)
    stage.page.set_viewport_size({"width": 320, "height": 800})
    wrong += [f"320: {problem}" for problem in sideways_of(stage)]
    wrong += stage.said + stage.reports
    assert not wrong, "\n".join(wrong)


def axe_of(stage: Stage, only_colours: bool = False) -> list[str]:
    """What axe finds. Its script is given to a page once; it comes through the debugger, so the policy is not loosened."""
    if not stage.page.evaluate("'axe' in window"):
        stage.page.evaluate(AXE)
    options = {
        "runOnly": COLOURS if only_colours else STANDARDS,
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
