"""Addresses of the pages that belong to no single noun."""

from django.urls import path

from catalogue.pages import sitemaps, statistics, views
from catalogue.pages.search_box import suggestions
from catalogue.pages.search_views import search
from catalogue.pages.styleguide import style_guide
from catalogue.pages.vocabularies import build_vocabulary_urls

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics.csv", statistics.statistics_csv, name="statistics-csv"),
    *build_vocabulary_urls(),
    path("style/", style_guide, name="style"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap_part,
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
