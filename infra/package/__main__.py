"""Builds everything that is deployed and says how large it is; answers 1 if anything is larger than AWS or we allow."""

import sys
import zipfile
from pathlib import Path

from infra.package.build import LAYERS, app_zip, layer_zip

# Direct uploads end at 50 MB zipped and 250 MB unzipped; the application's zip is part of every cold start.
LARGEST_APP, LARGEST_LAYER, LARGEST_UNZIPPED = 25e6, 45e6, 250e6


def sizes(path: Path) -> tuple[int, int]:
    """Bytes zipped and unzipped."""
    with zipfile.ZipFile(path) as archive:
        return path.stat().st_size, sum(entry.file_size for entry in archive.infolist())


def main() -> int:
    """Build, tell, judge."""
    built = {"application": (app_zip(), LARGEST_APP)}
    built |= {f"layer {name}": (layer_zip(name), LARGEST_LAYER) for name in LAYERS}
    unzipped_app = sizes(built["application"][0])[1]
    fits = True
    for name, (path, largest) in built.items():
        zipped, unzipped = sizes(path)
        whole = unzipped + (unzipped_app if name != "application" else 0)
        fits = fits and zipped <= largest and whole <= LARGEST_UNZIPPED
        print(f"{name:<16} {zipped / 1e6:6.1f} MB zipped, {unzipped / 1e6:6.1f} MB unzipped  {path.name}")
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main())
