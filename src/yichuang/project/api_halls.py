"""`GET /halls/{hall}`: the set-up from places, completed with what the counters do now."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.clock import now
from yichuang.places.api import HallOut
from yichuang.places.queries import hall_by_code, hall_view
from yichuang.tickets.queries import counter_states

router = Router(tags=["halls"])


@router.get("/halls/{hall}", response={200: HallOut, **PROBLEMS})
def read_hall(request: HttpRequest, hall: str) -> dict[str, Any]:
    """Hours, zones, queues and counters of a hall."""
    found = hall_by_code(hall)
    return hall_view(found, now(), counter_states(found))
