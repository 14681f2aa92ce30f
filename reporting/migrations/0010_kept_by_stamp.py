from django.db import migrations, models


def forget(apps, schema_editor):
    """What was kept by the moment of the last change is computed again."""
    apps.get_model("reporting", "RollupCache").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_lines_counted")]

    operations = [
        migrations.RunPython(forget, forget),
        migrations.RemoveConstraint(model_name="rollupcache", name="rollupcache_once"),
        migrations.RemoveField(model_name="rollupcache", name="known_at"),
        migrations.AddField(
            model_name="rollupcache",
            name="number",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="rollupcache",
            constraint=models.UniqueConstraint(
                fields=("period", "day", "number", "rules_version"), name="rollupcache_once"
            ),
        ),
    ]
