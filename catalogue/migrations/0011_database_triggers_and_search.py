"""The triggers of the change log, and what is searched in each noun."""

from django.db import migrations

from catalogue.db.operations import CreateSearchIndex, InstallChangelogTriggers

TABLES = """
    basis country event event_measures event_resolutions event_sectors eventcitation evidence
    formerslug involvement measure notapplicable operativeparagraph operativeparagraph_measures
    organization organizationcitation participation practice practice_countries practice_events
    practice_measures practice_regions practice_sectors practice_threats practicecitation
    practicerelation region resolution resolutioncitation sector source streamofeffort threat
""".split()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_linkcheck")]

    operations = [
        InstallChangelogTriggers(
            tables=[f"catalogue_{table}" for table in TABLES],
            dependencies={
                "event": [
                    "sectors",
                    "measures",
                    "resolutions",
                    "country__region",
                    "participations__organization",
                    "citations__source",
                ],
                "organization": ["parent", "country__region", "citations__source"],
                "practice": [
                    "sectors",
                    "measures",
                    "threats",
                    "countries__region",
                    "regions",
                    "events",
                    "involvements__organization",
                    "basis__paragraph__resolution",
                    "evidence",
                    "citations__source",
                ],
                "resolution": ["paragraphs__measures", "citations__source"],
            },
            trees={
                "measure": "parent",
                "region": "parent",
                "sector": "parent",
                "threat": "parent",
            },
        ),
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
