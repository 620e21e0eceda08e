from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "yichuang.places"
    label = "places"
