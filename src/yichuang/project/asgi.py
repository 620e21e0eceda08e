"""Event streams, for any ASGI server; pages stay on WSGI."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
django.setup()

from yichuang.live.asgi import application  # noqa: E402 - after the settings are loaded

__all__ = ["application"]
