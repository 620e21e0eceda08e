"""Routes of accounts that are ours; logging in and out is allauth's."""

from django.urls import path

from . import views

urlpatterns = [path("home/", views.home, name="account-home")]
