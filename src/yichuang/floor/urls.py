"""Routes of the floor guide."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.floor, name="floor"),
    path("code/", views.code, name="floor-code"),
    path("needs/", views.live, name="floor-needs"),
    path("take/<str:item>/", views.take, name="floor-take"),
    path("purpose/<slug:purpose>/", views.take_for_purpose, name="floor-purpose"),
    path("ticket/<str:ticket>/<slug:action>/", views.act, name="floor-act"),
]
