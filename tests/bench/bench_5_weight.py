"""What is uploaded and what is downloaded: zips of the Lambdas, bytes of the site."""

from pathlib import Path

from infra.package.__main__ import LARGEST_APP, LARGEST_LAYER, sizes
from infra.package.build import LAYERS, app_zip, layer_zip
from tests.bench.figures import Figures
from tests.browser import weight

ZIPS, SITE = "Zips of the Lambdas", "Bytes of the site, gzipped"
# To begin with, all else, and both together.
BUDGETS = {
    "index.html": (weight.SIGN_IN, None, weight.ALL_CLIENT_PAGES),
    "merchant.html": (None, weight.CONSOLE_EXTRA, None),
}


def bench_zips(figures: Figures) -> None:
    figures.add(ZIPS, "application", sizes(app_zip())[0] / 1e6, "MB", LARGEST_APP / 1e6)
    for name in LAYERS:
        figures.add(ZIPS, f"layer {name}", sizes(layer_zip(name))[0] / 1e6, "MB", LARGEST_LAYER / 1e6)


def bench_site(built_site: Path, figures: Figures) -> None:
    for page, (first, others, whole) in BUDGETS.items():
        start, later = weight.scripts_of(built_site, page)
        figures.add(SITE, f"{page}: script to the first page", start, "B", first)
        figures.add(SITE, f"{page}: script that comes later", later, "B", others)
        figures.add(SITE, f"{page}: script of all pages", start + later, "B", whole)
        figures.add(SITE, f"{page}: style", weight.style_of(built_site, page), "B", weight.STYLE)
