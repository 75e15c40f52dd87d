"""The addresses of the plain pages, beside those of the product, to which they link."""

from django.urls import include, path

from tools.bench.plain import views

urlpatterns = [
    path("plain/practices/", views.practices),
    path("plain/practices.csv", views.practices_csv),
    path("", include("config.urls")),
]
