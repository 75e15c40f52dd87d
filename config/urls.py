"""Addresses: the editors' admin, and everything else is the catalogue's."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("catalogue.urls")),
]
handler403 = "catalogue.operations.permission_denied.handle_permission_denied"
handler404 = "catalogue.pages.not_found.not_found"
handler500 = "catalogue.pages.server_error.server_error"
