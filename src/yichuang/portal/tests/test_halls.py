from __future__ import annotations

import pytest
from django.test import RequestFactory

from yichuang.places.models import Hall
from yichuang.portal.halls import hall_of


@pytest.mark.django_db
def test_hall_when_a_younger_one_is_added_then_the_first_stays_the_usual_one() -> None:
    first = Hall.objects.create(code="qinghe", name="清河")
    younger = Hall.objects.create(code="anhe", name="安河")
    assert hall_of(RequestFactory().get("/")) == first
    assert hall_of(RequestFactory().get("/?hall=anhe")) == younger
