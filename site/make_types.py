"""Write src/api/schema.ts, the TypeScript types of docs/api/openapi.json (`--check`: fail if they are not fresh)."""

import json
import sys
from pathlib import Path
from typing import Any

SITE = Path(__file__).parent
SOURCE = Path(next((a for a in sys.argv[1:] if not a.startswith("-")), SITE.parent / "docs/api/openapi.json"))
TARGET = SITE / "src/api/schema.ts"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def type_of(schema: dict[str, Any]) -> str:
    """One JSON schema as a TypeScript type."""
    if "$ref" in schema:
        return name_of(schema["$ref"].rsplit("/", 1)[1])
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema.get("enum", [schema.get("const")]))
    for word, sign in (("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")):
        if word in schema:
            return sign.join(dict.fromkeys(type_of(part) for part in schema[word]))
    if isinstance(schema.get("type"), list):
        return " | ".join(type_of({**schema, "type": kind}) for kind in schema["type"])
    if schema.get("type") == "array":
        return f"Array<{type_of(schema.get('items', {}))}>"
    if schema.get("type") == "object" or "properties" in schema:
        return object_of(schema)
    return PLAIN.get(schema.get("type", ""), "unknown")


def object_of(schema: dict[str, Any]) -> str:
    """An object's properties, those not required with a question mark; a dictionary if it names none."""
    extra = schema.get("additionalProperties")
    if "properties" not in schema:
        return f"Record<string, {type_of(extra) if isinstance(extra, dict) else 'unknown'}>" if extra != False else "{}"  # noqa: E712
    required = schema.get("required", [])
    fields = (f"{json.dumps(k)}{'' if k in required else '?'}: {type_of(v)}" for k, v in schema["properties"].items())
    return "{ " + "; ".join(fields) + " }"


def name_of(name: str) -> str:
    """A schema's name as an identifier: ``Page[Invoice]`` becomes ``PageInvoice``."""
    return "".join(c for c in name if c.isalnum())


def content_of(part: dict[str, Any]) -> str:
    """The type of a body or answer: its JSON schema, text for other formats, nothing without content."""
    content = part.get("content", {})
    media = next((m for m in content if m.endswith("json")), None)
    return type_of(content[media].get("schema", {})) if media else "string" if content else "undefined"


def route_of(operation: dict[str, Any], shared: list[dict[str, Any]]) -> str:
    """One operation: path and query parameters together, the body, and every successful answer."""
    found = [p for p in shared + operation.get("parameters", []) if p["in"] in ("path", "query")]
    params = {"type": "object", "properties": {p["name"]: p.get("schema", {}) for p in found}}
    params["required"] = [p["name"] for p in found if p.get("required")]
    answers = (content_of(a) for code, a in operation["responses"].items() if code.startswith("2"))
    answer = " | ".join(dict.fromkeys(answers)) or "undefined"
    return f"{{ params: {type_of(params)}; body: {content_of(operation.get('requestBody', {}))}; answer: {answer} }}"


def main() -> None:
    """Read the document, write the types."""
    document = json.loads(SOURCE.read_text())
    lines = ["// Written by make_types.py from docs/api/openapi.json: do not edit.", ""]
    for name, schema in sorted(document["components"]["schemas"].items()):
        lines.append(f"export type {name_of(name)} = {type_of(schema)};")
    lines += ["", "export interface Routes {"]
    for path, item in sorted(document["paths"].items()):
        for method, operation in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                lines.append(f'  "{method.upper()} {path}": {route_of(operation, item.get("parameters", []))};')
    text = "\n".join([*lines, "}", ""])
    if "--check" in sys.argv and TARGET.read_text() != text:
        sys.exit("site/src/api/schema.ts is stale: run python site/make_types.py")
    TARGET.write_text(text)


main()
