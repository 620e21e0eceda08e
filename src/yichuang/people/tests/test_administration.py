"""/admin/: for administrators only, of their own hall, each change with an event."""

import pytest
from django.db import connection
from django.forms import ModelForm
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yichuang.kit.clock import now
from yichuang.kit.models import Event
from yichuang.people.models import Authorisation, Membership, User
from yichuang.places.models import Counter, CounterQueue, Hall, OpeningHours, Queue
from yichuang.places.tests.factories import make_hall

from .factories import make_account

pytestmark = pytest.mark.django_db
PAGES = [
    "places/hall",
    "places/zone",
    "places/queue",
    "places/counter",
    "places/hallitem",
    "places/calendarday",
    "devices/printer",
    "people/user",
    "people/membership",
]


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def admin(hall):
    client = Client()
    client.force_login(make_account(hall, "admin", "administrator"))
    return client


@pytest.fixture
def worker(hall):
    return make_account(hall, "worker1", "worker")


def events():
    return list(Event.objects.filter(stream="main").order_by("seq").values_list("name", "data"))


@pytest.mark.parametrize("page", PAGES)
def test_list_when_an_administrator_asks_then_shown(admin, page):
    assert admin.get(f"/admin/{page}/").status_code == 200


@pytest.mark.parametrize("page", ["", *[p + "/" for p in PAGES]])
def test_page_when_somebody_else_asks_then_refused(worker, page):
    ways = Client().get(f"/admin/{page}", follow=True).redirect_chain
    assert ways[-1][0].startswith("/accounts/login/")
    client = Client()
    client.force_login(worker)
    assert client.get(f"/admin/{page}", follow=True).status_code == 403


def test_list_when_another_hall_exists_then_only_mine(admin):
    make_hall("other")
    page = admin.get("/admin/places/counter/").context["cl"]
    assert page.result_count == 2
    assert Counter.objects.count() == 4


def test_row_when_of_another_hall_then_not_found_or_sent_back(admin):
    theirs = Counter.objects.filter(hall=make_hall("other")).first()
    assert admin.get(f"/admin/places/counter/{theirs.pk}/change/").status_code == 302


def test_counter_when_its_equipment_changes_then_saved_with_an_event(admin, hall):
    counter = Counter.objects.get(hall=hall, number=2)
    queue = Queue.objects.get(hall=hall, prefix="A")
    kept = counter.equipment.get()
    answer = admin.post(
        f"/admin/places/counter/{counter.pk}/change/",
        {
            "number": 2,
            "name": "社保窗口",
            "zone": counter.zone_id,
            "direction": "left",
            "equipment-TOTAL_FORMS": 2,
            "equipment-INITIAL_FORMS": 1,
            "equipment-0-id": kept.pk,
            "equipment-0-counter": counter.pk,
            "equipment-0-queue": kept.queue_id,
            "equipment-1-counter": counter.pk,
            "equipment-1-queue": queue.pk,
        },
    )
    assert answer.status_code == 302, answer.context["errors"]
    rows = CounterQueue.objects.filter(counter=counter, hall=hall)
    assert {row.queue.prefix for row in rows} == {"A", "B"}
    name, data = events()[-1]
    assert (name, data["table"], data["what"]) == ("hall.changed", "counter", "changed")


def test_equipment_when_of_another_hall_then_not_a_choice(admin, hall):
    theirs = Queue.objects.filter(hall=make_hall("other")).first()
    counter = Counter.objects.get(hall=hall, number=1)
    page = admin.get(f"/admin/places/counter/{counter.pk}/change/").content.decode()
    assert str(theirs.pk) not in page


def test_hours_when_typed_as_a_clock_then_kept_in_minutes(admin, hall):
    page = f"/admin/places/hall/{hall.pk}/change/"
    form = admin.get(page).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    rows = {"hours-TOTAL_FORMS": 1, "hours-INITIAL_FORMS": 0, "hours-0-hall": hall.pk}
    day = {"hours-0-weekday": 6, "hours-0-opens_minute": "08:30", "hours-0-closes_minute": "24:00"}
    answer = admin.post(page, fields | rows | day)
    assert answer.status_code == 302, answer.context["errors"]
    sunday = OpeningHours.objects.get(hall=hall, weekday=6)
    assert (sunday.opens_minute, sunday.closes_minute) == (510, 1440)
    wrong = admin.post(page, fields | rows | day | {"hours-0-opens_minute": "25:00"})
    assert "08:30" in wrong.content.decode()


