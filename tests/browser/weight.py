"""What the site weighs: gzip bytes of scripts, words and style, of the first page and of all others; each language counts by itself."""

import gzip
import re
from pathlib import Path

# The figures of site.md, in bytes. They are never loosened. Why some pages count by themselves: docs/decisions/2026-11-23-the-site.md.
SIGN_IN = 15_000
CLIENT_PAGES = 25_000
SELDOM_PAGES = 10_000
OWN_PAGES = 10_000
CONSOLE_EXTRA = 25_000
OFFICE_PAGES = 10_000
STYLE = 5_000
# What the pages say is data (site/words.mjs): each language of each site by itself, the first page's and all others' together.
WORDS = 10_000


def zipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def style_of(site: Path, page: str) -> int:
    """The style sheet of a page."""
    return sum(zipped(site / name) for name in re.findall(r'href="/(assets/[^"]+\.css)"', (site / page).read_text()))


def entry_of(site: Path, page: str) -> Path:
    [entry] = re.findall(r'src="/(assets/[^"]+)"', (site / page).read_text())
    return site / entry


def scripts_of(site: Path, page: str) -> tuple[int, int]:
    """The script a page begins with, and all others it can come to load."""
    entry = entry_of(site, page).name
    found, waiting = set[str](), [entry]
    while waiting:
        name = waiting.pop()
        if name not in found and ".de-" not in name:
            found.add(name)
            waiting += re.findall(r'"\./([\w.-]+\.js)"', (site / "assets" / name).read_text())
    sizes = {name: zipped(site / "assets" / name) for name in found}
    first = sizes.pop(entry)
    return first, sum(sizes.values())


def seldom_of(site: Path) -> int:
    """What only pages load that clients enter seldom."""
    return _behind(site, "seldom", "qr")


def own_of(site: Path) -> int:
    """What only the pages of a person's own account load; what they share with those above counts for both."""
    return _behind(site, "own", "passkey")


def shared_of(site: Path) -> int:
    """What both of these load and nobody else does."""
    return sum(zipped(site / "assets" / name) for name in _needs(site, "own") & _needs(site, "seldom"))


def _behind(site: Path, *names: str) -> int:
    """These chunks with what they need beside everyday's."""
    own = sum(zipped(file) for name in names for file in site.glob(f"assets/{name}-*.js"))
    return own + sum(zipped(site / "assets" / name) for name in _needs(site, names[0]))


def _needs(site: Path, name: str) -> set[str]:
    """The chunks that this one imports at once and the everyday pages do not."""
    asked = [
        set(re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', _only(site, one).read_text())) for one in (name, "pages")
    ]
    return asked[0] - asked[1]


def _only(site: Path, name: str) -> Path:
    [file] = site.glob(f"assets/{name}-*.js")
    return file


def everyday_of(site: Path) -> int:
    """What clients come for, with what comes first."""
    first, others = scripts_of(site, "index.html")
    return first + others - seldom_of(site) - own_of(site) + shared_of(site)


def office_of(site: Path) -> int:
    """What only pages of the console load that staff enter seldom; its QR codes are the portal's."""
    return sum(zipped(file) for file in site.glob("assets/office-*.js"))


def words_of(site: Path, page: str, language: str) -> tuple[int, int]:
    """The words a page begins with, which it holds itself in English, and those of all other pages."""
    named = re.findall(rf'"/(assets/[\w-]+\.{language}-\w+\.json)"', entry_of(site, page).read_text())
    later, here = (next((name for name in named if ("-pages." in name) is wanted), "") for wanted in (True, False))
    first = zipped(site / here) if here else len(gzip.compress(words_in(site / page), 9))
    return first, zipped(site / later)


def words_in(page: Path) -> bytes:
    [words] = re.findall(r'id="words">(.*?)</script>', page.read_text(), re.DOTALL)
    return words.encode()
