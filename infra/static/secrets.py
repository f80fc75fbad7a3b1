"""A search for secrets in every file that is kept, by detect-secrets; ``pragma: allowlist secret, REASON`` excepts a line."""

import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).parents[2]
# Hashes of packages, and documents made from code that is searched itself.
_NOT_OURS = re.compile(r"(^|/)(package-lock\.json|LICENSE)$|^docs/api/|\.(png|ttf|otf|ico|woff2|icc)$")
_PRAGMA = re.compile(r"pragma: allowlist (nextline )?secret(?P<reason>.*)")
# Words such as "password" beside any text are of use where code is deployed; in tests and translations they only tire.
_WORDS = ("chalicelib/", "infra/", ".chalice/", ".ci/", "app.py")
# Its words and numbers are invented for readers of the API's document; keys of known shapes are looked for there too.
_INVENTED = ("chalicelib/entrypoints/examples.py",)
_SHAPES = (
    "ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector",
    "DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "JwtTokenDetector", "MailchimpDetector",
    "NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector",
    "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector",
)  # fmt: skip
_ENTROPY = ({"name": "Base64HighEntropyString", "limit": 4.5}, {"name": "HexHighEntropyString", "limit": 3.0})


def kept_files() -> list[str]:
    """What git keeps or would keep, apart from what others made."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [name for name in listed if name and not _NOT_OURS.search(name) and (ROOT / name).is_file()]


def findings(name: str, folder: Path = ROOT) -> list[str]:
    """What looks like a secret in this file, and exceptions that give no reason; never the secret itself."""
    with transient_settings(_settings(name)):
        found = [f"{name}:{secret.line_number} {secret.type}" for secret in scan_file(str(folder / name))]
    for number, line in enumerate((folder / name).read_text(errors="replace").splitlines(), 1):
        pragma = None if name == "infra/static/secrets.py" else _PRAGMA.search(line)
        if pragma and len(pragma["reason"].strip(" ,:")) < 10:
            found.append(f"{name}:{number} this exception gives no reason")
    return found


def _settings(name: str) -> dict[str, object]:
    invented, words = name in _INVENTED, [{"name": "KeywordDetector"}] if name.startswith(_WORDS) else []
    plugins = [*({"name": shape} for shape in _SHAPES), *(() if invented else (*_ENTROPY, *words))]
    filters = ("allowlist.is_line_allowlisted", "heuristic.is_indirect_reference", "heuristic.is_templated_secret")
    found = [{"path": f"detect_secrets.filters.{name}"} for name in filters]
    # The VAT number of our examples looks like a hexadecimal key.
    found.append({"path": "detect_secrets.filters.regex.should_exclude_secret", "pattern": ["^DE123456789$"]})  # type: ignore[dict-item]
    return {"plugins_used": plugins, "filters_used": found}


def main() -> None:
    """Search everything."""
    with ProcessPoolExecutor(2) as pool:
        found = [one for several in pool.map(findings, kept_files(), chunksize=20) for one in several]
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
