"""Rules for what bandit misses, over each file's syntax tree; ``# rule: NAME, why not here`` at the end of a line is an exception."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_EXCEPTION = re.compile(r"# rule: (?P<name>[a-z-]+), \S.{9,}")
_SECRET = re.compile(
    r"(^|_)(password|passwords|secret|secrets|token|tokens|api_key|cookie|cookies|authorization|signature|recovery|totp)$"
)
_LOG = {"debug", "info", "warning", "error", "exception", "critical", "log"}
_CALLS_OUT = re.compile(r"(urllib\.request\.|^)urlopen$|^(requests|httpx)\.(get|post|put|patch|delete|head|request)$")
_WIRES = {"requests", "httpx", "urllib3", "aiohttp", "socket", "ftplib", "smtplib", "telnetlib"}
_FILES = {"open", "io.open", "os.open"}
_MARKUP = re.compile(r"<[a-zA-Z/!]")


@dataclass(frozen=True)
class Rule:
    """``judge`` tells the sentence about a node, or nothing; ``exempt`` are the files where it is the one place for it."""

    name: str
    sentence: str
    judge: Callable[[ast.AST], bool]
    where: tuple[str, ...] = ("chalicelib/", "infra/", "app.py")
    exempt: tuple[str, ...] = ()

    def applies(self, path: str) -> bool:
        return path.startswith(self.where) and not path.startswith(self.exempt or ("\0",))


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def _named(node: ast.AST) -> str:
    return dotted(node).rpartition(".")[2].lstrip("_").lower()


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _is(value: ast.AST | None, constant: object) -> bool:
    return isinstance(value, ast.Constant) and value.value is constant


def _is_log(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _LOG
        and dotted(node.func.value).lstrip("_").lower().endswith(("log", "logger", "logging"))
    )


def _composed_log(node: ast.AST) -> bool:
    """A line whose words are put together: only fields may vary, so that nothing typed by a person becomes words."""
    return (
        _is_log(node)
        and isinstance(node, ast.Call)
        and any(isinstance(part, (ast.JoinedStr, ast.BinOp, ast.Call)) for part in node.args[:1])
    )


def _secret_in_log(node: ast.AST) -> bool:
    if not (_is_log(node) and isinstance(node, ast.Call)):
        return False
    said = [part for value in (*node.args, *(one.value for one in node.keywords)) for part in ast.walk(value)]
    names = [_named(part) for part in said if isinstance(part, (ast.Name, ast.Attribute))]
    keys = [str(part.value).lower() for part in said if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(_SECRET.search(word) for word in (*names, *keys))


def _secret_compared(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Compare) and all(isinstance(one, (ast.Eq, ast.NotEq)) for one in node.ops)):
        return False
    sides = [part for side in (node.left, *node.comparators) for part in getattr(side, "elts", [side])]
    plain = any(isinstance(side, ast.Constant) for side in sides)
    return not plain and any(_SECRET.search(_named(side)) for side in sides)


def _unverified(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _is(_keyword(node, "verify"), False) or dotted(node.func).endswith("_create_unverified_context")
    return isinstance(node, ast.Assign) and any(
        _named(target) == "check_hostname" and _is(node.value, False) for target in node.targets
    )


def _patient(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and bool(_CALLS_OUT.search(dotted(node.func))) and not _keyword(node, "timeout")


def _outward(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(name in ("urllib.request", "http.client") or name.split(".")[0] in _WIRES for name in names)


def _scan(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("scan", "batch_scan")
    )


def _parsed(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) in ("json.loads", "json.load")


def _revived(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    reads_xml = isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in (
        "fromstring",
        "iterparse",
        "XMLParser",
    )
    return reads_xml or any(
        name.split(".")[0] in ("pickle", "marshal", "shelve", "dill", "yaml", "lxml") for name in names
    )


def _unchecked_token(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and dotted(node.func) == "jwt.decode"):
        return False
    listed = _keyword(node, "algorithms")
    return not (isinstance(listed, ast.List) and [getattr(one, "value", "") for one in listed.elts] == ["RS256"])


def _file(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return dotted(node.func) in _FILES or method in ("read_text", "read_bytes", "write_text", "write_bytes")


def _link(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr.startswith("generate_presigned")


def _markup(node: ast.AST) -> bool:
    """A text with a tag and a place in it."""
    if not isinstance(node, ast.JoinedStr):
        return False
    texts = [part.value for part in node.values if isinstance(part, ast.Constant)]
    return len(texts) < len(node.values) and any(_MARKUP.search(str(text)) for text in texts)


def _digits(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "\\d" in node.value


RULES = (
    Rule("log-words", "A log line's words are fixed; what varies goes into its fields.", _composed_log),
    Rule("log-secret", "Nothing that is named like a secret goes into a log line.", _secret_in_log),
    Rule("secret-compared", "Compare secrets with adapters.secrets.same: == tells by its time how much was right.", _secret_compared),
    Rule("unverified", "Certificates are always verified.", _unverified),
    Rule("no-timeout", "A call to the world outside says how long it waits.", _patient),
    Rule("outward", "No address that somebody named is fetched: only the gateway and the issuer's keys are asked (V20).", _outward,
         ("chalicelib/", "app.py"), ("chalicelib/adapters/keys.py", "chalicelib/adapters/gateways/")),
    Rule("scan", "No Scan: a query on a key or an index (data.md); IAM denies it besides.", _scan, ("chalicelib/",)),
    Rule("json", "What comes from outside is parsed in adapters and entrypoints, where a refusal is ours (V34).", _parsed,
         ("chalicelib/",), ("chalicelib/adapters/", "chalicelib/entrypoints/")),
    Rule("revived", "Nothing is unpickled, and no YAML or XML is parsed (V26).", _revived, ("chalicelib/", "app.py")),
    Rule("token-unchecked", "A token is decoded with RS256 alone and its signature checked (V17).", _unchecked_token),
    Rule("file", "No file is opened by a name: files live in buckets under random keys (V23, V24).", _file, ("chalicelib/",),
         ("chalicelib/adapters/pdf/", "chalicelib/entrypoints/openapi.py")),
    Rule("link", "Links to files are made in one place, which bounds their life and what they show (V32).", _link,
         ("chalicelib/",), ("chalicelib/adapters/object_store.py",)),
    Rule("digits", "A pattern says [0-9]: the other spelling takes the digits of every script.", _digits, ("chalicelib/",)),
    Rule("markup", "Markup is made in one place, which escapes whatever is not markup of ours (V28).", _markup,
         ("chalicelib/",), ("chalicelib/core/letter_html.py", "chalicelib/adapters/pdf/")),
)  # fmt: skip


def findings(path: str, text: str) -> Iterator[str]:
    """What is wrong in one file, as ``path:line rule: sentence``; an exception that excepts nothing is wrong too."""
    lines, used = text.splitlines(), set()
    for node in ast.walk(ast.parse(text)):
        for rule in RULES:
            if rule.applies(path) and rule.judge(node):
                number = next(iter(_excepting(rule, node, lines)), 0)
                used.add(number)
                if not number:
                    yield f"{path}:{getattr(node, 'lineno', 1)} {rule.name}: {rule.sentence}"
    for number, line in enumerate(lines, 1):
        if _EXCEPTION.search(line) and number not in used:
            yield f"{path}:{number} this exception excepts nothing"


def _excepting(rule: Rule, node: ast.AST, lines: list[str]) -> list[int]:
    """The node's lines that except it from the rule, with a reason."""
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
    found = [(number, _EXCEPTION.search(lines[number - 1])) for number in range(first, last + 1)]
    return [number for number, match in found if match and match["name"] == rule.name]


def main() -> None:
    """Judge the whole tree."""
    paths = [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py")), *sorted((ROOT / "infra").rglob("*.py"))]
    found = [one for path in paths for one in findings(str(path.relative_to(ROOT)), path.read_text())]
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
