"""The crosswalk in an order that tells all entries apart."""


from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0015_forms_that_were_sent'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='crosswalkentry',
            options={'ordering': ['from_paragraph__code', 'to_paragraph__code', 'pk'], 'verbose_name': 'crosswalk entry', 'verbose_name_plural': 'crosswalk'},
        ),
    ]
