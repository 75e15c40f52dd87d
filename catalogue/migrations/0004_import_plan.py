"""An import stores what applying it writes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_search_indexes")]

    operations = [
        migrations.AddField("import", "plan", models.JSONField(default=dict)),
    ]
