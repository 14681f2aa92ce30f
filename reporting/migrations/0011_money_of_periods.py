import django.db.models.deletion
from django.db import migrations, models

TABLE = "reporting_moneyfact"


def fill(apps, schema_editor):
    """The period of money is its fact's; the table refuses to be rewritten, but this adds what it never said."""
    guarded = schema_editor.connection.vendor == "postgresql"
    if guarded:
        schema_editor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_append_only")
    schema_editor.execute(
        f"UPDATE {TABLE} SET period_id ="
        f" (SELECT f.period_id FROM reporting_taskfact f WHERE f.id = {TABLE}.fact_id)"
    )
    if guarded:
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_append_only")


def period(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.period", **options
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_kept_by_stamp")]

    operations = [
        migrations.AddField("moneyfact", "period", period(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("moneyfact", "period", period()),
        migrations.RemoveIndex("taskfact", "taskfact_parts"),
        migrations.AddIndex(
            "taskfact",
            models.Index(
                condition=models.Q(main=False),
                fields=["period", "task", "approved_at", "superseded_at", "completed_on", "percent"],
                name="taskfact_parts",
            ),
        ),
    ]
