"""Where sessions are kept: in the database, which is only asked for keys that Django gives."""

import re

from django.contrib.sessions.backends import db

SESSION_KEY_PATTERN = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """The sessions of Django. A cookie may hold anything, also a NUL, which PostgreSQL refuses."""

    def _validate_session_key(self, key):
        return key is not None and SESSION_KEY_PATTERN.fullmatch(key) is not None
