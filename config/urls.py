"""Addresses: the editors' admin, and everything else is the catalogue's."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("catalogue.urls")),
]
handler403 = "catalogue.operating.refusals.forbidden"
handler404 = "catalogue.pages.astray.not_found"
handler500 = "catalogue.pages.failures.server_error"
