import re

import pytest

from yichuang.catalogue.guides import guide
from yichuang.catalogue.rules import Holding, Party

from .factories import TODAY, definition, demonstration, material

ITEMS = sorted(demonstration().items)


def _own_sentences(told):
    """What we wrote, without the catalogue's own names and words."""
    yield from (line.how for line in (*told.bring, *told.perhaps, *told.not_bring, *told.optional))
    yield from (told.facts.visits, told.facts.at_counter, told.facts.how_long)
    yield from (step.title for step in (*told.steps, *told.special))
    yield from (step.text for step in told.steps)


@pytest.mark.parametrize("code", ITEMS)
def test_guide_when_told_then_short_plain_sentences(code):
    told = guide(demonstration().items[code], on=TODAY)
    for text in _own_sentences(told):
        assert all(len(part) <= 25 for part in re.split(r"[。；\n]", text)), text
        assert not re.search(r"兹|予以|之规定|[ ]{2}", text)


@pytest.mark.parametrize("code", ITEMS)
def test_guide_when_told_then_every_material_once(code):
    given = demonstration().items[code]
    told = guide(given, on=TODAY)
    groups = (told.bring, told.perhaps, told.not_bring, told.optional)
    lines = [line.code for group in groups for line in group]
    assert sorted(lines) == sorted(m.code for m in given.materials)
    assert told.steps
    assert told.facts.how_long
    assert told.result


def test_guide_when_answered_then_personal():
    given = demonstration().items["GA-HZ-002"]
    told = guide(given, ["receipt"], [Party("applicant", facts={"age": 30})], on=TODAY)
    assert [line.name for line in told.bring] == ["旧居民身份证", "数字相片采集检测回执"]
    assert [line.name for line in told.perhaps] == ["居民户口簿"]
    assert [line.how for line in told.not_bring] == ["窗口帮您填好，您签名"]
    assert told.facts.how_long == "15个工作日内，从交申请表算"
    assert told.facts.fee.startswith("换领20元")
    assert told.unanswered == ()


def test_guide_when_an_e_licence_is_held_then_not_to_bring():
    given = demonstration().items["WJ-001"]
    told = guide(given, holdings=[Holding("LIC:SFZ")], on=TODAY)
    assert "居民身份证" in [line.name for line in told.not_bring]
    assert "居民身份证" in [line.name for line in guide(given, on=TODAY).bring]


def test_guide_when_bodies_hand_a_paper_over_then_not_to_bring():
    told = guide(demonstration().items["RS-SB-002"], on=TODAY)
    assert ("人事档案", "不用您带，由机构之间核对") in [(m.name, m.how) for m in told.not_bring]


def test_guide_when_the_time_has_not_come_then_the_stop_instead():
    early = [Party("applicant", facts={"window_open": False})]
    told = guide(demonstration().items["JY-001"], parties=early, on=TODAY)
    assert [stop.outcome for stop in told.stops] == ["not_yet"]
    assert (told.bring, told.perhaps) == ((), ())


def test_guide_when_urgent_costs_less_time_then_said():
    told = guide(demonstration().items["GA-CR-001"], on=TODAY)
    assert ("时限不同", "选了“要加急”：5个工作日内") in [(s.title, s.text) for s in told.special]


@pytest.mark.parametrize(
    ("form", "copies", "seen", "how"),
    [
        ("none", 0, True, "带原件，看完就还"),
        ("original", 1, False, "交原件"),
        ("original", 3, False, "交原件3份"),
        ("copy", 1, True, "交复印件1份，带原件核对"),
        ("copy", 2, False, "交复印件2份，窗口可代扫"),
        ("electronic", 1, False, "交电子版"),
        ("e-form", 1, False, "窗口帮您填好，您签名"),
    ],
)
def test_material_when_told_then_how_to_bring_it(form, copies, seen, how):
    given = material(form=form, copies=copies, original_seen=seen)
    told = guide(definition(materials=[given]), on=TODAY)
    assert [line.how for line in (*told.bring, *told.not_bring)] == [how]
