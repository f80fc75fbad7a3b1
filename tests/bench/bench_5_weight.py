"""What is uploaded and what is downloaded: zips of the Lambdas, bytes of the site."""

from pathlib import Path

from infra.package.__main__ import LARGEST_APP, LARGEST_LAYER, sizes
from infra.package.build import LAYERS, app_zip, layer_zip
from tests.bench.figures import Figures
from tests.browser import weight

ZIPS, SITE = "Zips of the Lambdas", "Bytes of the site, gzipped"


def bench_zips(figures: Figures) -> None:
    figures.add(ZIPS, "application", sizes(app_zip())[0] / 1e6, "MB", LARGEST_APP / 1e6)
    for name in LAYERS:
        figures.add(ZIPS, f"layer {name}", sizes(layer_zip(name))[0] / 1e6, "MB", LARGEST_LAYER / 1e6)


def bench_site(built_site: Path, figures: Figures) -> None:
    first, later = weight.scripts_of(built_site, "index.html")
    seldom = weight.seldom_of(built_site)
    figures.add(SITE, "portal: script to sign in", first, "B", weight.SIGN_IN)
    figures.add(SITE, "portal: script of the pages clients come for", first + later - seldom, "B", weight.CLIENT_PAGES)
    figures.add(SITE, "portal: more for the pages they enter seldom", seldom, "B", weight.SELDOM_PAGES)
    first, later = weight.scripts_of(built_site, "merchant.html")
    figures.add(SITE, "console: script to sign in", first, "B", None)
    figures.add(SITE, "console: script of all other pages", later, "B", weight.CONSOLE_EXTRA)
    for page in ("index.html", "merchant.html"):
        figures.add(SITE, f"{page}: style", weight.style_of(built_site, page), "B", weight.STYLE)
