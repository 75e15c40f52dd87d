"""Search documents that are folded by our own function, with the words of each column apart."""

from django.db import migrations

from catalogue.db.operations import CreateSearchIndex

ORGANIZATIONS = ("name", "acronym")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0019_tables_in_the_log")]

    operations = [
        CreateSearchIndex(
            model_name="practice",
            columns={
                "title": ("code", "title"),
                "summary": ("summary",),
                "names": (
                    ("involvements__organization", ORGANIZATIONS),
                    ("involvements__organization__other_names", ("name",)),
                    ("sectors", ("label",)),
                    ("measures", ("label",)),
                    ("threats", ("label",)),
                    ("countries", ("name", "region__name")),
                    ("regions", ("name",)),
                    ("basis__paragraph", ("resolution__symbol", "code")),
                    ("events", ("code", "title")),
                ),
                "text": (
                    "how_it_works",
                    "results",
                    "success_factors",
                    "resources",
                    "limits",
                    "safeguards",
                    "adaptation",
                    "other_participants",
                    ("evidence", ("by_whom", "finding")),
                ),
            },
        ),
        CreateSearchIndex(
            model_name="event",
            columns={
                "title": ("code", "title"),
                "summary": ("summary",),
                "names": (
                    "start",
                    "end",
                    "city",
                    ("country", ("name", "region__name")),
                    ("participations__organization", ORGANIZATIONS),
                    ("participations__organization__other_names", ("name",)),
                    ("sectors", ("label",)),
                    ("measures", ("label",)),
                    ("resolutions", ("symbol", "title")),
                ),
                "text": ("other_participants",),
            },
        ),
        CreateSearchIndex(
            model_name="organization",
            columns={
                "title": ("name", "acronym", ("other_names", ("name",))),
                "summary": ("summary",),
                "names": (
                    ("country", ("name", "region__name")),
                    ("parent", ORGANIZATIONS),
                ),
            },
        ),
        CreateSearchIndex(
            model_name="resolution",
            columns={
                "title": ("symbol", "code", "title"),
                "summary": ("summary",),
                "names": ("meeting", ("paragraphs__measures", ("label",))),
                "text": (("paragraphs", ("code", "heading", "summary")),),
            },
        ),
    ]
