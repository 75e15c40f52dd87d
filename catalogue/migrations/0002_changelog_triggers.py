"""The triggers that write the change log."""

from django.db import migrations

from catalogue.db.operations import InstallChangelogTriggers

TABLES = """
    basis country event event_measures event_resolutions event_sectors eventcitation evidence
    formerslug involvement measure notapplicable operativeparagraph operativeparagraph_measures
    organization organizationcitation participation practice practice_countries practice_events
    practice_measures practice_regions practice_sectors practice_threats practicecitation
    practicerelation region resolution resolutioncitation sector source streamofeffort threat
""".split()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_tables")]

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
    ]