def test_first_tier_when_edited_then_a_line_each_and_no_unknown_one(admin, hall):
    page = f"/admin/places/hall/{hall.pk}/change/"
    form = admin.get(page).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    fields |= {"hours-TOTAL_FORMS": 0, "hours-INITIAL_FORMS": 0}
    assert "disabled：残疾人证\nwheelchair\n" in fields["first_tier"]
    answer = admin.post(page, fields | {"first_tier": " veteran: 优待证 \n\npregnant"})
    assert answer.status_code == 302, answer.context["errors"]
    hall.refresh_from_db()
    assert hall.first_tier == {"veteran": "优待证", "pregnant": ""}
    for wrong, said in (("rich", "没有这一类"), ("veteran：" + "长" * 31, "最多")):
        assert said in admin.post(page, fields | {"first_tier": wrong}).content.decode()
    assert admin.post(page, fields | {"first_tier": ""}).status_code == 302
    hall.refresh_from_db()
    assert hall.first_tier == {}


def test_hall_when_its_zone_is_none_then_refused_in_words(admin, hall):
    page = f"/admin/places/hall/{hall.pk}/change/"
    form = admin.get(page).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    rows = {"hours-TOTAL_FORMS": 0, "hours-INITIAL_FORMS": 0}
    answer = admin.post(page, fields | rows | {"timezone": "Asia/Beijing"})
    assert "没有这个时区" in answer.content.decode()
    assert admin.post(page, fields | rows | {"timezone": "Asia/Urumqi"}).status_code == 302
    hall.refresh_from_db()
    assert hall.timezone == "Asia/Urumqi"


def new_hall(keeper, **more):
    """As the page sends it: two zones, two queues, two counters, hours of a Monday."""
    counts = {"memberships": 1, "zones": 3, "queues": 3, "counters": 3, "hours": 1}
    sent = {f"{name}-TOTAL_FORMS": count for name, count in counts.items()}
    sent |= {f"{name}-INITIAL_FORMS": 0 for name in counts}
    sent |= {"name": "新区政务大厅", "code": "xinqu", "timezone": "Asia/Shanghai"}
    sent |= {"complaint_phone": "12345", "memberships-0-user": keeper.pk if keeper else ""}
    rows = {
        "zones-0": {"code": "a", "name": "A 区", "floor": "一楼"},
        "zones-1": {"code": "b", "name": "B 区", "floor": "二楼"},
        "queues-0": {"prefix": "A", "name": "户政", "voice_name": "户政", "zone_code": "a"},
        "queues-1": {"prefix": "Z", "name": "综合", "voice_name": "综合", "zone_code": "b"},
        "counters-0": {"number": 1, "name": "综合", "zone_code": "a", "prefixes": "a z"},
        "counters-1": {"number": 2, "name": "户政", "zone_code": "b", "prefixes": "A"},
        "hours-0": {"weekday": 0, "opens_minute": "08:30", "closes_minute": "17:30"},
    }
    for row, fields in rows.items():
        sent |= {f"{row}-{field}": value for field, value in fields.items()}
    for n in range(3):
        sent |= {f"queues-{n}-mean_minutes": 10, f"counters-{n}-direction": "right"}
    return sent | more


@pytest.fixture
def keeper(hall):
    return User.objects.create(username="keeper", shown_name="新管理员", made_in=hall)


def test_hall_when_the_account_was_made_in_another_hall_then_not_a_choice(admin, keeper):
    keeper.made_in = Hall.objects.create(code="bieqing", name="别的大厅")
    keeper.save()
    answer = admin.post("/admin/places/hall/add/", new_hall(keeper))
    assert answer.status_code == 200
    assert not Membership.objects.filter(user=keeper).exists()


