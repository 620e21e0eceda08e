from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yichuang.cases"
    label = "cases"

    def ready(self) -> None:
        from yichuang.kit.documents.services import VOID
        from yichuang.people.roles import grant

        from . import events  # noqa: F401 - declares the events
        from .documents import receipt, sheet  # noqa: F401 - declares the kinds of document
        from .permissions import READ, RECEIVE, TELL

        grant("worker", RECEIVE, READ, TELL)
        grant("guide", TELL)
        grant("manager", READ, VOID)
