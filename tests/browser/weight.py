"""What the site weighs: gzip bytes of the files a page loads, now and later; languages besides English are counted by nobody."""

import gzip
import re
from pathlib import Path

# The figures of site.md, in bytes. They are never loosened.
SIGN_IN = 15_000
ALL_CLIENT_PAGES = 25_000
CONSOLE_EXTRA = 25_000
STYLE = 5_000


def zipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def style_of(site: Path, page: str) -> int:
    """The style sheet of a page."""
    return sum(zipped(site / name) for name in re.findall(r'href="/(assets/[^"]+\.css)"', (site / page).read_text()))


def scripts_of(site: Path, page: str) -> tuple[int, int]:
    """The script a page begins with, and all others it can come to load."""
    [entry] = re.findall(r'src="/assets/([^"]+)"', (site / page).read_text())
    found, waiting = set[str](), [entry]
    while waiting:
        name = waiting.pop()
        if name not in found and ".de-" not in name:
            found.add(name)
            waiting += re.findall(r'"\./([\w.-]+\.js)"', (site / "assets" / name).read_text())
    sizes = {name: zipped(site / "assets" / name) for name in found}
    first = sizes.pop(entry)
    return first, sum(sizes.values())
