"""JSON API of tickets, counters, queues and the board."""

from ninja import Router

from .counters import router as _counters
from .tickets import router as _tickets

router = Router()
router.add_router("", _tickets)
router.add_router("", _counters)
