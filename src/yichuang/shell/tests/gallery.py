"""Example pages of every audience, drawn with the components and made-up words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext
from django.template.engine import Engine
from django.test import RequestFactory

from yichuang.shell.context import shell as shell_context

HALL = {"name": "清河区政务服务大厅"}
CITIZEN = ("guide", "ticket-wait", "ticket-turn", "question", "list", "login", "error")
STAFF = ("desk", "mini", "dash")
SCREENS = ("kiosk", "kiosk-phone", "display", "display-two", "strip")
ALL = (*CITIZEN, *STAFF, *SCREENS)
SIZES = {
    "desk": (1366, 768),
    "mini": (320, 200),
    "dash": (1366, 768),
    "kiosk": (1080, 1920),
    "kiosk-phone": (1080, 1920),
    "display": (1920, 1080),
    "display-two": (1920, 1080),
    "strip": (1920, 540),
}


def rows(names: str, *values: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(zip(names.split(), value, strict=False)) for value in values]


class Example(forms.Form):
    reason = forms.ChoiceField(
        label="您为什么换证",
        widget=forms.RadioSelect,
        choices=[("due", "快到期了"), ("name", "改了名字"), ("bad", "证坏了")],
    )
    phone = forms.CharField(label="手机号", error_messages={"required": "请填手机号"})
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea)


class Login(forms.Form):
    login = forms.CharField(label="账号")
    password = forms.CharField(label="密码", widget=forms.PasswordInput)


def two_calls() -> list[dict[str, Any]]:
    return rows(
        "number counter way icon",
        ("A036", 3, "往右走", "arrow-right"),
        ("K010", 12, "上二楼", "stairs-up"),
    )


def bars() -> dict[str, Any]:
    values = (
        ("社保", 38, "等 12 人，开 3 窗"),
        ("身份证", 18, "等 7 人，开 4 窗"),
        ("不动产", 15, "等 3 人，开 2 窗"),
        ("市场监管", 11, "等 9 人，开 5 窗"),
        ("公积金", 6, "等 2 人，开 2 窗"),
    )
    made = []
    for place, (label, minutes, note) in enumerate(values):
        end = 100 + minutes * 16
        made.append(
            {
                "y": 4 + 31 * place,
                "text_y": 20 + 31 * place,
                "width": minutes * 16,
                "label": label,
                "value": minutes,
                "note": note,
                "bad": minutes > 20,
                "value_x": end + 8,
                "note_x": end + 32 if minutes > 20 else 428,
            }
        )
    return {
        "height": 172,
        "bars": made,
        "summary": "社保 38 分钟，承诺 20 分钟",
        "promise_x": 420,
        "promise_y": 154,
        "promise_text_y": 169,
        "promise_label": "承诺 20 分钟",
    }


def words() -> dict[str, Any]:
    """The text of the mock-ups, in the shapes that the parts take."""
    return {
        "hall": HALL,
        "back_url": "#",
        "back_label": "户籍与身份证",
        "status": 404,
        "help_url": "#",
        "low_url": "#",
        "form": Example({}),
        "nav": rows(
            "label url current",
            ("现况", "#", True),
            ("窗口", "#"),
            ("超时办件", "#"),
            ("好差评", "#"),
            ("报表", "#"),
        ),
        "tiles": rows(
            "label value unit before",
            ("现在约等", 12, "分钟"),
            ("前面还有", 7, "人"),
            ("办理窗口", "3-6", "号", "二楼"),
        ),
        "waits": rows("label value unit", ("前面最多", 2, "人"), ("大约再等", "4-9", "分钟")),
        "points": rows(
            "icon title text",
            ("home", "户口在本市", "外地户口也能办，另带居住证"),
            ("id", "旧证还在手边", "丢了请办“挂失补领”"),
            ("user", "本人能到场", "要按指纹。来不了可约上门办"),
        ),
        "waiting": rows(
            "icon title text",
            ("map-pin", "请到二楼东区等", "离 3-6 号窗口近，可以坐"),
            ("camera", "先把相片拍了", "二楼自助拍照机，约 3 分钟"),
            ("id", "拿好旧居民身份证", "原件，窗口核验后交回"),
            ("bell", "前面剩 1 人时会震动提醒", "没开通知的，发短信"),
        ),
        "turn": rows(
            "icon title text",
            ("id", "拿好旧居民身份证", "原件，窗口核验后交回"),
            ("help", "找不到窗口", "问穿红马甲的导办"),
        ),
        "bring": rows("title text tag kind", ("旧居民身份证", "原件，核验后交回", "必带", "blue")),
        "leave": rows(
            "title text tag kind",
            ("相片", "二楼自助拍，不收费", "现场拍", "green"),
            ("户口簿", "窗口联网核对", "免提交", "green"),
        ),
        "facts": rows(
            "label value",
            ("跑几次", "1 次，可邮寄"),
            ("窗口办理", "约 8 分钟"),
            ("工本费", "20 元"),
            ("多久拿证", "20 个工作日内"),
        ),
        "steps": rows(
            "title text",
            ("取号", "手机、自助机、导办台都可以"),
            ("二楼拍照", "等号时先拍，约 3 分钟"),
            ("到窗口核验、按指纹", "听到叫号再过去，过号保留 3 个号"),
            ("取证或收邮件", "短信通知，凭回执领取"),
        ),
        "folds": rows(
            "title text",
            ("替老人、孩子来办", "未满 16 周岁由监护人陪同。"),
            ("急着用证", "可同时办临时身份证。"),
            ("听不见、看不清、坐轮椅", "导办台有手语视频、低位窗口，不用排队等。"),
        ),
        "answers": rows(
            "label value url", ("办什么", "身份证换领", "#"), ("手机号", "", "#"), ("号", "A036")
        ),
        "tasks": rows(
            "title text tag kind url",
            ("填换领原因", "", "已填", "green", "#"),
            ("拍相片", "二楼自助拍照机", "还没做", "blue", "#"),
            ("到窗口按指纹", "", "还不能做", "line"),
        ),
        "links": rows(
            "title text url",
            ("居民身份证到期换领", "约 8 分钟", "#"),
            ("居民身份证挂失补领", "约 10 分钟", "#"),
        ),
        "levels": rows(
            "value label icon",
            (5, "非常满意", "mood-happy"),
            (4, "满意", "mood-smile"),
            (3, "基本满意", "mood-empty"),
            (2, "不满意", "mood-sad"),
            (1, "非常不满意", "mood-cry"),
        ),
        "popular": rows(
            "name wait",
            ("身份证", "10-15"),
            ("社保参保", "20-30"),
            ("居住证", "6-10"),
            ("不动产登记", "12-18"),
            ("公积金", "4-8"),
        ),
        "calls": two_calls()[:1],
        "last": rows(
            "number counter",
            *(("K009", 12), ("A035", 5), ("H104", 8), ("A034", 4), ("Y011", 6), ("K008", 11)),
        ),
        "queues": rows("name waiting", ("身份证", 7), ("社保", 12), ("不动产", 3)),
        "kpi": rows(
            "label value unit text bad",
            ("正在等", 33, "人", "上周一这时 28 人"),
            ("最久等了", 38, "分钟", "承诺 20 分钟内", True),
            ("开着的窗口", 16, "/ 24", "3 个暂停，5 个未开"),
            ("今天办结", 316, "件", "其中当场办结 287 件"),
            ("今天差评", 1, "条", "还没联系群众"),
        ),
        "bars": bars(),
        "todo": rows(
            "title text link url",
            (
                "社保区加开窗口",
                "12 人在等，最久 38 分钟。9 号、11 号可调。",
                "开 9 号和 11 号",
                "#",
            ),
            ("7 号窗口暂停了 26 分钟", "刘洋，原因没填。", "问一下", "#"),
            ("差评还有 21 分钟要联系", "“跑了两趟，第一次没说。”不动产。", "去处理", "#"),
        ),
        "queue": rows(
            "number what tag kind wait next",
            ("A040", "身份证换领", "孕妇", "line", "", True),
            ("A031", "居住证签注", "过号回来", "line"),
            ("A037", "身份证换领", "", "", "18 分"),
            ("A038", "户口迁移", "", "", "15 分"),
            ("Y012", "身份证首领", "预约 14:40", "blue"),
            ("A039", "身份证换领", "", "", "11 分"),
            ("A041", "临时身份证", "", "", "4 分"),
        ),
        "papers": rows(
            "key id name text value current",
            ("1", "m1", "旧居民身份证", "原件，收回剪角", "checked"),
            ("2", "m2", "数字相片", "14:21 自助拍摄，已回传", "required", True),
            ("3", "m3", "户口簿", "人口库已核，免提交", "waived"),
        ),
        "marks": rows(
            "value label tone",
            ("checked", "已收", "yes"),
            ("waived", "免交", "yes"),
            ("rejected", "缺", "no"),
        ),
    }


ENGINE = Engine(
    dirs=[str(Path(__file__).parent / "templates")],
    app_dirs=True,
    libraries={
        "shell": "yichuang.shell.templatetags.shell",
        "static": "django.templatetags.static",
        "i18n": "django.templatetags.i18n",
        "django_htmx": "django_htmx.templatetags.django_htmx",
    },
)


def page(name: str, mode: str = "std") -> str:
    request = RequestFactory().get("/", {"mode": mode})
    request.user = AnonymousUser()
    values = {**shell_context(request), **words()}
    if name == "login":
        values["form"] = Login()
    if name == "display-two":
        values["calls"] = two_calls()
    template = "shell/error.html" if name == "error" else f"examples/{name}.html"
    return ENGINE.get_template(template).render(RequestContext(request, values))
