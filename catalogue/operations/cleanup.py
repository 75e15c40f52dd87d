"""What is left of signing in and nobody needs any longer."""

from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet


def select_expired_sessions(now: datetime) -> QuerySet:
    """Return the sessions that have ended by themselves."""
    return Session.objects.filter(expire_date__lt=now)


def select_old_login_failures(now: datetime) -> QuerySet:
    """Return the refused sign-ins that no longer count against a name."""
    return AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME)
