"""A verification is not of a day after today: a rule of forms and files, not of the database."""

from django.db import migrations, models

from catalogue.core.validators import validate_not_in_future

FIELD = models.DateField(
    "last verified on",
    null=True,
    blank=True,
    validators=[validate_not_in_future],
    help_text=(
        "The day on which the record was last checked against its sources, for example: "
        "14/03/2026. The button fills in today."
    ),
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_search_other_names")]
    operations = [
        migrations.AlterField(noun, "last_verified_on", FIELD) for noun in ("event", "practice")
    ]
