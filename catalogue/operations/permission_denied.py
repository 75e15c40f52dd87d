"""Who was refused what stands in the log."""

import logging

from django.views.defaults import permission_denied

log = logging.getLogger(__name__)


def handle_permission_denied(request, exception):
    """Answer a request that its sender has no permission for, and note who that was."""
    log.warning("%s may not %s %r.", request.user, request.method, request.path)
    return permission_denied(request, exception)
