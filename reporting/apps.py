from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from agencies import named
        from common.intake import profiles
        from plans import consequences, season
        from plans.annex.data import register_closing
        from plans.intake import PLAN
        from plans.progress import register
        from reporting import vocabulary  # noqa: F401 - importing it declares the words of this app
        from reporting.collection import annex
        from reporting.collection.cycle_kind import CycleKind
        from reporting.collection.following import follow_change
        from reporting.collection.progress import progress_of

        profiles.add(PLAN, CycleKind())
        register(progress_of)
        consequences.register(follow_change)
        register_closing(annex.sentences)
        season.register("reporting.views.of_plans")
        named.register("reporting.rollup.stamps")
