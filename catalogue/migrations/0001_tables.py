"""The tables of the catalogue.

A database that was made before the migrations began again has these tables already: it has applied
the ten migrations that are replaced here, and this one counts as applied.
"""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import catalogue.core.validators
import catalogue.resolutions.models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("catalogue", name)
        for name in (
            "0001_initial",
            "0002_groups",
            "0003_catalogue_version",
            "0004_change",
            "0005_not_applicable",
            "0006_reviewers_mark",
            "0007_curation",
            "0008_verification",
            "0009_import",
            "0010_linkcheck",
        )
    ]

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.BigIntegerField()),
                ('noun', models.CharField(max_length=20)),
                ('key', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CodeSequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=4, unique=True)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Country',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=2, unique=True, verbose_name='ISO 3166-1 alpha-2')),
                ('alpha3', models.CharField(max_length=3, unique=True, verbose_name='ISO 3166-1 alpha-3')),
                ('numeric', models.CharField(max_length=3, unique=True, verbose_name='M49 / ISO numeric')),
                ('name', models.CharField(max_length=120, unique=True, validators=[catalogue.core.validators.validate_no_separator], verbose_name='name')),
                ('un_member', models.BooleanField(default=False, verbose_name='Member State of the United Nations')),
            ],
            options={
                'verbose_name': 'country or area',
                'verbose_name_plural': 'countries and areas',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('title', models.CharField(blank=True, help_text='As it stands on the document, for example: Compendium of good practices (2018).', max_length=300, validators=[catalogue.core.validators.validate_no_separator], verbose_name='title')),
                ('publisher', models.CharField(blank=True, help_text='Who published it, for example: CTED and UNOCT.', max_length=160, validators=[catalogue.core.validators.validate_no_separator], verbose_name='publisher')),
                ('year', models.PositiveSmallIntegerField(blank=True, help_text='The year of publication, for example: 2018.', null=True, validators=[django.core.validators.MaxValueValidator(9999, 'Enter a year, for example 2018.')], verbose_name='year')),
                ('url', models.URLField(blank=True, help_text='Where the text can be read, for example: https://www.example.org/report.pdf', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https']), catalogue.core.validators.validate_no_separator], verbose_name='address')),
                ('url_opened', models.BooleanField(default=False, help_text='Tick when somebody has opened the address and read the text there; for example not for an address that was only copied from a list.', verbose_name='address opened')),
                ('other_url', models.URLField(blank=True, help_text='Where the same text also is, for example: https://docs.example.org/report', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https']), catalogue.core.validators.validate_no_separator], verbose_name='second address of the same text')),
                ('archived_url', models.URLField(blank=True, help_text='A kept copy, for example: https://web.archive.org/web/2020/https://www.example.org/report.pdf', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https']), catalogue.core.validators.validate_no_separator], verbose_name='archived address')),
                ('language', models.CharField(blank=True, help_text='ISO 639 code, for example: fr', max_length=8, verbose_name='language')),
                ('read_in', models.CharField(blank=True, help_text='Where it was read when no address is known, for example: a copy in the library.', max_length=200, validators=[catalogue.core.validators.validate_no_separator], verbose_name='read in')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', max_length=12, verbose_name='status')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('withdrawal_reason', models.TextField(blank=True, help_text='Shown to the public, for example: replaced by the edition of 2022.', verbose_name='reason for withdrawal')),
                ('review_note', models.TextField(blank=True, help_text='What has to be settled first, for example: is the figure of 40 airports from 2018 or 2019? Never public.', verbose_name='review note')),
                ('last_verified_on', models.DateField(blank=True, help_text='The day on which somebody last read the record against its sources, for example: 14/03/2026. The button for today fills it in.', null=True, verbose_name='last verified on')),
                ('verdict', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('partly_confirmed', 'Partly confirmed'), ('corrected', 'Corrected')], help_text='What that reading found, for example: corrected, where a date had to be put right.', max_length=20, verbose_name='verdict of the verification')),
                ('review_due_on', models.DateField(blank=True, help_text='When it has to be read again, for example: 14/03/2028. Left empty, it becomes 24 months after the verification.', null=True, verbose_name='review due on')),
                ('change_note', models.CharField(blank=True, help_text='What was changed and why, for example: dates corrected from the report.', max_length=300, verbose_name='change note')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('returned_because', models.TextField(blank=True, editable=False, verbose_name='what has to be corrected')),
                ('revises_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('code', models.CharField(editable=False, max_length=12, unique=True, validators=[django.core.validators.RegexValidator('\\A[A-Z]{2}-\\d{4,}\\Z')], verbose_name='code')),
                ('title', models.CharField(help_text='The official name, for example: Workshop on the protection of soft targets.', max_length=300, validators=[catalogue.core.validators.validate_no_separator], verbose_name='title')),
                ('kind', models.CharField(choices=[('workshop', 'Workshop'), ('conference', 'Conference'), ('briefing', 'Briefing'), ('launch', 'Launch'), ('debate', 'Debate'), ('exercise', 'Exercise'), ('training', 'Training'), ('expert_meeting', 'Expert meeting')], db_index=True, help_text='What sort of event it was, for example: briefing for a meeting that informs Member States.', max_length=20, verbose_name='kind')),
                ('start', models.DateField(db_index=True, help_text='The first day, for example: 24/04/2018.', verbose_name='start')),
                ('end', models.DateField(blank=True, help_text='The last day, for example: 25/04/2018. Empty where it took one day.', null=True, verbose_name='end')),
                ('city', models.CharField(blank=True, help_text='For example: Tokyo. Empty for an event that was held online.', max_length=80, validators=[catalogue.core.validators.validate_no_separator], verbose_name='city')),
                ('summary', models.TextField(blank=True, help_text='What it was about and what came of it, for example: 60 officials compared how stadiums are protected and noted the need for a map of guidance.', verbose_name='summary')),
                ('other_participants', models.TextField(blank=True, help_text='Groups without a record of their own, for example: hotel owners of the host city.', verbose_name='other participants')),
                ('author', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('country', models.ForeignKey(blank=True, help_text='For example: Japan. Empty for an event that was held online.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='catalogue.country', verbose_name='country')),
                ('merged_into', models.ForeignKey(blank=True, help_text='Only for a double: the record that stays, for example: GP-0132. Readers of the old address are sent there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='catalogue.event', verbose_name='merged into')),
                ('reviewer', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
                ('revises', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='revision', to='catalogue.event', verbose_name='revision of')),
                ('verified_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['-start', 'code'],
                'permissions': [('publish_event', 'Can publish events')],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EventCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locator', models.CharField(blank=True, help_text='Where it stands there, for example: p. 23, or case study 4.', max_length=200, validators=[catalogue.core.validators.validate_no_separator], verbose_name='page, section or case study')),
                ('quotation', models.TextField(blank=True, help_text='At most 40 words, as in the original, for example: “States should consider sharing lessons”.', validators=[catalogue.core.validators.MaxWordsValidator(40), catalogue.core.validators.validate_no_separator], verbose_name='quotation')),
                ('accessed_on', models.DateField(blank=True, help_text='The day on which it was read, for example: 14/03/2026.', null=True, verbose_name='accessed on')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The order on the page, for example: 1 for the first.', verbose_name='position')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='catalogue.event')),
                ('source', models.ForeignKey(help_text='Type its title or address, for example: Compendium of good practices.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='catalogue.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('slug', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9_]+\\Z', 'Use lower-case letters, digits and underscores only.')], verbose_name='code')),
                ('label', models.CharField(max_length=120, validators=[catalogue.core.validators.validate_no_separator], verbose_name='label')),
                ('definition', models.TextField(blank=True, verbose_name='definition')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('retired', models.BooleanField(default=False, help_text='Kept on old records, not offered for new ones.', verbose_name='retired')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.measure', verbose_name='parent')),
            ],
            options={
                'verbose_name': 'measure',
                'verbose_name_plural': 'measures',
                'ordering': ['order', 'slug'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='event',
            name='measures',
            field=models.ManyToManyField(blank=True, help_text='What it dealt with, for example: public-private partnership.', related_name='events', to='catalogue.measure', verbose_name='measures'),
        ),
        migrations.CreateModel(
            name='OperativeParagraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, help_text='For example: 3, 3(b) or III.13', max_length=12, verbose_name='number')),
                ('number_confirmed', models.BooleanField(default=False, help_text='Tick when the number was seen in the text itself, for example: in its PDF.', verbose_name='number confirmed')),
                ('code', models.CharField(editable=False, error_messages={'unique': 'A paragraph with this number is there already.'}, max_length=40, null=True, unique=True, verbose_name='code')),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='For example: 3', verbose_name='order')),
                ('verb', models.CharField(blank=True, help_text='For example: decides, calls upon, urges, encourages.', max_length=40, validators=[catalogue.core.validators.validate_no_separator], verbose_name='operative verb')),
                ('heading', models.CharField(blank=True, help_text='A few words of ours, for example: Sharing of good practices.', max_length=120, validators=[catalogue.core.validators.validate_no_separator], verbose_name='heading by the editors')),
                ('summary', models.TextField(help_text='For example: States are to work out strategies that lower the risk.', validators=[catalogue.core.validators.validate_no_separator], verbose_name='summary in our own words')),
                ('note', models.TextField(blank=True, help_text='What readers have to know, for example: the number is that of the annex.', validators=[catalogue.core.validators.validate_no_separator], verbose_name='note on the reading')),
                ('measures', models.ManyToManyField(blank=True, help_text='What it asks for, for example: information sharing.', related_name='paragraphs', to='catalogue.measure', verbose_name='measures')),
            ],
            options={
                'verbose_name': 'operative paragraph',
                'verbose_name_plural': 'operative paragraphs',
                'ordering': ['resolution', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', max_length=12, verbose_name='status')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('withdrawal_reason', models.TextField(blank=True, help_text='Shown to the public, for example: replaced by the edition of 2022.', verbose_name='reason for withdrawal')),
                ('name', models.CharField(help_text='The full name, for example: International Civil Aviation Organization.', max_length=200, validators=[catalogue.core.validators.validate_no_separator], verbose_name='name')),
                ('acronym', models.CharField(blank=True, help_text='For example: ICAO. Empty where it has none.', max_length=40, validators=[catalogue.core.validators.validate_no_separator], verbose_name='acronym')),
                ('other_names', models.TextField(blank=True, help_text='One name a line, for example the name in its own language: Organisation de l’aviation civile internationale.', validators=[catalogue.core.validators.validate_no_separator], verbose_name='other names')),
                ('slug', models.SlugField(help_text='The words of its address, for example: icao. Once public it stays the same.', max_length=140, unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('un_entity', 'UN entity'), ('international', 'International organization'), ('regional', 'Regional organization'), ('subregional', 'Subregional organization'), ('national_government', 'National government'), ('private_sector', 'Private sector'), ('civil_society', 'Civil society'), ('academia', 'Academia')], db_index=True, help_text='What sort of body it is, for example: national government for a ministry or a city.', max_length=20, verbose_name='kind')),
                ('founded', models.PositiveSmallIntegerField(blank=True, help_text='For example: 1944. Empty where no source says it.', null=True, validators=[django.core.validators.MaxValueValidator(9999, 'Enter a year, for example 2018.')], verbose_name='founded')),
                ('ended', models.PositiveSmallIntegerField(blank=True, help_text='The last year, for example: 2017. Empty while it exists.', null=True, validators=[django.core.validators.MaxValueValidator(9999, 'Enter a year, for example 2018.')], verbose_name='ended')),
                ('website', models.URLField(blank=True, help_text='For example: https://www.icao.int', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='website')),
                ('summary', models.TextField(blank=True, help_text='What it does, in a sentence or two, for example: sets the standards of security for civil aviation.', verbose_name='summary')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('country', models.ForeignKey(blank=True, help_text='Where a national body belongs, for example: Kenya. Empty for an international one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organizations', to='catalogue.country', verbose_name='country')),
                ('parent', models.ForeignKey(blank=True, help_text='The larger body that it belongs to, for example: Counter-Terrorism Committee for CTED.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.organization', verbose_name='part of')),
                ('successor', models.ForeignKey(blank=True, help_text='The body that took over its work, for example: UNOCT for the CTITF Office.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='catalogue.organization', verbose_name='succeeded by')),
            ],
            options={
                'verbose_name': 'organization',
                'verbose_name_plural': 'organizations',
                'ordering': ['name', 'slug'],
                'permissions': [('publish_organization', 'Can publish organizations')],
            },
        ),
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('partner', 'Partner'), ('funder', 'Funder'), ('implementer', 'Implementer'), ('evaluator', 'Evaluator')], help_text='Its part, for example: lead for the body that runs it, funder for one that pays.', max_length=12, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The order on the page, for example: 1 for the first.', verbose_name='position')),
                ('organization', models.ForeignKey(help_text='Type its name or acronym, for example: ICAO.', on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='catalogue.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='An address that readers may still have, for example: ctitf-office.', max_length=140, unique=True, verbose_name='former slug')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='catalogue.organization')),
            ],
            options={
                'verbose_name': 'former address',
                'verbose_name_plural': 'former addresses',
            },
        ),
        migrations.CreateModel(
            name='OrganizationCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locator', models.CharField(blank=True, help_text='Where it stands there, for example: p. 23, or case study 4.', max_length=200, validators=[catalogue.core.validators.validate_no_separator], verbose_name='page, section or case study')),
                ('quotation', models.TextField(blank=True, help_text='At most 40 words, as in the original, for example: “States should consider sharing lessons”.', validators=[catalogue.core.validators.MaxWordsValidator(40), catalogue.core.validators.validate_no_separator], verbose_name='quotation')),
                ('accessed_on', models.DateField(blank=True, help_text='The day on which it was read, for example: 14/03/2026.', null=True, verbose_name='accessed on')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The order on the page, for example: 1 for the first.', verbose_name='position')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='catalogue.organization')),
                ('source', models.ForeignKey(help_text='Type its title or address, for example: Compendium of good practices.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='catalogue.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('organizer', 'Organizer'), ('auspices', 'Under the auspices of'), ('participant', 'Participant')], help_text='Its part, for example: organizer.', max_length=12, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The order on the page, for example: 1 for the first.', verbose_name='position')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='catalogue.event')),
                ('organization', models.ForeignKey(help_text='Type its name or acronym, for example: APEC.', on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='catalogue.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='organizations',
            field=models.ManyToManyField(related_name='events', through='catalogue.Participation', to='catalogue.organization'),
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', max_length=12, verbose_name='status')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('withdrawal_reason', models.TextField(blank=True, help_text='Shown to the public, for example: replaced by the edition of 2022.', verbose_name='reason for withdrawal')),
                ('review_note', models.TextField(blank=True, help_text='What has to be settled first, for example: is the figure of 40 airports from 2018 or 2019? Never public.', verbose_name='review note')),
                ('last_verified_on', models.DateField(blank=True, help_text='The day on which somebody last read the record against its sources, for example: 14/03/2026. The button for today fills it in.', null=True, verbose_name='last verified on')),
                ('verdict', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('partly_confirmed', 'Partly confirmed'), ('corrected', 'Corrected')], help_text='What that reading found, for example: corrected, where a date had to be put right.', max_length=20, verbose_name='verdict of the verification')),
                ('review_due_on', models.DateField(blank=True, help_text='When it has to be read again, for example: 14/03/2028. Left empty, it becomes 24 months after the verification.', null=True, verbose_name='review due on')),
                ('change_note', models.CharField(blank=True, help_text='What was changed and why, for example: dates corrected from the report.', max_length=300, verbose_name='change note')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('returned_because', models.TextField(blank=True, editable=False, verbose_name='what has to be corrected')),
                ('revises_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('code', models.CharField(editable=False, max_length=12, unique=True, validators=[django.core.validators.RegexValidator('\\A[A-Z]{2}-\\d{4,}\\Z')], verbose_name='code')),
                ('title', models.CharField(help_text='The official name, or what it does in one line, for example: Crowded places self-assessment tool.', max_length=300, validators=[catalogue.core.validators.validate_no_separator], verbose_name='title')),
                ('kind', models.CharField(choices=[('good_practice', 'Good practice'), ('initiative', 'Initiative'), ('guidance', 'Guidance'), ('tool', 'Tool'), ('standard', 'Standard'), ('legislation', 'Legislation'), ('training', 'Training')], db_index=True, help_text='What sort of thing it is, for example: guidance for a handbook, tool for a checklist that is filled in.', max_length=20, verbose_name='kind')),
                ('summary', models.CharField(blank=True, help_text='One to three sentences in our own words, at most 600 characters, for example: Operators of stadiums rate their own site against 33 points and get a list of what to mend first.', max_length=600, verbose_name='summary')),
                ('started', models.PositiveSmallIntegerField(blank=True, db_index=True, help_text='The first year, for example: 2018. Empty where no source says it.', null=True, validators=[django.core.validators.MaxValueValidator(9999, 'Enter a year, for example 2018.')], verbose_name='started')),
                ('ended', models.PositiveSmallIntegerField(blank=True, help_text='The last year, for example: 2022. Empty while it goes on.', null=True, validators=[django.core.validators.MaxValueValidator(9999, 'Enter a year, for example 2018.')], verbose_name='ended')),
                ('other_participants', models.TextField(blank=True, help_text='Groups without a record of their own, for example: owners of shopping centres.', verbose_name='other participants')),
                ('how_it_works', models.TextField(blank=True, help_text='The steps, so that somebody else could repeat them, for example: each site names an officer, who inspects it twice a year with the police.', verbose_name='how it works')),
                ('results', models.TextField(blank=True, help_text='What came of it, and who says so, for example: 120 sites assessed by 2021, according to the ministry.', verbose_name='results reported')),
                ('success_factors', models.TextField(blank=True, help_text='For example: one contact person for all operators; the checklist is free.', verbose_name='what made it work')),
                ('resources', models.TextField(blank=True, help_text='Staff, money and time where a source gives them, for example: two officers and a website.', verbose_name='resources and cost')),
                ('limits', models.TextField(blank=True, help_text='What it does not do, or what may go wrong, for example: small operators lack staff for it.', verbose_name='limits and risks')),
                ('safeguards', models.TextField(blank=True, help_text='For example: images are deleted after 30 days; an ombudsperson hears complaints.', verbose_name='human-rights and legal safeguards')),
                ('adaptation', models.TextField(blank=True, help_text='What others have to change, for example: national law has to allow the sharing of plans.', verbose_name='adapting it elsewhere')),
                ('author', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('countries', models.ManyToManyField(blank=True, help_text='Where it is applied, for example: Singapore. Empty for a regional or global practice.', related_name='practices', to='catalogue.country', verbose_name='countries')),
                ('events', models.ManyToManyField(blank=True, help_text='Where it was presented, for example: the APEC workshop in Tokyo in 2018.', related_name='practices', to='catalogue.event', verbose_name='events')),
                ('measures', models.ManyToManyField(blank=True, help_text='What is done, for example: risk assessment. At least one before it is published.', related_name='practices', to='catalogue.measure', verbose_name='measures')),
                ('merged_into', models.ForeignKey(blank=True, help_text='Only for a double: the record that stays, for example: GP-0132. Readers of the old address are sent there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='catalogue.practice', verbose_name='merged into')),
                ('organizations', models.ManyToManyField(related_name='practices', through='catalogue.Involvement', to='catalogue.organization')),
                ('reviewer', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
                ('revises', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='revision', to='catalogue.practice', verbose_name='revision of')),
                ('verified_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by')),
            ],
            options={
                'verbose_name': 'practice',
                'verbose_name_plural': 'practices',
                'ordering': ['code'],
                'permissions': [('publish_practice', 'Can publish practices')],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='involvement',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='catalogue.practice'),
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('described', 'Described'), ('monitored', 'Monitored'), ('independently_evaluated', 'Independently evaluated')], help_text='How far its effect was looked at, for example: independently evaluated, by somebody who does not run it.', max_length=24, verbose_name='kind')),
                ('by_whom', models.CharField(help_text='Who looked, for example: the national audit office.', max_length=200, validators=[catalogue.core.validators.validate_no_separator], verbose_name='by whom')),
                ('finding', models.TextField(help_text='What they found, for example: response times fell from 12 to 8 minutes between 2017 and 2019.', validators=[catalogue.core.validators.validate_no_separator], verbose_name='finding')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='catalogue.practice')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Basis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('cites', 'The practice rests on this paragraph'), ('subject', 'Our editors judge that the paragraph asks for what the practice does')], help_text='Who says so, for example: the practice rests on it, where its own text names the resolution.', max_length=8, verbose_name='relation')),
                ('reason', models.CharField(blank=True, help_text='In half a sentence, for example: shares plans with operators, as the paragraph asks.', max_length=300, validators=[catalogue.core.validators.validate_no_separator], verbose_name='reason')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The strongest first, for example: 1.', verbose_name='position')),
                ('paragraph', models.ForeignKey(help_text='The paragraph that it answers: type its resolution and number, for example: 2341-3.', on_delete=django.db.models.deletion.PROTECT, related_name='basis', to='catalogue.operativeparagraph', verbose_name='operative paragraph')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='basis', to='catalogue.practice')),
            ],
            options={
                'verbose_name': 'basis',
                'verbose_name_plural': 'basis',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PracticeCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locator', models.CharField(blank=True, help_text='Where it stands there, for example: p. 23, or case study 4.', max_length=200, validators=[catalogue.core.validators.validate_no_separator], verbose_name='page, section or case study')),
                ('quotation', models.TextField(blank=True, help_text='At most 40 words, as in the original, for example: “States should consider sharing lessons”.', validators=[catalogue.core.validators.MaxWordsValidator(40), catalogue.core.validators.validate_no_separator], verbose_name='quotation')),
                ('accessed_on', models.DateField(blank=True, help_text='The day on which it was read, for example: 14/03/2026.', null=True, verbose_name='accessed on')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The order on the page, for example: 1 for the first.', verbose_name='position')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='catalogue.practice')),
                ('source', models.ForeignKey(help_text='Type its title or address, for example: Compendium of good practices.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='catalogue.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PracticeRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('supersedes', 'Supersedes'), ('adapted_from', 'Adapted from'), ('related', 'Related to')], help_text='For example: supersedes, where this one replaces the other.', max_length=14, verbose_name='kind')),
                ('reason', models.CharField(blank=True, help_text='For example: second edition of the same guide.', max_length=300, validators=[catalogue.core.validators.validate_no_separator], verbose_name='reason')),
                ('other', models.ForeignKey(help_text='Type its code or title, for example: GP-0132.', on_delete=django.db.models.deletion.CASCADE, related_name='relations_from', to='catalogue.practice', verbose_name='other practice')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='catalogue.practice')),
            ],
            options={
                'verbose_name': 'related practice',
                'verbose_name_plural': 'related practices',
                'ordering': ['kind', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=3, unique=True, verbose_name='M49 code')),
                ('name', models.CharField(max_length=80, unique=True, validators=[catalogue.core.validators.validate_no_separator], verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.region', verbose_name='parent')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.AddField(
            model_name='practice',
            name='regions',
            field=models.ManyToManyField(blank=True, help_text='Only where the scope is wider than the countries above, for example: Africa, or World.', related_name='practices', to='catalogue.region', verbose_name='regions'),
        ),
        migrations.AddField(
            model_name='country',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='countries', to='catalogue.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', max_length=12, verbose_name='status')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('withdrawal_reason', models.TextField(blank=True, help_text='Shown to the public, for example: replaced by the edition of 2022.', verbose_name='reason for withdrawal')),
                ('symbol', models.CharField(help_text='For example: S/RES/2341 (2017)', max_length=40, unique=True, validators=[catalogue.resolutions.models.clean_symbol], verbose_name='symbol')),
                ('slug', models.SlugField(editable=False, max_length=60, unique=True, verbose_name='slug')),
                ('code', models.CharField(editable=False, error_messages={'unique': 'A resolution with this number is there already.'}, max_length=20, unique=True, verbose_name='code')),
                ('organ', models.CharField(choices=[('security_council', 'Security Council'), ('general_assembly', 'General Assembly')], help_text='For example: Security Council.', max_length=20, verbose_name='organ')),
                ('number', models.PositiveIntegerField(help_text='For example: 2341', verbose_name='number')),
                ('year', models.PositiveSmallIntegerField(help_text='As in its symbol, for example: 2017', validators=[django.core.validators.MaxValueValidator(9999, 'Enter a year, for example 2018.')], verbose_name='year')),
                ('adopted_on', models.DateField(help_text='For example: 13/02/2017', verbose_name='adopted on')),
                ('meeting', models.CharField(blank=True, help_text='For example: 7882nd', max_length=40, verbose_name='meeting')),
                ('title', models.CharField(blank=True, help_text='As on the document, for example: Protection of critical infrastructure.', max_length=300, validators=[catalogue.core.validators.validate_no_separator], verbose_name='title')),
                ('summary', models.TextField(blank=True, help_text='For example: asks to share plans.', verbose_name='summary in our own words')),
                ('url', models.URLField(blank=True, help_text='For example: https://undocs.org/S/RES/2341(2017)', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address of the text')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'resolution',
                'verbose_name_plural': 'resolutions',
                'ordering': ['-adopted_on', 'symbol'],
                'permissions': [('publish_resolution', 'Can publish resolutions')],
            },
        ),
        migrations.AddField(
            model_name='operativeparagraph',
            name='resolution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='catalogue.resolution', verbose_name='resolution'),
        ),
        migrations.AddField(
            model_name='event',
            name='resolutions',
            field=models.ManyToManyField(blank=True, help_text='Resolutions that were on its agenda, for example: S/RES/2341 (2017).', related_name='events', to='catalogue.resolution', verbose_name='resolutions discussed'),
        ),
        migrations.CreateModel(
            name='ResolutionCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locator', models.CharField(blank=True, help_text='Where it stands there, for example: p. 23, or case study 4.', max_length=200, validators=[catalogue.core.validators.validate_no_separator], verbose_name='page, section or case study')),
                ('quotation', models.TextField(blank=True, help_text='At most 40 words, as in the original, for example: “States should consider sharing lessons”.', validators=[catalogue.core.validators.MaxWordsValidator(40), catalogue.core.validators.validate_no_separator], verbose_name='quotation')),
                ('accessed_on', models.DateField(blank=True, help_text='The day on which it was read, for example: 14/03/2026.', null=True, verbose_name='accessed on')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The order on the page, for example: 1 for the first.', verbose_name='position')),
                ('resolution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='catalogue.resolution')),
                ('source', models.ForeignKey(help_text='Type its title or address, for example: Compendium of good practices.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='catalogue.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('slug', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9_]+\\Z', 'Use lower-case letters, digits and underscores only.')], verbose_name='code')),
                ('label', models.CharField(max_length=120, validators=[catalogue.core.validators.validate_no_separator], verbose_name='label')),
                ('definition', models.TextField(blank=True, verbose_name='definition')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('retired', models.BooleanField(default=False, help_text='Kept on old records, not offered for new ones.', verbose_name='retired')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.sector', verbose_name='parent')),
            ],
            options={
                'verbose_name': 'sector',
                'verbose_name_plural': 'sectors',
                'ordering': ['order', 'slug'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='practice',
            name='sectors',
            field=models.ManyToManyField(blank=True, help_text='What is protected, for example: aviation. At least one before it is published.', related_name='practices', to='catalogue.sector', verbose_name='sectors'),
        ),
        migrations.AddField(
            model_name='event',
            name='sectors',
            field=models.ManyToManyField(blank=True, help_text='What it dealt with, for example: aviation.', related_name='events', to='catalogue.sector', verbose_name='sectors'),
        ),
        migrations.CreateModel(
            name='StreamOfEffort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As the preamble names it, for example: mitigation.', max_length=120, verbose_name='name')),
                ('measure', models.ForeignKey(help_text='For example: preparedness and response.', on_delete=django.db.models.deletion.PROTECT, related_name='streams', to='catalogue.measure', verbose_name='measure')),
                ('resolution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='streams', to='catalogue.resolution', verbose_name='resolution')),
            ],
            options={
                'verbose_name': 'stream of effort in the preamble',
                'verbose_name_plural': 'streams of effort in the preamble',
                'ordering': ['resolution', 'measure', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Threat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('slug', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9_]+\\Z', 'Use lower-case letters, digits and underscores only.')], verbose_name='code')),
                ('label', models.CharField(max_length=120, validators=[catalogue.core.validators.validate_no_separator], verbose_name='label')),
                ('definition', models.TextField(blank=True, verbose_name='definition')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('retired', models.BooleanField(default=False, help_text='Kept on old records, not offered for new ones.', verbose_name='retired')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.threat', verbose_name='parent')),
            ],
            options={
                'verbose_name': 'threat',
                'verbose_name_plural': 'threats',
                'ordering': ['order', 'slug'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='practice',
            name='threats',
            field=models.ManyToManyField(blank=True, help_text='What it is done against, for example: vehicle attack. Empty where it is against all.', related_name='practices', to='catalogue.threat', verbose_name='threats'),
        ),
        migrations.CreateModel(
            name='NotApplicable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('edit_token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('reason', models.CharField(help_text='Shown to the public, for example: the paragraph speaks of States only.', max_length=300, verbose_name='reason')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.measure', verbose_name='measure')),
                ('paragraph', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.operativeparagraph', verbose_name='operative paragraph')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.sector', verbose_name='sector')),
                ('threat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.threat', verbose_name='threat')),
            ],
            options={
                'verbose_name': 'empty cell that is no gap',
                'verbose_name_plural': 'empty cells that are no gaps',
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20, verbose_name='noun')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('file', models.BinaryField()),
                ('state', models.CharField(choices=[('previewed', 'Previewed, nothing is changed yet'), ('applied', 'Applied'), ('undone', 'Undone')], default='previewed', max_length=10, verbose_name='state')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('previewed_at', models.DateTimeField(auto_now_add=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('seen', models.JSONField(default=list)),
                ('passed_over', models.JSONField(default=list)),
                ('marks', models.JSONField(default=dict)),
                ('done', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['previewed', 'applied', 'undone'])), name='an_import_is_in_a_known_state'), models.CheckConstraint(condition=models.Q(('state', 'previewed'), ('applied_at__isnull', False), _connector='OR'), name='an_import_knows_when_it_was_applied')],
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='link_check', serialize=False, to='catalogue.source')),
                ('address', models.URLField(max_length=500, verbose_name='address')),
                ('asked_on', models.DateField(verbose_name='last asked on')),
                ('reached_on', models.DateField(null=True, verbose_name='last reached on')),
                ('failing_since', models.DateField(null=True, verbose_name='failing since')),
                ('failed_days', models.PositiveSmallIntegerField(default=0, verbose_name='days on which it failed')),
                ('said', models.CharField(blank=True, max_length=200, verbose_name='what was wrong')),
            ],
            options={
                'verbose_name': 'check of a link',
                'verbose_name_plural': 'checks of links',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('failed_days', 0), ('failing_since', None)), models.Q(('failed_days__gt', 0), ('failing_since__isnull', False)), _connector='OR'), name='a_failing_link_knows_since_when'), models.CheckConstraint(condition=models.Q(('address', ''), ('address__startswith', 'http://'), ('address__startswith', 'https://'), _connector='OR'), name='linkcheck_address_is_http_or_https')],
            },
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('url', ''), _negated=True), _connector='OR'), name='a_source_has_a_title_or_an_address'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(condition=models.Q(('url', ''), _negated=True), fields=('url',), name='an_address_is_one_source'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='source_url_is_http_or_https'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('other_url', ''), ('other_url__startswith', 'http://'), ('other_url__startswith', 'https://'), _connector='OR'), name='source_other_url_is_http_or_https'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('archived_url', ''), ('archived_url__startswith', 'http://'), ('archived_url__startswith', 'https://'), _connector='OR'), name='source_archived_url_is_http_or_https'),
        ),
        migrations.AddConstraint(
            model_name='eventcitation',
            constraint=models.UniqueConstraint(fields=('event', 'source', 'locator'), name='an_event_cites_a_place_once'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', models.F('pk')), _negated=True), ('parent__isnull', True), _connector='OR'), name='measure_parent_is_another_measure'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='organization_status_is_a_known_one'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='published_organization_knows_when_it_was_published'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawn_organization_says_why'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('ended__gte', models.F('founded')), ('ended__isnull', True), ('founded__isnull', True), _connector='OR'), name='organization_ended_is_not_before_founded'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', models.F('pk')), _negated=True), ('parent__isnull', True), _connector='OR'), name='organization_parent_is_another_organization'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('successor', models.F('pk')), _negated=True), ('successor__isnull', True), _connector='OR'), name='organization_successor_is_another_organization'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('website', ''), ('website__startswith', 'http://'), ('website__startswith', 'https://'), _connector='OR'), name='organization_website_is_http_or_https'),
        ),
        migrations.AddConstraint(
            model_name='organizationcitation',
            constraint=models.UniqueConstraint(fields=('organization', 'source', 'locator'), name='an_organization_cites_a_place_once'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('event', 'organization', 'role'), name='an_organization_has_a_role_in_an_event_once'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(fields=('practice', 'organization', 'role'), name='an_organization_has_a_role_in_a_practice_once'),
        ),
        migrations.AddConstraint(
            model_name='basis',
            constraint=models.UniqueConstraint(fields=('practice', 'paragraph'), name='a_practice_answers_a_paragraph_once'),
        ),
        migrations.AddConstraint(
            model_name='practicecitation',
            constraint=models.UniqueConstraint(fields=('practice', 'source', 'locator'), name='a_practice_cites_a_place_once'),
        ),
        migrations.AddConstraint(
            model_name='practicerelation',
            constraint=models.UniqueConstraint(fields=('practice', 'other', 'kind'), name='a_practice_is_related_once_in_a_way'),
        ),
        migrations.AddConstraint(
            model_name='practicerelation',
            constraint=models.CheckConstraint(condition=models.Q(('practice', models.F('other')), _negated=True), name='a_practice_is_related_to_another_one'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', models.F('pk')), _negated=True), ('parent__isnull', True), _connector='OR'), name='region_parent_is_another_region'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='resolution_status_is_a_known_one'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='published_resolution_knows_when_it_was_published'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawn_resolution_says_why'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='resolution_url_is_http_or_https'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('adopted_on__year', models.F('year'))), name='a_resolution_was_adopted_in_its_year'),
        ),
        migrations.AddConstraint(
            model_name='operativeparagraph',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('resolution', 'number'), name='a_paragraph_number_is_unique_in_its_resolution'),
        ),
        migrations.AddConstraint(
            model_name='operativeparagraph',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', True), ('number', '')), models.Q(models.Q(('number', ''), _negated=True), ('code__isnull', False)), _connector='OR'), name='a_paragraph_has_a_code_exactly_when_its_number_is_known'),
        ),
        migrations.AddConstraint(
            model_name='operativeparagraph',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), ('number_confirmed', False), _connector='OR'), name='only_a_known_paragraph_number_is_confirmed'),
        ),
        migrations.AddConstraint(
            model_name='resolutioncitation',
            constraint=models.UniqueConstraint(fields=('resolution', 'source', 'locator'), name='a_resolution_cites_a_place_once'),
        ),
        migrations.AddConstraint(
            model_name='sector',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', models.F('pk')), _negated=True), ('parent__isnull', True), _connector='OR'), name='sector_parent_is_another_sector'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='event_status_is_a_known_one'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='published_event_knows_when_it_was_published'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawn_event_says_why'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', ''), ('last_verified_on__isnull', False), _connector='OR'), name='a_verdict_on_event_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='event_is_merged_into_another_one'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('revises__isnull', True), ('status__in', ['draft', 'in_review']), _connector='OR'), name='a_revision_of_event_is_never_public_itself'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('end__gte', models.F('start')), ('end__isnull', True), ('start__isnull', True), _connector='OR'), name='event_end_is_not_before_start'),
        ),
        migrations.AddConstraint(
            model_name='streamofeffort',
            constraint=models.UniqueConstraint(fields=('resolution', 'name'), name='a_preamble_names_a_stream_once'),
        ),
        migrations.AddConstraint(
            model_name='threat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', models.F('pk')), _negated=True), ('parent__isnull', True), _connector='OR'), name='threat_parent_is_another_threat'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='practice_status_is_a_known_one'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='published_practice_knows_when_it_was_published'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawn_practice_says_why'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', ''), ('last_verified_on__isnull', False), _connector='OR'), name='a_verdict_on_practice_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='practice_is_merged_into_another_one'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('revises__isnull', True), ('status__in', ['draft', 'in_review']), _connector='OR'), name='a_revision_of_practice_is_never_public_itself'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('ended__gte', models.F('started')), ('ended__isnull', True), ('started__isnull', True), _connector='OR'), name='practice_ended_is_not_before_started'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 600), name='a_practice_summary_has_at_most_600_characters'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(models.Q(('title', ''), _negated=True), models.Q(('summary', ''), _negated=True)), _connector='OR'), name='a_published_practice_has_a_title_and_a_summary'),
        ),
        migrations.AddConstraint(
            model_name='notapplicable',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paragraph__isnull', False), ('measure__isnull', False), ('threat__isnull', True), ('sector__isnull', True)), models.Q(('paragraph__isnull', False), ('measure__isnull', True), ('threat__isnull', False), ('sector__isnull', True)), models.Q(('paragraph__isnull', False), ('measure__isnull', True), ('threat__isnull', True), ('sector__isnull', False)), models.Q(('paragraph__isnull', True), ('measure__isnull', False), ('threat__isnull', False), ('sector__isnull', True)), models.Q(('paragraph__isnull', True), ('measure__isnull', False), ('threat__isnull', True), ('sector__isnull', False)), models.Q(('paragraph__isnull', True), ('measure__isnull', True), ('threat__isnull', False), ('sector__isnull', False)), _connector='OR'), name='an_empty_cell_has_a_row_and_a_column'),
        ),
    ]
