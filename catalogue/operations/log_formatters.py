"""Formatters and a filter of the log: lines for people, or JSON for programs."""

import json
import logging
import re
from datetime import UTC, datetime

from catalogue.operations.middleware import current_request_id

#: Characters that end a line or control a terminal.
LINE_BREAKS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class PlainFormatter(logging.Formatter):
    """Formats lines for people; text from a request cannot start a line."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return LINE_BREAKS.sub(lambda found: ascii(found[0])[1:-1], super().formatMessage(record))


class ShortErrorFilter(logging.Filter):
    """Removes the traceback from records of requests that were answered with 400 or 503.

    Without a database every request is, and anybody can send a wrong host name: tracebacks would
    soon fill the disk.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True for every record, after shortening those."""
        if getattr(record, "status_code", None) in (400, 503) and record.exc_info:
            kind, error, _trace = record.exc_info
            first = (str(error).splitlines() or [""])[0]
            record.msg = f"{record.getMessage()} ({kind.__name__}: {first})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


class JsonFormatter(logging.Formatter):
    """Formats records for programs, with fields for request id, status and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_request_id.get():
            line["request"] = request_id
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
