"""What is typed keeps two marks by which lines are counted unread; what agencies ask for has its index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("plans", "0004_printed_and_its_place"),
        ("reporting", "0008_kept_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="taskentry",
            name="lacks_evidence",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="taskentry",
            name="needs_reason",
            field=models.BooleanField(null=True),
        ),
        migrations.AddIndex(
            model_name="taskfact",
            index=models.Index(
                models.OrderBy(models.F("approved_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("superseded_at__isnull", True), models.Q(("proposal", ""), _negated=True)
                ),
                name="taskfact_proposals",
            ),
        ),
    ]
