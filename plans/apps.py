from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from common.intake import profiles
        from plans.importing.looking import PROFILE
        from plans.intake.kinds import KINDS

        profiles.define(PROFILE)
        profiles.add(PROFILE.name, *KINDS)
