"""``chalice package`` of a clean copy, with the optimised zip in place of the one Chalice would build."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from infra import policies
from infra.names import Names
from infra.package.build import X86_64, app_zip, build_folder, copy_application
from infra.package.wheels import PackagingFailed, python_version
from infra.stages import ROOT, Stage


def package(stage: Stage, architecture: str = X86_64) -> tuple[dict[str, Any], Path]:
    """The SAM template of one stage and the zip its functions share. Raises PackagingFailed."""
    code = app_zip(architecture)
    with tempfile.TemporaryDirectory(dir=build_folder()) as folder:
        project = copy_application(Path(folder))
        shutil.copyfile(ROOT / "requirements.txt", project / "requirements.txt")
        policies.write(project / ".chalice", [stage])
        offer_zip(project, code)
        template = _chalice_package(project, stage)
    return _finish(template, stage.names, architecture), code


def offer_zip(project: Path, code: Path) -> None:
    """Lay the zip where Chalice keeps the package of exactly these sources, so that it takes it instead of building one."""
    from chalice.deploy.packager import LambdaDeploymentPackager
    from chalice.utils import OSUtils

    packager = LambdaDeploymentPackager(OSUtils(), None, None)
    place = Path(packager.deployment_package_filename(str(project), f"python{python_version()}"))
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(code, place)


def _chalice_package(project: Path, stage: Stage) -> dict[str, Any]:
    # Byte code of the import would count as source in Chalice's hash, and our zip would not be taken.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "AWS_DEFAULT_REGION": stage.region}
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", stage.name, "out"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackagingFailed(f"chalice package failed: {_last_line(done.stderr or done.stdout)}\n{done.stderr}")
    if "Reusing existing deployment package" not in done.stdout + done.stderr:
        raise PackagingFailed("chalice package did not take the prepared zip.")
    template: dict[str, Any] = json.loads((project / "out" / "sam.json").read_text())
    return template


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else "no reason given"


def _finish(template: dict[str, Any], names: Names, architecture: str) -> dict[str, Any]:
    """Give the functions the names that ``chalice deploy`` gives them, so that they find each other either way."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            name = properties["Handler"].rsplit(".", 1)[-1]
            properties["FunctionName"] = names.function("api_handler" if name == "app" else name)
            properties["Architectures"] = ["arm64" if architecture == "aarch64" else architecture]
    return template
