from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "yichuang.feedback"
    label = "feedback"

    def ready(self) -> None:
        from yichuang.people.roles import grant

        from . import events  # noqa: F401 - declares the events
        from .permissions import INVESTIGATE, SEE_FIGURES, SHOW_SECOND

        grant("investigator", INVESTIGATE)
        grant("manager", SEE_FIGURES)
        grant("second", SHOW_SECOND)
