"""Logging: everything goes to standard error, which the server or systemd collects."""


def build_logging_setting(form: str) -> dict:
    """Return the LOGGING setting for a form: `json` for programs, `line` for people."""
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
            "django.security.DisallowedModelAdminLookup": {"filters": ["one_line"]},
            "catalogue": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
