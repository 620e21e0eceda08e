from django.urls import path, register_converter

from . import views


class TicketNumber:
    regex = "[A-Z]{1,2}[0-9]{3,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TicketNumber, "ticket_number")

app_name = "board"
urlpatterns = [
    path("board/<slug:hall>/", views.board, name="board"),
    path("board/<slug:hall>/now/", views.board_now, name="board-now"),
    path("board/<slug:hall>/<int:counter>/", views.strip, name="strip"),
    path("board/<slug:hall>/<int:counter>/now/", views.strip_now, name="strip-now"),
    path("board/<slug:hall>/voice/test.wav", views.voice_test, name="voice-test"),
    path(
        "board/<slug:hall>/voice/<ticket_number:number>-<int:counter>.wav",
        views.voice,
        name="voice",
    ),
]
