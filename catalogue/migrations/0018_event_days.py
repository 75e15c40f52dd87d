"""The days of events are searched."""

from django.db import migrations

from catalogue.db.operations import CreateSearchIndex


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0017_missed_searches")]

    operations = [
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
                    ("participations__organization", ("name", "acronym")),
                    ("participations__organization__other_names", ("name",)),
                    ("sectors", ("label",)),
                    ("measures", ("label",)),
                    ("resolutions", ("symbol", "title")),
                ),
                "text": ("other_participants",),
            },
        ),
    ]
