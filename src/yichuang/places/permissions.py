"""What the set-up of a hall asks for."""

MANAGE = "places.manage"  # halls, zones, queues, counters, hours, calendar
