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
    portal = (
        ("script to sign in", weight.scripts_of(built_site, "index.html")[0], weight.SIGN_IN),
        ("script of the pages clients come for", weight.everyday_of(built_site), weight.CLIENT_PAGES),
        ("more for the pages they enter seldom", weight.seldom_of(built_site), weight.SELDOM_PAGES),
        ("more for a person's own account", weight.own_of(built_site), weight.OWN_PAGES),
    )
    first, later = weight.scripts_of(built_site, "merchant.html")
    office = weight.office_of(built_site)
    console = (
        ("script to sign in", first, weight.SIGN_IN),
        ("script of all other pages", later - office, weight.CONSOLE_EXTRA),
        ("more for the pages staff enter seldom", office, weight.OFFICE_PAGES),
    )
    for site, rows in {"portal": portal, "console": console}.items():
        for name, weighs, most in rows:
            figures.add(SITE, f"{site}: {name}", weighs, "B", most)
    for page in ("index.html", "merchant.html"):
        figures.add(SITE, f"{page}: style", weight.style_of(built_site, page), "B", weight.STYLE)