def test_hall_when_an_administrator_adds_one_then_whole_with_its_administrator(admin, keeper):
    assert admin.get("/admin/places/hall/add/").status_code == 200
    answer = admin.post("/admin/places/hall/add/", new_hall(keeper))
    assert answer.status_code == 302, answer.context["errors"]
    made = Hall.objects.get(code="xinqu")
    queues = Queue.objects.filter(hall=made)
    assert [(q.prefix, q.code, q.zone.code) for q in queues] == [("A", "a", "a"), ("Z", "z", "b")]
    counters = Counter.objects.filter(hall=made)
    assert [{q.prefix for q in c.queues.all()} for c in counters] == [{"A", "Z"}, {"A"}]
    assert OpeningHours.objects.get(hall=made).closes_minute == 1050
    post = Membership.objects.get(hall=made)
    assert (post.user, post.roles) == (keeper, ["administrator"])
    assert events()[-1] == ("hall.changed", {"what": "added", "table": "hall", "fields": []})
    client = Client()
    client.force_login(keeper)
    assert client.get(f"/admin/places/hall/{made.pk}/change/").status_code == 200
    assert admin.get(f"/admin/places/hall/{made.pk}/change/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"queues-0-zone_code": "x"}, "没有这个区的代码"),
        ({"counters-1-prefixes": "B"}, "没有这个前缀的队列"),
        ({"queues-1-prefix": "A"}, "prefix"),
        ({"queues-1-prefix": "1"}, "prefix"),
        ({"counters-1-number": 1}, "number"),
        ({"hours-0-closes_minute": "08:00"}, "hours"),
        ({"code": "lianxi"}, "code"),
        ({"memberships-0-user": ""}, "memberships"),
    ],
)
def test_hall_when_a_row_is_wrong_then_said_and_nothing_is_made(admin, keeper, wrong, told):
    answer = admin.post("/admin/places/hall/add/", new_hall(keeper, **wrong))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Hall.objects.count() == 1
    assert not Membership.objects.filter(user=keeper).exists()


def test_hall_when_its_administrator_has_a_post_already_then_not_a_choice(admin, worker):
    answer = admin.post("/admin/places/hall/add/", new_hall(worker))
    assert answer.status_code == 200
    assert Hall.objects.count() == 1


def post(admin, pk, roles, user, *more):
    rows = {
        "authorisations-TOTAL_FORMS": len(more),
        "authorisations-INITIAL_FORMS": 0,
    }
    for n, queue in enumerate(more):
        rows |= {
            f"authorisations-{n}-queue": queue.pk,
            f"authorisations-{n}-membership": pk,
            f"authorisations-{n}-valid_from_0": "2026-11-01",
            f"authorisations-{n}-valid_from_1": "00:00",
        }
    return admin.post(
        f"/admin/people/membership/{pk}/change/", {"user": user.pk, "roles": roles, **rows}
    )


def test_post_when_roles_and_authorisations_change_then_saved_with_an_event(admin, hall, worker):
    member = Membership.objects.get(user=worker)
    queue = Queue.objects.get(hall=hall, prefix="A")
    answer = post(admin, member.pk, ["worker", "guide"], worker, queue)
    assert answer.status_code == 302, answer.context["errors"]
    member.refresh_from_db()
    assert member.roles == ["worker", "guide"]
    assert Authorisation.objects.get(membership=member).hall == hall
    assert events()[-1][0] == "account.changed"


@pytest.mark.parametrize("roles", [[], ["administrator", "worker"], ["kiosk"]])
def test_post_when_roles_do_not_fit_then_refused_in_words(admin, worker, roles):
    member = Membership.objects.get(user=worker)
    assert post(admin, member.pk, roles, worker).status_code == 200
    member.refresh_from_db()
    assert member.roles == ["worker"]


