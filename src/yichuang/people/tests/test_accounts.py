"""Who asks, and logging in."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.messages import get_messages
from django.test import Client

from yichuang.kit.actors import SYSTEM, citizen
from yichuang.kit.clock import now
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Unauthorized
from yichuang.kit.models import Event
from yichuang.people.models import ApiToken, Authorisation, Membership, User
from yichuang.people.queries import actor_for_token, actor_for_user
from yichuang.people.roles import ROLES, permissions_of
from yichuang.people.rules import why_roles_do_not_fit
from yichuang.people.services import add_account, make_token
from yichuang.places.models import Counter, Queue
from yichuang.places.tests.factories import make_hall

from .factories import PASSWORD, make_account

pytestmark = pytest.mark.django_db
HOME = "/accounts/home/"


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def worker(hall):
    return make_account(hall, "worker1", "worker", queues=Queue.objects.filter(hall=hall))


def log_in(password=PASSWORD, username="worker1", client=None):
    return (client or Client()).post("/accounts/login/", {"login": username, "password": password})


def test_account_when_added_then_authorised_and_with_the_permissions_of_its_role(hall, worker):
    actor = actor_for_user(worker)
    assert actor.permissions == permissions_of(["worker"])
    assert (actor.kind, actor.ref, actor.hall_id) == ("staff", "staff:worker1", hall.id)
    assert Authorisation.objects.filter(membership_id=actor.membership_id).count() == 2
    assert Event.objects.filter(name="account.added", hall_id=hall.id).count() == 1


def test_account_when_there_already_then_left_as_it_is(hall, worker):
    again = {"actor": SYSTEM, "now": now(), "hall": hall, "username": "worker1"}
    assert add_account(**again, name="别人", roles=["manager"], password="x") is None
    assert actor_for_user(User.objects.get()).name == "姓名worker1"


def test_account_when_a_stranger_adds_it_then_refused(hall):
    with pytest.raises(Unauthorized):
        add_account(
            actor=citizen("d"),
            now=now(),
            hall=hall,
            username="x",
            name="x",
            roles=["worker"],
            password="x",
        )
    assert not User.objects.exists()


def test_token_when_made_then_names_its_account_in_one_statement(
    hall, worker, django_assert_num_queries
):
    token = make_token(actor=SYSTEM, now=now(), username="worker1")
    with django_assert_num_queries(1):
        actor = actor_for_token(token, now())
    assert actor == actor_for_user(worker)
    assert token not in ApiToken.objects.get().hash


@pytest.mark.parametrize("case", ["unknown", "expired", "locked"])
def test_token_when_it_is_no_longer_good_then_nobody(hall, worker, case):
    token = make_token(actor=SYSTEM, now=now(), username="worker1", days=1)
    at = now() + (timedelta(days=2) if case == "expired" else timedelta())
    if case == "locked":
        User.objects.update(is_active=False)
    assert actor_for_token("x" if case == "unknown" else token, at) is None


@pytest.mark.parametrize("roles", [["administrator", "worker"], ["kiosk"], []])
def test_account_when_its_roles_do_not_fit_then_refused(hall, roles):
    with pytest.raises(Invalid, match="roles_do_not_fit"):
        make_account(hall, "worker9", *roles)
    assert not User.objects.exists()


def test_token_when_an_administrator_makes_it_then_for_accounts_of_the_own_hall_alone(hall, worker):
    other = make_hall("other")
    make_account(other, "theirs", "worker")
    admin = actor_for_user(make_account(hall, "admin", "administrator"))
    assert make_token(actor=admin, now=now(), username="worker1")
    with pytest.raises(NotFound):
        make_token(actor=admin, now=now(), username="theirs")
    Membership.objects.create(hall=other, user=worker, roles=["worker"])
    with pytest.raises(NotFound):
        make_token(actor=admin, now=now(), username="worker1")
    for who in (actor_for_user(worker), citizen("d")):
        with pytest.raises((Forbidden, Unauthorized)):
            make_token(actor=who, now=now(), username="theirs")
    assert ApiToken.objects.count() == 1


def test_token_when_for_nobody_then_refused():
    with pytest.raises(NotFound):
        make_token(actor=SYSTEM, now=now(), username="nobody")


def test_session_when_a_page_is_asked_then_the_actor_costs_three_statements(
    hall, worker, django_assert_max_num_queries
):
    client = Client()
    client.force_login(worker)
    with django_assert_max_num_queries(3):  # session, account, membership
        assert (
            client.post("/api/v1/live-token", {}, content_type="application/json").status_code
            == 422
        )


def test_login_when_the_password_is_right_then_to_the_place_of_work(worker):
    answer = log_in()
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert Event.objects.get(stream="access").name == "login.succeeded"


@pytest.mark.parametrize(
    ("roles", "kind", "place"),
    [
        (["worker"], "staff", "/desk/"),
        (["guide"], "staff", "/floor/"),
        (["manager"], "staff", "/office/"),
        (["administrator"], "staff", "/admin/"),
        (["auditor"], "staff", "/office/events/"),
        (["investigator"], "staff", "/office/ratings/"),
        (["worker", "approver"], "staff", "/desk/"),
        (["worker", "guide"], "staff", HOME),
        (["approver"], "staff", HOME),
        (["editor"], "staff", HOME),
        (["kiosk"], "machine", "/kiosk/hall/"),
        (["board"], "machine", "/board/hall/"),
        (["second"], "machine", HOME),
    ],
)
def test_login_when_of_any_role_then_to_a_page_that_opens(hall, roles, kind, place):
    add_account(
        actor=SYSTEM,
        now=now(),
        hall=hall,
        username="worker1",
        name="王芳",
        roles=roles,
        password=make_password(PASSWORD),
        kind=kind,
    )
    client = Client()
    answer = log_in(client=client)
    assert answer["Location"] == place.replace("hall/", f"{hall.code}/")
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert not list(get_messages(page.wsgi_request)), "no word of what is seen anyway"


def test_login_when_a_second_screen_stands_somewhere_then_there(hall):
    counter = Counter.objects.filter(hall=hall).first()
    user = make_account(hall, "worker1", "second", kind="machine")
    Membership.objects.filter(user=user).update(counter=counter)
    assert log_in()["Location"] == f"/second/{counter.number}/"


def test_home_when_the_screen_is_not_built_then_says_who_one_is_and_what_opens(hall):
    make_account(hall, "worker1", "editor")
    client = Client()
    page = log_in(client=client)
    text = client.get(page["Location"]).content.decode()
    for shown in ("姓名worker1", hall.name, "目录编辑", "还没有做好", 'href="/items/"', "退出登录"):
        assert shown in text
    assert 'href="/desk/"' not in text and 'href="/admin/"' not in text
    for address in ("/items/", "/accounts/password/change/", "/accounts/2fa/"):
        assert client.get(address, follow=True).status_code == 200
        assert address in text


def test_home_when_of_an_approver_then_told_to_choose_the_name_as_the_form_asks(hall):
    make_account(hall, "worker1", "approver")
    client = Client()
    text = client.get(log_in(client=client)["Location"]).content.decode()
    assert "在“谁批准的”里选您的姓名" in text and "填您的姓名" not in text


def test_home_when_a_second_screen_stands_nowhere_then_told_what_to_set_and_no_password_offered(
    hall,
):
    user = make_account(hall, "worker1", "second", kind="machine")
    client = Client()
    text = client.get(log_in(client=client)["Location"]).content.decode()
    assert "还没有设窗口" in text and "管理员" in text and "退出登录" in text
    for other in ("改密码", "两步登录", "/second/", '<p class="body"></p>'):
        assert other not in text
    counter = Counter.objects.filter(hall=hall).first()
    Membership.objects.filter(user=user).update(counter=counter)
    text = client.get(HOME).content.decode()
    assert "请群众评价" in text and "还没有设窗口" not in text
    assert f'href="/second/{counter.number}/"' in text


@pytest.mark.parametrize("role", sorted(ROLES))
def test_home_when_of_any_role_then_says_what_it_does(hall, role):
    kind = "machine" if role in ("kiosk", "board", "second") else "staff"
    make_account(hall, "worker1", role, kind=kind)
    client = Client()
    log_in(client=client)
    page = client.get(HOME)
    assert [name for name, deed in page.context["roles"] if deed] == [str(ROLES[role])]


def test_home_when_several_roles_then_one_chooses(hall):
    make_account(hall, "worker1", "worker", "guide")
    client = Client()
    text = client.get(log_in(client=client)["Location"]).content.decode()
    assert 'href="/desk/"' in text and 'href="/floor/"' in text


def test_home_when_without_a_post_then_told_whom_to_ask_and_a_stranger_logs_in():
    User.objects.create_user("worker1", password=PASSWORD)
    client = Client()
    assert client.get(HOME)["Location"].startswith("/accounts/login/")
    assert "还没有岗位" in client.get(log_in(client=client)["Location"]).content.decode()


def test_login_when_wrong_five_times_then_locked_even_with_the_right_password(worker):
    for _ in range(4):
        assert log_in("wrong").status_code == 200
    assert log_in("wrong").status_code == 429
    locked = log_in()
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    names = list(Event.objects.filter(stream="access").values_list("name", flat=True))
    assert names.count("login.locked") >= 1
    assert names.count("login.failed") >= 4


def test_login_when_another_account_is_locked_then_mine_is_not(hall, worker):
    make_account(hall, "worker2", "worker")
    for _ in range(6):
        log_in("wrong", "worker2")
    assert log_in().status_code == 302


def test_failure_when_the_name_is_nobodys_then_not_recorded_by_name():
    log_in("x", "my-password-by-mistake")
    event = Event.objects.get(name="login.failed")
    assert event.subject == "unknown"
    assert "mistake" not in str(event.data)


def test_login_page_when_opened_then_in_words_and_without_sign_up(client):
    page = client.get("/accounts/login/").content.decode()
    assert 'name="login"' in page
    assert "signup" not in page


def test_pages_of_others_when_nobody_is_logged_in_then_lead_to_no_post(worker):
    for page in ("password/reset/", "signup/"):
        answer = Client().get(f"/accounts/{page}")
        assert (answer.status_code, "我的岗位" in answer.content.decode()) == (200, False)
    client = Client()
    log_in(client=client)
    assert f'href="{HOME}"' in client.get("/accounts/password/change/").content.decode()


def test_second_factor_when_logged_in_then_it_can_be_set_up(worker):
    client = Client()
    log_in(client=client)
    answer = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert answer.status_code == 200


# The work of approvers and auditors comes with later issues.
@pytest.mark.parametrize("role", sorted(set(ROLES) - {"approver", "auditor"}))
def test_role_when_declared_then_it_may_do_something(role):
    assert permissions_of([role])


def test_role_when_unknown_then_it_may_do_nothing():
    assert permissions_of(["emperor"]) == frozenset()


@pytest.mark.parametrize(
    ("roles", "kind", "fits"),
    [
        (["worker", "guide"], "staff", True),
        (["administrator"], "staff", True),
        (["administrator", "worker"], "staff", False),
        (["auditor", "manager"], "staff", False),
        (["investigator", "worker"], "staff", False),
        ([], "staff", False),
        (["kiosk"], "machine", True),
        (["kiosk", "worker"], "machine", False),
        (["kiosk"], "staff", False),
    ],
)
def test_roles_when_held_together_then_separate_powers_stay_separate(roles, kind, fits):
    assert (why_roles_do_not_fit(roles, kind) is None) == fits
