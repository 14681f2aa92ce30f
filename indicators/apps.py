from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Chỉ tiêu"

    def ready(self) -> None:
        from common.intake import profiles
        from indicators import annex, vocabulary  # noqa: F401 - importing the words declares them
        from indicators.intake.kinds import KINDS
        from indicators.tab import TAB
        from plans.annex.data import register_table
        from plans.intake import PLAN
        from plans.tabs import register

        profiles.add(PLAN, *KINDS)
        register(TAB)
        register_table(annex.table)
