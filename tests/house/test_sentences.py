"""Whatever the API refuses is said in the person's language: the site knows a sentence for every one of the API's."""

import ast
import importlib
import json
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import chalicelib
from chalicelib.adapters.gateways.declines import SENTENCES
from chalicelib.core.errors import PortalError

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"

# Nobody reads these at the site: what is told to gateways, workers and the deployment, and what stands on paper and in mails.
NOT_AT_THE_SITE = re.compile(
    r"adapters/(pdf|mailer|mail_events|keys|secrets|gateways/(webhooks|declines))|core/(letter|documents)|outbox/|"
    r"emails\w*\.py|recipients\.py|entrypoints/(examples|openapi)|payments/(handle_gateway_event|reasons)|tenants/create|"
    r"subscriptions/term_invoice|calendars/words"
)
NOT_TOLD_TO_PEOPLE = {
    "EventForged",
    "EventNotOurs",
    "EventUnreadable",
    "BeingDelivered",
    "DocumentNotThere",
    "MailEventUnreadable",
    "MailRefused",
    "TenantExists",
}


@pytest.fixture(scope="module")
def german() -> dict[str, str]:
    """The API's sentences and their German, as the site is built from them."""
    return dict(words("refusals.de", "refusals"))


def words(file: str, of: str) -> Any:
    """What one of the site's files of words has to say."""
    script = f'import * as words from "./src/locales/{file}"; console.log(JSON.stringify(words.{of}))'
    bundle = ["node_modules/.bin/esbuild", "--bundle", "--platform=node"]
    plain = subprocess.run(bundle, input=script, cwd=SITE, check=True, capture_output=True, text=True).stdout
    return json.loads(subprocess.run(["node", "-"], input=plain, check=True, capture_output=True, text=True).stdout)


def said_by(table: dict[str, str], sentence: str) -> bool:
    """Whether the table knows the sentence, or its pattern."""
    return any(re.fullmatch(re.sub(r"\\{\d\\}", ".+", re.escape(known)), sentence) for known in table)


def errors() -> list[type[PortalError]]:
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if ".pdf" not in module.name:
            importlib.import_module(module.name)
    found, waiting = set[type[PortalError]](), [PortalError]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.startswith("chalicelib") and kind not in found:
                found.add(kind)
                waiting.append(kind)
    return sorted(found, key=lambda kind: kind.__name__)


def test_every_error_has_a_sentence_of_its_own_language_in_both(german: dict[str, str]) -> None:
    told = [kind for kind in errors() if kind.__name__ not in NOT_TOLD_TO_PEOPLE]
    assert len(told) > 50
    assert [kind.__name__ for kind in told if not re.fullmatch(r"[A-Z].+\.", kind.sentence)] == []
    assert [kind.__name__ for kind in told if kind.sentence not in german] == []


def sentences_in(tree: ast.Module) -> Iterator[str]:
    """Everything that is written like a sentence and is neither a docstring nor a description; ``{0}`` where something is filled in."""
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("description", "summary", "examples"):
            aside |= {id(part) for part in ast.walk(node.value)}
        if isinstance(node, ast.JoinedStr):
            aside |= {id(part) for part in ast.walk(node)} - {id(node)}
    for node in ast.walk(tree):
        text = ""
        if id(node) in aside:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"\{\w+\}", "7", node.value)
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
        if re.fullmatch(r"(?:7|[A-Z])[\w,]* [^:]*\w.*(?:\.|\. 7)", text) and "EN 16931" not in text:
            yield text


def test_every_sentence_that_the_api_may_say_of_a_field_has_a_german_one(german: dict[str, str]) -> None:
    files = [file for file in (ROOT / "chalicelib").rglob("*.py") if not NOT_AT_THE_SITE.search(file.as_posix())]
    spoken = {sentence: file.name for file in files for sentence in sentences_in(ast.parse(file.read_text()))}
    assert len(spoken) > 80
    hidden = {kind.sentence for kind in errors() if kind.__name__ in NOT_TOLD_TO_PEOPLE}
    assert {one: file for one, file in spoken.items() if one not in hidden and not said_by(german, one)} == {}


def test_no_german_sentence_outlives_its_english_one(german: dict[str, str]) -> None:
    spoken = {
        sentence
        for file in (ROOT / "chalicelib").rglob("*.py")
        for sentence in sentences_in(ast.parse(file.read_text()))
    }
    assert [one for one in german if not any(said_by({one: ""}, sentence) for sentence in spoken)] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_reason_of_a_bank_is_told_in_both_languages(language: str) -> None:
    known = words(f"portal.{language}", "default.declines")
    assert set(known) >= {*SENTENCES, "method_not_usable", "expired"}


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Please enter at most €1,327.50, the open amount.", "Bitte höchstens €1.327,50, den offenen Betrag."),
        ("Please enter at most 100.", "Bitte höchstens 100."),
        ("This invoice is void.", "Diese Rechnung ist storniert."),
        ("Something that nobody knows.", "Das geht gerade nicht, vielleicht hat sich inzwischen etwas geändert."),
    ],
)
def test_figures_are_filled_in_the_german_way(english: str, german: str) -> None:
    assert words("refusals.de", f"refusal({json.dumps(english)})").startswith(german)
