"""The folded names of records, by which lookups find them, and one form for each web address."""

import catalogue.db.derived_fields
import catalogue.sources.addresses
from django.db import migrations

from catalogue.db.derived_fields import write_derived_fields



FOLDED = [
    "country",
    "countryothername",
    "event",
    "measure",
    "measureothername",
    "operativeparagraph",
    "organization",
    "organizationothername",
    "practice",
    "region",
    "resolution",
    "sector",
    "sectorothername",
    "source",
    "threat",
    "threatothername",
]


def write_folded_names(apps, schema_editor):
    """Write what the new fields hold of the records that exist."""
    for name in FOLDED:
        write_derived_fields(apps.get_model("catalogue", name))


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0011_wordings'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='organization',
            options={'ordering': ['folded', 'slug'], 'permissions': [('publish_organization', 'Can publish organizations')], 'verbose_name': 'organization', 'verbose_name_plural': 'organizations'},
        ),
        migrations.AddField(
            model_name='country',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', 'code', 'alpha3', default='', editable=False),
        ),
        migrations.AddField(
            model_name='countryothername',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', default='', editable=False),
        ),
        migrations.AddField(
            model_name='event',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('code', 'title', 'city', default='', editable=False),
        ),
        migrations.AddField(
            model_name='measure',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('label', 'slug', default='', editable=False),
        ),
        migrations.AddField(
            model_name='measureothername',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', default='', editable=False),
        ),
        migrations.AddField(
            model_name='operativeparagraph',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('code', 'resolution.code', 'resolution.symbol', 'heading', 'verb', 'summary', default='', editable=False),
        ),
        migrations.AddField(
            model_name='organization',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', 'acronym', default='', editable=False),
        ),
        migrations.AddField(
            model_name='organizationothername',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', default='', editable=False),
        ),
        migrations.AddField(
            model_name='practice',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('code', 'title', default='', editable=False),
        ),
        migrations.AddField(
            model_name='region',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', 'code', default='', editable=False),
        ),
        migrations.AddField(
            model_name='resolution',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('symbol', 'code', 'title', default='', editable=False),
        ),
        migrations.AddField(
            model_name='sector',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('label', 'slug', default='', editable=False),
        ),
        migrations.AddField(
            model_name='sectorothername',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', default='', editable=False),
        ),
        migrations.AddField(
            model_name='source',
            name='canonical_address',
            field=catalogue.sources.addresses.CanonicalAddress('url', db_index=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='source',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('title', 'publisher', 'url', 'other_url', 'archived_url', 'read_in', default='', editable=False),
        ),
        migrations.AddField(
            model_name='threat',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('label', 'slug', default='', editable=False),
        ),
        migrations.AddField(
            model_name='threatothername',
            name='folded',
            field=catalogue.db.derived_fields.FoldedNames('name', default='', editable=False),
        ),
        migrations.RunPython(write_folded_names, migrations.RunPython.noop),
    ]
