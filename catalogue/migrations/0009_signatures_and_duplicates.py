"""Who submitted which state of a record; duplicates are withdrawn; organizations are reviewed too."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from catalogue.db.operations import CreateSearchIndex, DropSearchIndex

#: SQLite makes tables again, without their triggers: these are installed again below.
INSTALLED = import_module("catalogue.migrations.0006_search_other_names").Migration.operations


def clear_merges(apps, schema_editor):
    """A record leads readers to another one only once it is withdrawn; others note it for editors."""
    for noun in ("practice", "event"):
        records = apps.get_model("catalogue", noun)._base_manager
        for record in records.exclude(status="withdrawn").exclude(merged_into=None):
            note = f"Perhaps a duplicate of {record.merged_into.code}."
            record.review_note = f"{record.review_note} {note}".strip()
            record.merged_into = None
            record.save(update_fields=["merged_into", "review_note"])


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0008_order_of_organizations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            DropSearchIndex(each.model_name, each.columns)
            for each in INSTALLED
            if isinstance(each, CreateSearchIndex)
        ),
        migrations.RunPython(clear_merges, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_is_merged_into_another_one',
        ),
        migrations.RemoveConstraint(
            model_name='practice',
            name='practice_is_merged_into_another_one',
        ),
        migrations.AddField(
            model_name='event',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted at'),
        ),
        migrations.AddField(
            model_name='event',
            name='submitted_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='event',
            name='submitted_state',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='organization',
            name='author',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='organization',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='catalogue.organization', verbose_name='duplicate of'),
        ),
        migrations.AddField(
            model_name='organization',
            name='returned_because',
            field=models.TextField(blank=True, editable=False, verbose_name='what has to be corrected'),
        ),
        migrations.AddField(
            model_name='organization',
            name='reviewer',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer'),
        ),
        migrations.AddField(
            model_name='organization',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted at'),
        ),
        migrations.AddField(
            model_name='organization',
            name='submitted_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='organization',
            name='submitted_state',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='practice',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted at'),
        ),
        migrations.AddField(
            model_name='practice',
            name='submitted_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='practice',
            name='submitted_state',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='resolution',
            name='author',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='catalogue.resolution', verbose_name='duplicate of'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='returned_because',
            field=models.TextField(blank=True, editable=False, verbose_name='what has to be corrected'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='reviewer',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted at'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='submitted_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='submitted_state',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='catalogue.event', verbose_name='duplicate of'),
        ),
        migrations.AlterField(
            model_name='practice',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='catalogue.practice', verbose_name='duplicate of'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('status', 'withdrawn'), models.Q(('merged_into', models.F('pk')), _negated=True)), _connector='OR'), name='only_a_withdrawn_event_is_a_duplicate_of_another_one'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('status', 'withdrawn'), models.Q(('merged_into', models.F('pk')), _negated=True)), _connector='OR'), name='only_a_withdrawn_organization_is_a_duplicate_of_another_one'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('status', 'withdrawn'), models.Q(('merged_into', models.F('pk')), _negated=True)), _connector='OR'), name='only_a_withdrawn_practice_is_a_duplicate_of_another_one'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('status', 'withdrawn'), models.Q(('merged_into', models.F('pk')), _negated=True)), _connector='OR'), name='only_a_withdrawn_resolution_is_a_duplicate_of_another_one'),
        ),
        *INSTALLED,
    ]
