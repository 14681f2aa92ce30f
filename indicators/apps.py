from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Chỉ tiêu"

    def ready(self) -> None:
        from common.intake import profiles
        from indicators import vocabulary  # noqa: F401 - importing it declares the words of this app
        from indicators.intake.kinds import KINDS
        from plans.intake import PLAN

        profiles.add(PLAN, *KINDS)
