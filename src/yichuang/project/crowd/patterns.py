"""Arrivals and durations of a hall's day (domain.md §10). Pure; randomness is passed in."""

import math
from random import Random

# Half-hours from 08:30 and from 13:30, per cent of the day's tickets.
HALF_HOURS = [
    *((510 + 30 * i, share) for i, share in enumerate([8, 11, 12, 11, 8, 5, 3])),
    *((810 + 30 * i, share) for i, share in enumerate([7, 8, 9, 8, 6, 4])),
]
OPENING_MINUTE = 510
AT_THE_DOOR = 0.05  # come in the first minute: a hall opens to people who wait outside
CV = 0.6
NO_SHOW, FIRST_TIER, OLDER, RATED = 0.06, 0.04, 0.17, 0.35
FROM_ELSEWHERE, BY_PHONE, GAPS = 0.1, 0.6, 0.25


def arrivals(people: int, random: Random) -> list[float]:
    """Minutes after opening at which each comes, sorted."""
    starts = [start for start, _ in HALF_HOURS]
    weights = [share for _, share in HALF_HOURS]
    out = []
    for _ in range(people):
        if random.random() < AT_THE_DOOR:
            out.append(random.random())
        else:
            out.append(random.choices(starts, weights)[0] + 30 * random.random() - OPENING_MINUTE)
    return sorted(out)


def service_minutes(mean: float, random: Random) -> float:
    """Log-normal with this mean and a coefficient of variation of 0.6."""
    sigma2 = math.log(1 + CV * CV)
    return random.lognormvariate(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))


def popularity(count: int) -> list[float]:
    """Weights of the items in the order of use: a few make most of the visits."""
    return [1 / (rank + 3) for rank in range(count)]
