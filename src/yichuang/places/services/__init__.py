"""Setting up a hall and its calendar."""

from .calendar import load_calendar
from .serving import serve_items
from .setting_up import load_hall

__all__ = ["load_calendar", "load_hall", "serve_items"]
