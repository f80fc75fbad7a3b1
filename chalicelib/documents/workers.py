"""The Lambda that renders documents."""

from chalicelib.documents import render
from chalicelib.entrypoints.worker import Worker

worker = Worker(__name__)
render_document = worker.queue("render", render.render_document)
