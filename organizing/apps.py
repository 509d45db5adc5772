from django.apps import AppConfig
from django.contrib.admin import apps as admin


class OrganizingConfig(AppConfig):
    name = "organizing"
    default = True

    def ready(self) -> None:
        from organizing import checks

        checks.register_all()


class AdminSiteConfig(admin.AdminConfig):
    """The admin with our own door."""

    default_site = "organizing.admin.Site"
    default = False
