"""A line of the log as JSON, one object each: when, how grave, from where, what, which request."""

import json
import logging
from datetime import UTC, datetime

from catalogue.operating.traces import request_id


class JsonLines(logging.Formatter):
    """Writes records of the log for programs that collect them.

    The status of an answer and a traceback stand in fields of their own.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_id.get():
            line["request"] = number
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
