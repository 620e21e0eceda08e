"""Jobs of the worker."""

from datetime import datetime

from yichuang.kit.actors import SYSTEM
from yichuang.kit.jobs import every

from .services import take_effect


@every(seconds=60)
def begin_versions(now: datetime) -> None:
    """Soon after the moment from which a version is in force."""
    take_effect(actor=SYSTEM, now=now)
