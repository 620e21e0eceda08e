"""Arrivals, durations and kinds of people of a hall's day (domain.md §10).

Pure; randomness is passed in.
"""

import math
from datetime import date
from random import Random

from yichuang.kit.checkdigits import resident_sign

# Half-hours from 08:30 and from 13:30, per cent of the day's tickets.
HALF_HOURS = [
    *((510 + 30 * i, share) for i, share in enumerate([8, 11, 12, 11, 8, 5, 3])),
    *((810 + 30 * i, share) for i, share in enumerate([7, 8, 9, 8, 6, 4])),
]
OPENING_MINUTE = 510
CV = 0.6
PASSED, FIRST_TIER, OLDER, RATED = 0.06, 0.04, 0.17, 0.35
FROM_ELSEWHERE, BY_PHONE, GAPS = 0.1, 0.6, 0.25
# Whoever took a number at the kiosk holds no key to rate with.
RATED_OF_PHONES = RATED / (BY_PHONE + FROM_ELSEWHERE)
UNKNOWN_MEAN = 8.0
NOWHERE = "999999"  # a region that no citizen number has


def arrivals(people: int, random: Random) -> list[float]:
    """Minutes after opening at which each comes, sorted."""
    starts = [start for start, _ in HALF_HOURS]
    weights = [share for _, share in HALF_HOURS]
    chosen = random.choices(starts, weights, k=people)
    return sorted(start + 30 * random.random() - OPENING_MINUTE for start in chosen)


def service_minutes(mean: float, random: Random) -> float:
    """Log-normal with this mean and a coefficient of variation of 0.6."""
    sigma2 = math.log(1 + CV * CV)
    return random.lognormvariate(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))


def popularity(count: int) -> list[float]:
    """Weights of the items in the order of use: a few make most of the visits."""
    return [1 / (rank + 3) for rank in range(count)]


def older_number(number: int, today: date, random: Random) -> str:
    """A made-up citizen number of somebody of 71 to 79: older in every hall's setting."""
    born = f"{today.year - random.randint(72, 79)}{random.randint(1, 12):02d}"
    first17 = f"{NOWHERE}{born}{number // 1000 % 28 + 1:02d}{number % 1000:03d}"
    return first17 + resident_sign(first17)
