import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('common', '0004_drafts_name_their_profile'),
        ('plans', '0005_kept_figures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TaskEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('triggered', 'văn bản kích hoạt đã có'), ('extended', 'lùi hạn'), ('relead', 'đổi cơ quan'), ('paused', 'tạm dừng'), ('resumed', 'tiếp tục'), ('cancelled', 'hủy'), ('merged_into', 'lồng ghép vào nhiệm vụ khác'), ('corrected', 'sửa lỗi in')], max_length=12)),
                ('on', models.DateField()),
                ('new_deadline', models.DateField(null=True)),
                ('document_no', models.CharField(blank=True, max_length=60)),
                ('document_date', models.DateField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'thay đổi của nhiệm vụ',
                'verbose_name_plural': 'thay đổi của nhiệm vụ',
            },
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_range_runs_forward',
        ),
        migrations.RemoveConstraint(
            model_name='budgetline',
            name='budgetline_range_runs_forward',
        ),
        migrations.RemoveConstraint(
            model_name='taskversion',
            name='taskversion_range_runs_forward',
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='assignment_range_runs_forward', violation_error_message='Ngày kết thúc hiệu lực phải sau ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='budgetline_range_runs_forward', violation_error_message='Ngày kết thúc hiệu lực phải sau ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='taskversion',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='taskversion_range_runs_forward', violation_error_message='Ngày kết thúc hiệu lực phải sau ngày bắt đầu.'),
        ),
        migrations.AddField(
            model_name='taskevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='taskevent',
            name='document',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.storedfile'),
        ),
        migrations.AddField(
            model_name='taskevent',
            name='other_task',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed_by_events', to='plans.task'),
        ),
        migrations.AddField(
            model_name='taskevent',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='plans.task'),
        ),
        migrations.AddConstraint(
            model_name='taskevent',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('task', 'kind', 'on'), name='taskevent_once', violation_error_message='Đã ghi nhận thay đổi này trong ngày đó.'),
        ),
        migrations.AddConstraint(
            model_name='taskevent',
            constraint=models.CheckConstraint(condition=models.Q(('new_deadline__isnull', True), ('kind__in', ['triggered', 'extended']), _connector='OR'), name='taskevent_deadline_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='taskevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'merged_into'), ('other_task__isnull', False)), models.Q(models.Q(('kind', 'merged_into'), _negated=True), ('other_task__isnull', True)), _connector='OR'), name='taskevent_merges_into_one'),
        ),
        AppendOnly('plans_taskevent', closes_with='superseded_at'),
    ]