def test_post_when_it_is_ones_own_then_refused(admin):
    me = User.objects.get(username="admin")
    member = Membership.objects.get(user=me)
    answer = post(admin, member.pk, ["investigator"], me)
    assert answer.status_code == 200
    assert "另一位管理员" in answer.content.decode()
    assert (
        admin.post(f"/admin/people/membership/{member.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )


def test_post_when_somebody_becomes_administrator_then_they_may_come_in(admin, worker):
    member = Membership.objects.get(user=worker)
    client = Client()
    client.force_login(worker)
    post(admin, member.pk, ["administrator"], worker)
    assert client.get("/admin/").status_code == 200
    post(admin, member.pk, ["worker"], worker)
    assert client.get("/admin/", follow=True).status_code == 403


def test_account_when_added_then_without_rights_until_it_has_a_post(admin):
    answer = admin.post(
        "/admin/people/user/add/",
        {
            "username": "new1",
            "shown_name": "古丽·买买提",
            "staff_no": "7",
            "kind": "staff",
            "usable_password": "true",
            "password1": "chang-yi-dian-de-mi-ma",
            "password2": "chang-yi-dian-de-mi-ma",
        },
    )
    assert answer.status_code == 302, answer.context["errors"]
    client = Client()
    client.force_login(User.objects.get(username="new1"))
    assert client.get("/admin/", follow=True).status_code == 403
    assert "mi-ma" not in str(events())


def test_account_when_locked_then_an_administrator_unlocks_it(admin, worker):
    for _ in range(5):
        Client().post("/accounts/login/", {"login": "worker1", "password": "x"})
    admin.post("/admin/people/user/", {"action": "unlock_login", "_selected_action": [worker.pk]})
    again = Client().post("/accounts/login/", {"login": "worker1", "password": "x"})
    assert again.status_code == 200


def test_settings_of_the_hall_are_all_on_its_page(admin, hall):
    form = admin.get(f"/admin/places/hall/{hall.pk}/change/").context["adminform"].form
    named = {f.name for f in Hall._meta.fields} - {"id", "code", "demonstration"}
    assert named <= set(form.fields)


@pytest.fixture
def other():
    return make_hall("other")


def given_post(admin, user, roles=("worker",)):
    rows = {"authorisations-TOTAL_FORMS": 0, "authorisations-INITIAL_FORMS": 0}
    return admin.post(
        "/admin/people/membership/add/", {"user": user.pk, "roles": list(roles), **rows}
    )


def new_password(admin, user):
    return admin.post(
        f"/admin/people/user/{user.pk}/password/",
        {
            "usable_password": "true",
            "password1": "ta-de-mi-ma-bian-le",
            "password2": "ta-de-mi-ma-bian-le",
        },
    )


def test_account_of_another_hall_when_given_a_post_then_not_a_choice(admin, hall, other):
    theirs = make_account(other, "theirs", "manager")
    answer = given_post(admin, theirs)
    assert answer.status_code == 200
    assert "user" in answer.context["adminform"].form.errors
    assert not Membership.objects.filter(hall=hall, user=theirs).exists()
    found = admin.get(
        "/admin/autocomplete/?app_label=people&model_name=membership&field_name=user&term=their"
    )
    assert found.json()["results"] == []


def test_account_without_a_post_when_made_in_another_hall_then_not_here(admin, hall, other):
    theirs = User.objects.create(username="new2", made_in=other)
    nobodys = User.objects.create(username="new3")
    mine = User.objects.create(username="new4", made_in=hall)
    shown = set(admin.get("/admin/people/user/").context["cl"].queryset)
    assert mine in shown
    assert not {theirs, nobodys} & shown
    assert new_password(admin, theirs).status_code in (302, 404)
    theirs.refresh_from_db()
    assert not theirs.password
    assert given_post(admin, mine).status_code == 302
    assert given_post(admin, theirs).status_code == 200


def test_account_when_it_has_a_post_elsewhere_too_then_shown_and_left_alone(
    admin, hall, other, worker
):
    Membership.objects.create(hall=other, user=worker, roles=["worker"])
    before = User.objects.get(pk=worker.pk)
    page = f"/admin/people/user/{worker.pk}/change/"
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"username": "mine", "kind": "staff"}).status_code == 403
    assert new_password(admin, worker).status_code == 403
    worker.refresh_from_db()
    assert (worker.username, worker.password) == (before.username, before.password)


def test_password_when_of_ones_own_hall_then_set(admin, worker):
    before = worker.password
    assert new_password(admin, worker).status_code == 302
    worker.refresh_from_db()
    assert worker.password != before


def test_account_when_made_here_then_kept_here_until_it_has_a_post(admin, hall):
    test_account_when_added_then_without_rights_until_it_has_a_post(admin)
    made = User.objects.get(username="new1")
    assert made.made_in == hall
    assert given_post(admin, made).status_code == 302


def test_queue_when_stopped_while_its_name_is_corrected_then_it_stays_stopped(
    admin, hall, monkeypatch
):
    """The stop comes in after the form's row was read."""
    queue = Queue.objects.get(hall=hall, prefix="A")
    page = f"/admin/places/queue/{queue.pk}/change/"
    form = admin.get(page).context["adminform"].form
    given = {name: form[name].value() for name in form.fields} | {"name": "新名字"}
    whole = ModelForm.full_clean

    def stopped_meanwhile(self):
        whole(self)
        Queue.objects.filter(pk=queue.pk).update(stopped_at=now(), stopped_reason="停电")

    monkeypatch.setattr(ModelForm, "full_clean", stopped_meanwhile)
    with CaptureQueriesContext(connection) as asked:
        answer = admin.post(page, given)
    assert answer.status_code == 302, answer.context["errors"]
    queue.refresh_from_db()
    assert (queue.name, queue.stopped_reason) == ("新名字", "停电")
    assert any("FOR UPDATE" in q["sql"] and "places_queue" in q["sql"] for q in asked)
