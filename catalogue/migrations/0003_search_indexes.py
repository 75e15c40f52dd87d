"""What is searched in each noun."""

from django.db import migrations

from catalogue.db.operations import CreateSearchIndex


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_changelog_triggers")]

    operations = [
        # Made by the installer of search that came before this migration.
        migrations.RunSQL("DROP TABLE IF EXISTS catalogue_search_state", migrations.RunSQL.noop),
        CreateSearchIndex(
            model_name="organization",
            columns={
                "title": ("name", "acronym"),
                "summary": ("summary",),
                "names": (
                    "other_names",
                    ("country", ("name", "region__name")),
                    ("parent", ("name", "acronym")),
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
        CreateSearchIndex(
            model_name="practice",
            columns={
                "title": ("code", "title"),
                "summary": ("summary",),
                "names": (
                    ("involvements__organization", ("name", "acronym", "other_names")),
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
                    "city",
                    ("country", ("name", "region__name")),
                    ("participations__organization", ("name", "acronym", "other_names")),
                    ("sectors", ("label",)),
                    ("measures", ("label",)),
                    ("resolutions", ("symbol", "title")),
                ),
                "text": ("other_participants",),
            },
        ),
    ]
