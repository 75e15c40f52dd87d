"""An import stores how its cells were read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0012_folded_names")]

    operations = [
        migrations.AddField("import", "remarks", models.JSONField(default=list)),
    ]
