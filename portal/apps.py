from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng"

    def ready(self) -> None:
        """Register the system checks."""
        from portal import checks  # noqa: F401 - importing it registers the checks
