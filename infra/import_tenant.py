"""Takes a merchant's export in: into a deployment that does not know the merchant, completely, and once."""

import argparse
import os
import sys
from pathlib import Path

from infra.archive import Archive
from infra.create_merchant import stage_environment
from infra.names import LOCAL, STAGES
from infra.provision import explained

_MORE = """Switch the merchant's portal off at the old place before you export. Begin again after any interruption: what is
there is left as it is. Afterwards the owners have invitations; they connect the payment service and invite all others.
docs/import-export.md says what is taken over and what is not."""


def main(arguments: list[str]) -> int:
    """The command an operator runs once for each merchant that comes from elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m infra.import_tenant", description=__doc__, epilog=_MORE)
    parser.add_argument("--stage", required=True, choices=(*STAGES, LOCAL))
    parser.add_argument("archive", type=Path, help="the ZIP file of the export")
    wish = parser.parse_args(arguments)
    return explained(lambda: take_in(wish.stage, wish.archive))


def take_in(stage: str, path: Path) -> None:
    """Check the whole archive, then write. Raises Refused."""
    archive = Archive(path)
    os.environ.update(stage_environment(stage))
    # The application reads its settings when it is imported, so not before they are known.
    from infra.bring_in import bring_in

    bring_in(archive)
    print(archive.tenant_id)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
