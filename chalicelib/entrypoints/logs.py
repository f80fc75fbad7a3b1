"""Structured logs: one JSON object a line, never a secret."""

import json
import logging
import sys
from typing import Any

from chalicelib.core import clock
from chalicelib.settings import settings


class JsonFormatter(logging.Formatter):
    """A log record as JSON; ``extra={"fields": {…}}`` adds its own members."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": clock.stamp(clock.now()),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            # The traceback without the exception's own text, which may quote what a person typed.
            line["error"] = record.exc_info[0].__name__
            line["trace"] = _frames(record.exc_info[2])
        return json.dumps(line, default=str)


def _frames(traceback: object) -> list[str]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code  # type: ignore[attr-defined]
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{traceback.tb_lineno} {code.co_name}")  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return frames[-8:]


def set_up() -> None:
    """Send everything of ours to standard output as JSON; once a process."""
    logger = logging.getLogger("portal")
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    logger.addHandler(handler)
    logger.setLevel(settings().log_level)
    logger.propagate = False
