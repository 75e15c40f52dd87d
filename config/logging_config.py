"""Logging: everything to standard error, where the server or systemd collects it."""


def logging(form: str) -> dict:
    """Return Django's setting for logs of a form: `json` for programs, `line` for people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "catalogue.operations.log_formatters.PlainFormatter",
                "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            },
            "json": {"()": "catalogue.operations.log_formatters.JsonFormatter"},
        },
        "filters": {"one_line": {"()": "catalogue.operations.log_formatters.ShortErrorFilter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"filters": ["one_line"]},
            "django.security.DisallowedHost": {"filters": ["one_line"]},
            "catalogue": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
