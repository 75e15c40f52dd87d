"""Search and the change log follow the other names."""

from django.db import migrations

from catalogue.db.operations import CreateSearchIndex, InstallChangelogTriggers


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_other_names_and_crosswalk")]

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
        CreateSearchIndex(
            model_name="practice",
            columns={
                "names": (
                    ("involvements__organization", ("name", "acronym")),
                    ("involvements__organization__other_names", ("name",)),
                    ("sectors", ("label",)),
                    ("measures", ("label",)),
                    ("threats", ("label",)),
                    ("countries", ("name", "region__name")),
                    ("regions", ("name",)),
                    ("basis__paragraph", ("resolution__symbol", "code")),
                    ("events", ("code", "title")),
                ),
                "summary": ("summary",),
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
                "title": ("code", "title"),
            },
        ),
        CreateSearchIndex(
            model_name="event",
            columns={
                "names": (
                    "city",
                    ("country", ("name", "region__name")),
                    ("participations__organization", ("name", "acronym")),
                    ("participations__organization__other_names", ("name",)),
                    ("sectors", ("label",)),
                    ("measures", ("label",)),
                    ("resolutions", ("symbol", "title")),
                ),
                "summary": ("summary",),
                "text": ("other_participants",),
                "title": ("code", "title"),
            },
        ),
        CreateSearchIndex(
            model_name="organization",
            columns={
                "names": (
                    ("other_names", ("name",)),
                    ("country", ("name", "region__name")),
                    ("parent", ("name", "acronym")),
                ),
                "summary": ("summary",),
                "title": ("name", "acronym"),
            },
        ),
        CreateSearchIndex(
            model_name="resolution",
            columns={
                "names": ("meeting", ("paragraphs__measures", ("label",))),
                "summary": ("summary",),
                "text": (("paragraphs", ("code", "heading", "summary")),),
                "title": ("symbol", "code", "title"),
            },
        ),
    ]
