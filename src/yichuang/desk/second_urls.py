"""Routes of the citizen-facing screen."""

from django.urls import path

from .views import second

urlpatterns = [
    path("<int:counter>/", second.second, name="second"),
    path("<int:counter>/rate/", second.rate, name="second-rate"),
]
