"""Proposed changes of what readers see; an address leads to one organization."""

import django.core.serializers.json
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from catalogue.db.operations import GuardAddresses


def drop_taken_addresses(apps, schema_editor):
    """Let each address lead to one organization: that of readers, present or former, is kept."""
    Organization = apps.get_model("catalogue", "Organization")
    FormerSlug = apps.get_model("catalogue", "FormerSlug")
    for former in FormerSlug.objects.select_related("organization"):
        found = Organization.objects.filter(slug=former.slug).exclude(pk=former.organization_id)
        for organization in found:
            if organization.status == "published" or former.organization.status != "published":
                former.delete()
            else:
                organization.slug = f"{organization.slug[:120]}-{organization.pk}"
                organization.save(update_fields=["slug"])


def grant_confirmation(apps, schema_editor):
    """Let the reviewers that exist confirm changes of sources, as new ones may."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.filter(name="Reviewers"):
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="catalogue", model="source"
        )
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename="publish_source",
            defaults={"name": "Can confirm changes of sources"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0009_signatures_and_duplicates'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProposedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('changes', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('merge_into', models.BigIntegerField(blank=True, null=True)),
                ('token', models.UUIDField(default=uuid.uuid4)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('proposed_at', models.DateTimeField(auto_now=True, verbose_name='proposed at')),
                ('state', models.JSONField(default=dict)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('proposed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'verbose_name': 'proposed change',
                'verbose_name_plural': 'proposed changes',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id'), name='a_record_has_one_proposed_change')],
            },
        ),
        migrations.AlterModelOptions(
            name='source',
            options={
                'ordering': ['title', 'pk'],
                'permissions': [('publish_source', 'Can confirm changes of sources')],
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
            },
        ),
        migrations.RunPython(grant_confirmation, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(drop_taken_addresses, migrations.RunPython.noop, elidable=True),
        GuardAddresses(),
    ]
