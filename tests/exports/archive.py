"""An export as a person opens it."""

import io
import json
import zipfile
from typing import Any

from chalicelib.adapters import object_store
from chalicelib.exports import store, write
from tests.fixtures.http import Api
from tests.fixtures.people import Actor
from tests.fixtures.post import Post


class Archive:
    """A ZIP file that was made."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.file = zipfile.ZipFile(io.BytesIO(content))

    @property
    def names(self) -> list[str]:
        return self.file.namelist()

    def read(self, name: str) -> bytes:
        return self.file.read(name)

    def records(self, kind: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.read(f"data/{kind}.jsonl").decode().split("\n")[:-1]]

    @property
    def manifest(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.read("manifest.json"))
        return told


def work(post: Post) -> None:
    """Let the worker write until nothing waits in its queue."""
    while messages := post.waiting("exports"):
        for message in messages:
            write.write_export(message, "req_export")


def exported(api: Api, post: Post, owner: Actor) -> Archive:
    """Everything of the owner's merchant, asked for and written."""
    asked = api.post("/merchant/exports", {}, token=owner.token)
    assert asked.status == 202, asked.json
    work(post)
    return archive_of(owner.tenant_id, asked.json["id"])


def archive_of(tenant_id: str, export_id: str) -> Archive:
    export = store.get(tenant_id, export_id)
    assert export is not None and export.status == "ready", export
    return Archive(object_store.fetch(export.key))
