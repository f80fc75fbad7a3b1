"""Everything that is deployed, as files for whoever judges CloudFormation."""

import json
from pathlib import Path

from infra.names import STAGES
from infra.package.application import package
from infra.stack.site import site_template
from infra.stack.template import template
from infra.stages import read_stages


def write_templates(folder: Path) -> list[Path]:
    """The stateful template, the site's, and each stage's application as packaged. Raises PackagingFailed."""
    templates = {"state": template(), "site": site_template()}
    templates |= {stage: package(read_stages()[stage])[0] for stage in STAGES}
    paths = []
    for name, content in templates.items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps(content))
    return paths
