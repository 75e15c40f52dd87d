"""URL patterns: the admin of the editors, and the catalogue."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("catalogue.urls")),
]
handler403 = "catalogue.pages.error_views.permission_denied"
handler404 = "catalogue.pages.error_views.not_found"
handler500 = "catalogue.pages.error_views.server_error"
