from django.urls import path

from .views import guide, home, take, ticket

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("items/", home.items, name="items"),
    path("items/<str:item>/", guide.guide, name="guide"),
    path("items/<str:item>/questions/", guide.questions, name="questions"),
    path("items/<str:item>/list/", guide.my_list, name="list"),
    path("items/<str:item>/take/", take.take_for_item, name="take"),
    path("take/", home.other_purposes, name="purposes"),
    path("take/<slug:purpose>/", take.take_for_purpose, name="take-purpose"),
    path("t/<str:ticket>/", ticket.ticket, name="ticket"),
    path("t/<str:ticket>/live/", ticket.live, name="ticket-live"),
    path("t/<str:ticket>/arrive/", ticket.arrive, name="arrive"),
    path("t/<str:ticket>/postpone/", ticket.postpone, name="postpone"),
    path("t/<str:ticket>/cancel/", ticket.cancel, name="cancel"),
    path("t/<str:ticket>/rate/", ticket.rate, name="rate"),
    path("t/<str:ticket>/questions/", guide.ticket_questions, name="ticket-questions"),
    path("t/<str:ticket>/list/", guide.ticket_list, name="ticket-list"),
]
