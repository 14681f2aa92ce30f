from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from plans.progress import register
        from reporting.collection.intake import register_kinds
        from reporting.collection.progress import progress_of

        register_kinds()
        register(progress_of)
