from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from common.intake import profiles
        from plans import vocabulary  # noqa: F401 - importing it declares the words of this app
        from plans.importing.looking import PROFILE
        from plans.intake.kinds import KINDS

        profiles.define(PROFILE)
        profiles.add(PROFILE.name, *KINDS)
