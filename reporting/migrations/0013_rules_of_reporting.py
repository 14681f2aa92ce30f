"""What the columns of a reporting rule could not say: which period, which weekday, which month of a quarter, which hour.

Rules that are there keep their meaning. A day without a month of a quarterly rule was read from “tháng cuối quý”. Where a
deadline alone does not say which period is reported on, it stays the one the portal took so far.
"""

import calendar

from django.db import migrations, models


def keep_meaning(apps, schema_editor):
    Cycle = apps.get_model("reporting", "Cycle")
    CycleStage = apps.get_model("reporting", "CycleStage")
    CycleStage.objects.filter(cycle__frequency="quarterly", month=None, day__isnull=False).update(of_last_month=True)
    for cycle in Cycle.objects.order_by("id"):
        first = CycleStage.objects.filter(cycle=cycle).order_by("position").first()
        covers = so_far(cycle.frequency, first.month, first.day) if first else ""
        if covers:
            Cycle.objects.filter(pk=cycle.pk).update(covers=covers)


def so_far(frequency, month, day):
    """What a deadline that leaves it open was taken to cover; '' where the deadline says it."""
    if month is None:
        return "same" if frequency == "monthly" and day and 10 < day < 15 else ""
    day = day or calendar.monthrange(2024, month)[1]
    if frequency == "yearly":
        return "same" if 3 < month < 10 else ""
    if frequency == "half_yearly" and month in (1, 7):
        return "" if day <= 20 else "same" if month == 1 else "before"
    if frequency == "half_yearly":
        return "same" if month in (2, 3, 4, 8, 9) else ""
    if frequency == "quarterly":
        return "" if month % 3 == 0 or (month % 3 == 1 and day <= 20) else "same"
    return "same" if frequency == "monthly" and 10 < day < 15 else ""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('reporting', '0012_task_summary_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='cycle',
            name='covers',
            field=models.CharField(blank=True, choices=[('before', 'kỳ vừa kết thúc trước hạn gửi'), ('same', 'kỳ có hạn gửi')], max_length=6),
        ),
        migrations.AddField(
            model_name='cyclestage',
            name='hour',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='cyclestage',
            name='minute',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='cyclestage',
            name='of_last_month',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='cyclestage',
            name='weekday',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='frequency',
            field=models.CharField(choices=[('yearly', 'hằng năm'), ('nine_months', '9 tháng'), ('half_yearly', '6 tháng'), ('quarterly', 'hằng quý'), ('monthly', 'hằng tháng'), ('weekly', 'hằng tuần'), ('adhoc', 'đột xuất, khi có yêu cầu')], default='yearly', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='cyclestage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('weekday__isnull', True), ('weekday__range', (1, 7)), _connector='OR'), models.Q(('hour__isnull', True), ('hour__range', (0, 23)), _connector='OR'), ('minute__range', (0, 59))), name='cyclestage_is_a_moment', violation_error_message='Thứ, giờ của hạn gửi không hợp lệ.'),
        ),
        migrations.RunPython(keep_meaning, migrations.RunPython.noop),
    ]
