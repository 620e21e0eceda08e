"""Pages and API, for any WSGI server."""

from __future__ import annotations

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application

from .running.identity import die_with_parent

# A worker of `yichuang web` must not outlive it and keep the port.
if os.environ.get("YICHUANG_WEB_PARENT") == str(os.getppid()):
    die_with_parent(signal.SIGKILL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
application = get_wsgi_application()
if threads := os.environ.get("YICHUANG_WEB_PLACES"):
    from .errors import refuse
    from .running.places import keep_places

    application = keep_places(application, int(threads), refuse)  # type: ignore[assignment]

# What is loaded by now stays: the collector need not go through it again and again.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
