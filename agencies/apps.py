from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "Cơ quan, người dùng"

    def ready(self) -> None:
        """Say the words of this app."""
        from agencies import vocabulary  # noqa: F401 - importing it declares them
