from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "yichuang.tickets"
    label = "tickets"
