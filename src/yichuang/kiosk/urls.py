from django.urls import path

from . import views

app_name = "kiosk"
urlpatterns = [
    path("kiosk/<slug:hall>/", views.home, name="home"),
    path("kiosk/<slug:hall>/items/", views.items, name="items"),
    path("kiosk/<slug:hall>/help/", views.helping, name="help"),
    path("kiosk/<slug:hall>/take/", views.take, name="take"),
    path("kiosk/<slug:hall>/done/<str:ticket>/", views.done, name="done"),
]
