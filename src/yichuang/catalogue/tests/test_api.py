import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from yichuang.catalogue.api import router
from yichuang.catalogue.services import import_items, load_catalogue
from yichuang.kit.api.problems import install

from .factories import EDITOR, NOW, package, some_of_it, text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def client():
    api = NinjaAPI(urls_namespace="catalogue-test")
    install(api)
    api.add_router("", router)
    return TestClient(api)


@pytest.fixture(autouse=True)
def _catalogue(db):
    load_catalogue(actor=EDITOR, now=NOW, text=some_of_it("GA-HZ-002", "SW-001", "SJ-004"))


def _asked(client, query, item="GA-HZ-002", status=200):
    answer = client.get(f"/items/{item}/requirements?{query}")
    assert answer.status_code == status, answer.content
    return answer.json()


def _codes(body):
    return [row["code"] for row in body["requirements"]]


def test_item_when_asked_then_its_guide(client):
    body = client.get("/items/GA-HZ-002").json()
    assert (body["id"], body["code"], body["version"]) == ("GA-HZ-002", "GA-HZ-002", 1)
    assert body["department"] == "公安局"
    assert [q["id"] for q in body["questions"]] == ["photo"]
    assert body["promise_limit"]["words"] == "15个工作日内，从交申请表算"
    assert len(body["materials"]) == 6
    load_catalogue(actor=EDITOR, now=NOW, text=text(packages=[package()]))
    assert [p["id"] for p in client.get("/items/T-1").json()["packages"]] == ["P-1"]


def test_item_when_imported_then_with_its_findings(client):
    import_items(actor=EDITOR, now=NOW, data="name,itemCode\n取水许可,A-1\n".encode())
    body = client.get("/items/A-1").json()
    assert (body["origin"], len(body["findings"])) == ("imported", 4)
    assert _asked(client, "", item="A-1")["requirements"] == []


@pytest.mark.parametrize("path", ["/items/T-9", "/items/T-9/requirements", "/items/%00"])
def test_item_when_unknown_then_404_problem(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_item")


def test_requirements_when_nothing_is_told_then_perhaps_and_the_questions(client):
    body = _asked(client, "")
    assert body["unanswered"] == ["photo"]
    perhaps = {row["code"]: row["waits_for"] for row in body["requirements"] if row["undecided"]}
    assert perhaps["GA-HZ-002-M04"] == ["q.photo"]
    assert perhaps["GA-HZ-002-M05"] == ["fact.age"]
    assert {(f["party"], f["name"]) for f in body["open_facts"]} == {
        ("applicant", "age"),
        ("applicant", "face_match"),
    }
    assert all(row["why"] for row in body["requirements"])


def test_requirements_when_all_is_told_then_certain(client):
    body = _asked(client, "scenario=receipt&party=applicant&fact=age:12&fact=face_match:true")
    ends = [code[-3:] for code in _codes(body)]
    assert ends == ["M01", "M02", "M04", "M05", "M06"]
    assert not any(row["undecided"] for row in body["requirements"])


def test_requirements_when_a_party_is_named_twice_then_two_lines(client):
    query = (
        "scenario=standard&scenario=assessed&party=each_seller&party=each_seller&party=buyer"
        "&fact=each_seller.org:false&fact=each_seller2.org:true&fact=each_buyer.org:false"
    )
    body = _asked(client, query, item="SW-001")
    shown = [
        (row["name"], row["party_ref"])
        for row in body["requirements"]
        if row["party"] == "each_seller" and not row["undecided"]
    ]
    assert shown == [("居民身份证", "each_seller"), ("营业执照", "each_seller2")]


def test_requirements_when_the_time_has_not_come_then_a_stop(client):
    body = _asked(client, "fact=notice_over:false", item="SJ-004")
    assert [stop["outcome"] for stop in body["stops"]] == ["not_yet"]
    assert body["requirements"] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("scenario=gold", "unknown_scenario"),
        ("scenario=site&scenario=receipt", "one_only"),
        ("party=pilot", "unknown_party"),
        ("party=guardian&party=guardian", "too_many_parties"),
        ("fact=rich:true", "unknown_fact"),
        ("fact=age:young", "bad_fact"),
        ("fact=age:99999999999999", "bad_fact"),
        ("fact=face_match:17", "bad_fact"),
        ("fact=pilot.age:3", "unknown_party"),
        ("fact=age", "unknown_fact"),
        ("fact=:", "unknown_fact"),
        ("fact=" + "x" * 500, "validation"),
        ("on=yesterday", "validation"),
    ],
)
def test_requirements_when_the_question_is_wrong_then_422_that_names_the_field(client, query, code):
    body = _asked(client, query, status=422)
    assert code in (body["code"], "validation")
    assert _asked(client, "scenario=site")["requirements"]


@pytest.mark.parametrize("on", ["0001-01-01", "2026-11-23", "2030-01-01", "9999-12-31"])
def test_requirements_when_on_any_day_then_answered(client, on):
    assert _asked(client, f"on={on}")["requirements"]


def test_facts_when_the_item_does_not_use_them_then_taken_and_of_no_account(client):
    assert _asked(client, "fact=married:true") == _asked(client, "")
