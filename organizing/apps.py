from django.apps import AppConfig


class OrganizingConfig(AppConfig):
    name = "organizing"

    def ready(self) -> None:
        from organizing import checks

        checks.register_all()
