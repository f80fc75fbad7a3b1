"""The Lambda that writes exports."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.exports import write

worker = Worker(__name__)
write_export = worker.queue("exports", write.write_export)
