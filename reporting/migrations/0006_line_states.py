"""Lines under review are `sent` and no longer `clean`; a sending may be recalled; in time is derived by one rule."""

from django.db import migrations, models

LINES = ("TaskEntry", "MeasureEntry")
STATES = [(state, state) for state in ("open", "clean", "sent", "returned", "approved", "waived", "moved")]
OUTCOMES = [(name, name) for name in ("accepted", "returned_lines", "returned_whole", "recalled")]


def send_lines(apps, _editor):
    """What a sent submission has settled waits for its review."""
    for name in LINES:
        lines = apps.get_model("reporting", name).objects
        lines.filter(submission__state="sent", line_state="clean").update(line_state="sent")


def settle_lines(apps, _editor):
    """Back to one word for what is settled and what was sent; lines waived are as good as moved."""
    for name in LINES:
        lines = apps.get_model("reporting", name).objects
        lines.filter(line_state="sent").update(line_state="clean")
        lines.filter(line_state="waived").update(line_state="moved")


def derive_in_time(apps, _editor):
    """In time is the first sending not returned as a whole (reporting.collection.in_time)."""
    submissions = apps.get_model("reporting", "Submission").objects
    counted = {}
    sendings = apps.get_model("reporting", "Sending").objects.order_by("submission", "no")
    for submission, at, outcome in sendings.values_list("submission", "at", "outcome"):
        if outcome != "returned_whole":
            counted.setdefault(submission, at)
    sent = submissions.filter(first_sent_at__isnull=False)
    for pk, due_at, kept in list(sent.values_list("pk", "due_at", "in_time_sent_at")):
        at = counted.get(pk)
        in_time = at if at is not None and at < due_at else None
        if in_time != kept:
            submissions.filter(pk=pk).update(in_time_sent_at=in_time)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_duty_counts")]

    operations = [
        migrations.AlterField(
            model_name="taskentry",
            name="line_state",
            field=models.CharField(choices=STATES, default="open", max_length=8),
        ),
        migrations.AlterField(
            model_name="measureentry",
            name="line_state",
            field=models.CharField(choices=STATES, default="open", max_length=8),
        ),
        migrations.AlterField(
            model_name="sending",
            name="outcome",
            field=models.CharField(choices=OUTCOMES, max_length=14, null=True),
        ),
        migrations.RunPython(send_lines, settle_lines),
        migrations.RunPython(derive_in_time, migrations.RunPython.noop),
    ]
