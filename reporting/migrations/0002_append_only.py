from django.db import migrations

from common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [
        AppendOnly("reporting_sending", closes_with="outcome"),
        AppendOnly("reporting_reviewaction"),
        AppendOnly("reporting_taskfact", closes_with="superseded_at"),
        AppendOnly("reporting_moneyfact"),
        AppendOnly("reporting_reportfile"),
    ]
