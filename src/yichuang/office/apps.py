from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yichuang.office"
    label = "office"

    def ready(self) -> None:
        from yichuang.people.roles import grant

        grant("manager", "office.see")
        grant("auditor", "office.audit")
