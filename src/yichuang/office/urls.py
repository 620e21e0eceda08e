"""Routes of the office."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.office, name="office"),
    path("now/", views.live, name="office-now"),
    path("tables/", views.tables, name="office-tables"),
    path("queues/<str:queue>/stop/", views.stop_queue, name="office-stop"),
    path("queues/<str:queue>/start/", views.start_queue, name="office-start"),
    path("ratings/", views.ratings, name="office-ratings"),
    path("ratings/<str:rating>/", views.open_rating, name="office-rating"),
    path("events/", views.events, name="office-events"),
    path("counters/<str:counter>/close/", views.close_counter, name="office-close"),
]
