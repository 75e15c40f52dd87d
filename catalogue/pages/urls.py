"""Addresses of the pages that belong to no single noun."""

from django.urls import path

from catalogue.pages import sitemaps, statistics, views
from catalogue.pages.search_views import search
from catalogue.pages.styleguide import style
from catalogue.pages.vocabulary_views import vocabularies

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search, name="search"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics.csv", statistics.file, name="statistics-csv"),
    *vocabularies(),
    path("style/", style, name="style"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemaps.part,
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
