"""A line of the log: when, how grave, from where, what; as JSON also in which request."""

import json
import logging
import re
from datetime import UTC, datetime

from catalogue.operations.request_id import current_request_id

#: What ends a line, or is read as something else by a terminal.
LINE_BREAKS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class PlainFormatter(logging.Formatter):
    """Writes lines for people; what somebody sent cannot begin a line of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line of a record, with every break in it made visible."""
        return LINE_BREAKS.sub(lambda found: ascii(found[0])[1:-1], super().formatMessage(record))


class ShortErrorFilter(logging.Filter):
    """Says in one line, without a traceback, that a request was answered with 400 or 503.

    While the database is away every request is, and anybody can name a host that is not ours:
    tracebacks would soon fill a disk.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass; shorten those."""
        if getattr(record, "status_code", None) in (400, 503) and record.exc_info:
            kind, error, _trace = record.exc_info
            first = (str(error).splitlines() or [""])[0]
            record.msg = f"{record.getMessage()} ({kind.__name__}: {first})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


class JsonFormatter(logging.Formatter):
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
        if number := current_request_id.get():
            line["request"] = number
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
