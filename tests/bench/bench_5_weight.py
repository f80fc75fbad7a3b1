"""What is uploaded and what is downloaded: zips of the Lambdas, bytes of the site."""

import gzip
import re
import subprocess
from pathlib import Path

from infra.package.__main__ import LARGEST_APP, LARGEST_LAYER, sizes
from infra.package.build import LAYERS, app_zip, layer_zip
from tests.bench.figures import Figures

ZIPS, SITE = "Zips of the Lambdas", "Bytes of the site, gzipped"
ROOT = Path(__file__).parents[2] / "site"


def bench_zips(figures: Figures) -> None:
    figures.add(ZIPS, "application", sizes(app_zip())[0] / 1e6, "MB", LARGEST_APP / 1e6)
    for name in LAYERS:
        figures.add(ZIPS, f"layer {name}", sizes(layer_zip(name))[0] / 1e6, "MB", LARGEST_LAYER / 1e6)


def bench_site(tmp_path: Path, figures: Figures) -> None:
    """First request: the page, its script and its style. All pages: every chunk its entry can come to, one language."""
    dist = tmp_path / "dist"
    subprocess.run(["node", "build.mjs", str(dist)], cwd=ROOT, check=True)
    budgets = {"index.html": (15_000, 25_000), "merchant.html": (None, None)}
    shared: set[str] = set()
    for page, (first, whole) in budgets.items():
        html = (dist / page).read_text()
        entry, style = (re.search(rf'/assets/([^"]+\.{kind})', html)[1] for kind in ("js", "css"))  # type: ignore[index]
        to_start = closure(dist, entry, lazy=False)
        everything = closure(dist, entry, lazy=True) - languages(dist)
        figures.add(SITE, f"{page}: script to the first page", weigh(dist, to_start), "B", first)
        figures.add(SITE, f"{page}: script of all pages", weigh(dist, everything), "B", whole)
        figures.add(SITE, f"{page}: style", weigh(dist, {style}), "B", 5_000)
        if page == "merchant.html":
            figures.add(
                SITE,
                "merchant.html: script beyond what it needs to start",
                weigh(dist, everything - to_start),
                "B",
                25_000,
            )
        shared |= everything


def closure(dist: Path, entry: str, *, lazy: bool) -> set[str]:
    """The chunks that an entry loads; ``lazy``: and those it may come to load."""
    found, waiting = set(), {entry}
    pattern = r'"\./([\w.-]+\.js)"' if lazy else r'(?:from|import)\s*"\./([\w.-]+\.js)"'
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(re.findall(pattern, (dist / "assets" / name).read_text())) - found
    return found


def languages(dist: Path) -> set[str]:
    """Chunks of words in a language other than English: one is loaded in place of another."""
    return {path.name for path in (dist / "assets").glob("*.de-*.js")}


def weigh(dist: Path, names: set[str]) -> int:
    return sum(len(gzip.compress((dist / "assets" / name).read_bytes(), 9)) for name in names)
