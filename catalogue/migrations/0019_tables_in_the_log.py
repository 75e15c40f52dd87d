"""The log of changes says which table was written."""

from django.db import migrations

from catalogue.db.operations import InstallChangelogTriggers


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0018_event_days")]

    operations = [
        InstallChangelogTriggers(
            tables=[
                "catalogue_basis",
                "catalogue_country",
                "catalogue_countryothername",
                "catalogue_crosswalkentry",
                "catalogue_event",
                "catalogue_event_measures",
                "catalogue_event_resolutions",
                "catalogue_event_sectors",
                "catalogue_eventcitation",
                "catalogue_evidence",
                "catalogue_formerslug",
                "catalogue_involvement",
                "catalogue_measure",
                "catalogue_measureothername",
                "catalogue_notapplicable",
                "catalogue_operativeparagraph",
                "catalogue_operativeparagraph_measures",
                "catalogue_organization",
                "catalogue_organizationcitation",
                "catalogue_organizationothername",
                "catalogue_participation",
                "catalogue_practice",
                "catalogue_practice_countries",
                "catalogue_practice_events",
                "catalogue_practice_measures",
                "catalogue_practice_regions",
                "catalogue_practice_sectors",
                "catalogue_practice_threats",
                "catalogue_practicecitation",
                "catalogue_practicerelation",
                "catalogue_region",
                "catalogue_resolution",
                "catalogue_resolutioncitation",
                "catalogue_sector",
                "catalogue_sectorothername",
                "catalogue_source",
                "catalogue_streamofeffort",
                "catalogue_threat",
                "catalogue_threatothername",
            ],
            dependencies={
                "event": [
                    "sectors",
                    "measures",
                    "resolutions",
                    "country__region",
                    "participations__organization__other_names",
                    "citations__source",
                ],
                "organization": ["parent", "country__region", "citations__source", "other_names"],
                "practice": [
                    "sectors",
                    "measures",
                    "threats",
                    "countries__region",
                    "regions",
                    "events",
                    "involvements__organization__other_names",
                    "basis__paragraph__resolution",
                    "evidence",
                    "citations__source",
                ],
                "resolution": ["paragraphs__measures", "citations__source"],
            },
            trees={"measure": "parent", "region": "parent", "sector": "parent", "threat": "parent"},
        ),
    ]
