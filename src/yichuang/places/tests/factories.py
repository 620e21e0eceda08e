"""A small hall: two zones, queues A and B, two counters, open every day from 9 to 12 and 13 to 17."""

from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.places.loading import read_plan
from yichuang.places.models import Hall
from yichuang.places.services import load_hall

PLAN = """
hall: {{code: {code}, name: 练习大厅}}
zones:
- {{code: a, name: A 区, floor: 一楼}}
- {{code: b, name: B 区, floor: 二楼}}
queues:
- {{code: hz, prefix: A, name: 户政, voice_name: 户政, zone: a, mean_minutes: 8}}
- {{code: sb, prefix: B, name: 社保, voice_name: 社保, zone: b, mean_minutes: 10}}
counters:
- {{number: 1, name: 综合窗口, zone: a, queues: [A, B]}}
- {{number: 2, name: 社保窗口, zone: b, queues: [B]}}
hours:
- {{weekdays: [0, 1, 2, 3, 4], opens: '09:00', closes: '12:00'}}
- {{weekdays: [0, 1, 2, 3, 4], opens: '13:00', closes: '17:00'}}
"""


def plan_text(code: str = "lianxi") -> str:
    return PLAN.format(code=code)


def make_hall(code: str = "lianxi") -> Hall:
    return load_hall(actor=SYSTEM, now=now(), plan=read_plan(plan_text(code)))[0]
