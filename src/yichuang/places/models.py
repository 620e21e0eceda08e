"""The hall as it is set up: what administrators keep. What moves during a day is in tickets."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.models import Item
from yichuang.kit.clock import zone_names
from yichuang.kit.ids import new_id

from .wording import place_words

# Who may come first of all (domain.md §5), each with the paper that proves it, '' for none.
FIRST_TIER = {
    "disabled": _("残疾人证"),
    "wheelchair": "",
    "pregnant": "",
    "infant": "",
    "over80": _("身份证"),
    "soldier": _("军人证件"),
    "veteran": _("优待证"),
    "military_family": _("优待证"),
    "bereaved": _("优待证"),
    "firefighter": _("消防救援人员证件"),
}


def first_tier() -> dict[str, str]:
    return {need: str(proof) for need, proof in FIRST_TIER.items()}


def known_zone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError(_("没有这个时区，要写成 Asia/Shanghai 这样。"))


class Hall(models.Model):
    """One service hall and its settings; the rules behind them are in domain.md §5 and §7."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    timezone = models.CharField(
        _("时区"), max_length=40, default="Asia/Shanghai", validators=[known_zone]
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("咨询电话"), max_length=40, blank=True)
    complaint_phone = models.CharField(_("投诉电话"), max_length=40, blank=True, default="12345")
    demonstration = models.BooleanField(_("演示大厅"), default=False)

    waiting_target = models.PositiveSmallIntegerField(_("等候承诺（分钟）"), default=20)
    level_yellow = models.PositiveSmallIntegerField(_("黄色（分钟）"), default=15)
    level_orange = models.PositiveSmallIntegerField(_("橙色（分钟）"), default=20)
    level_red = models.PositiveSmallIntegerField(_("红色（分钟）"), default=30)
    older_from = models.PositiveSmallIntegerField(
        _("老年人从几岁起"), default=65, choices=[(60, "60"), (65, "65"), (70, "70")]
    )
    older_head_start = models.PositiveSmallIntegerField(_("老年人提前（分钟）"), default=30)
    first_tier = models.JSONField(_("最先叫的人和证明"), default=first_tier, blank=True)
    alpha = models.FloatField(
        _("公平 0 … 快 1"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    pass_after_calls = models.PositiveSmallIntegerField(_("几次叫号后可过号"), default=3)
    pass_after_seconds = models.PositiveSmallIntegerField(_("多少秒后可过号"), default=60)
    pass_after_seconds_special = models.PositiveSmallIntegerField(
        _("特殊群体多少秒后可过号"), default=120
    )
    requeue_after_calls = models.PositiveSmallIntegerField(_("过号后隔几个号再叫"), default=3)
    agent_tickets = models.PositiveSmallIntegerField(_("代办人最多持号"), default=3)
    matters_per_ticket = models.PositiveSmallIntegerField(_("一个号最多几件事"), default=5)
    sounding_recalls = models.PositiveSmallIntegerField(_("出声重呼次数"), default=2)
    anonymous_per_hour = models.PositiveSmallIntegerField(
        _("同一手机或设备每小时最多取号"), default=6
    )
    failed_proofs_per_hour = models.PositiveSmallIntegerField(
        _("每个号每小时最多输错几次"),
        default=10,
        help_text=_("现场码或密钥，之后一小时不再受理"),
    )
    identity_hash_days = models.PositiveSmallIntegerField(_("证件摘要保留天数"), default=90)
    rating_hours = models.PositiveSmallIntegerField(_("评价可更正的小时数"), default=24)
    last_call_minutes = models.PositiveSmallIntegerField(
        _("关门前多少分钟提醒取号的人"), default=30, help_text=_("0 表示只在可能等不到时提醒")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("大厅")

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="zones")
    code = models.SlugField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=40)
    floor = models.CharField(_("楼层"), max_length=20)
    seat_hint = models.CharField(_("在哪里等"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("区")
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="zone_code")]

    def __str__(self) -> str:
        return place_words(self.floor, self.name)


class Queue(models.Model):
    """A line of numbers. A prefix belongs to one queue of a hall."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="queues")
    code = models.SlugField(_("代码"), max_length=20)
    prefix = models.CharField(
        _("号码前缀"), max_length=2, validators=[RegexValidator(r"^[A-Z]{1,2}$")]
    )
    name = models.CharField(_("名称"), max_length=40)
    voice_name = models.CharField(_("叫号时念作"), max_length=40)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="queues", verbose_name=_("区"))
    mean_minutes = models.FloatField(
        _("平均办理分钟"), default=10, validators=[MinValueValidator(0.5)]
    )
    stopped_at = models.DateTimeField(_("停号时间"), null=True, blank=True)
    stopped_reason = models.CharField(_("停号原因"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("队列")
        ordering = ["order", "prefix"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "code"], name="queue_code"),
            models.UniqueConstraint(fields=["hall", "prefix"], name="queue_prefix"),
            models.CheckConstraint(
                name="queue_prefix_letters", condition=Q(prefix__regex=r"^[A-Z]{1,2}$")
            ),
            models.CheckConstraint(
                name="queue_stop_has_reason",
                condition=Q(stopped_at=None) | ~Q(stopped_reason=""),
            ),
            models.CheckConstraint(name="queue_mean_positive", condition=Q(mean_minutes__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class Counter(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="counters")
    number = models.PositiveSmallIntegerField(_("窗口号"))
    name = models.CharField(_("名称"), max_length=40)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="counters", verbose_name=_("区"))
    direction = models.CharField(
        _("方向"),
        max_length=8,
        default="right",
        choices=[("left", _("往左走")), ("right", _("往右走")), ("ahead", _("往前走"))],
    )
    queues = models.ManyToManyField(Queue, through="CounterQueue", related_name="counters")

    class Meta:
        verbose_name = verbose_name_plural = _("窗口")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["hall", "number"], name="counter_number")]

    def __str__(self) -> str:
        return _("%(n)s 号窗口") % {"n": self.number}


class CounterQueue(models.Model):
    """What a counter is equipped for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+")
    counter = models.ForeignKey(Counter, models.CASCADE, related_name="equipment")
    queue = models.ForeignKey(
        Queue, models.PROTECT, related_name="equipment", verbose_name=_("队列")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("窗口可办队列")
        constraints = [
            models.UniqueConstraint(fields=["hall", "counter", "queue"], name="counter_queue")
        ]


class HallItem(models.Model):
    """An item this hall serves, and the queue it waits in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="hall_items")
    item = models.ForeignKey(
        Item, models.PROTECT, related_name="hall_items", verbose_name=_("事项")
    )
    queue = models.ForeignKey(
        Queue, models.PROTECT, related_name="hall_items", verbose_name=_("队列")
    )
    order = models.PositiveSmallIntegerField(_("常用顺序"), default=1000)
    handled_in = models.CharField(
        _("在哪里办"),
        max_length=10,
        blank=True,
        choices=[("", _("按目录")), ("here", _("本平台")), ("elsewhere", _("外部系统"))],
    )
    outside_link = models.URLField(_("外部系统地址"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("大厅事项")
        constraints = [models.UniqueConstraint(fields=["hall", "item"], name="hall_item")]
        indexes = [models.Index(fields=["hall", "order"], name="hall_item_order")]


class OpeningHours(models.Model):
    """Hours of one weekday (0 Monday … 6 Sunday); several rows make a lunch break."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(
        _("星期"),
        choices=list(enumerate([_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")])),
    )
    opens_minute = models.PositiveSmallIntegerField(_("开门（零点起分钟）"))
    closes_minute = models.PositiveSmallIntegerField(_("关门（零点起分钟）"))

    class Meta:
        verbose_name = verbose_name_plural = _("开放时间")
        ordering = ["weekday", "opens_minute"]
        constraints = [
            models.CheckConstraint(
                name="hours_in_order",
                condition=Q(opens_minute__lt=F("closes_minute")) & Q(closes_minute__lte=1440),
            ),
            models.CheckConstraint(name="hours_weekday", condition=Q(weekday__lte=6)),
        ]


class CalendarDay(models.Model):
    """A day that differs from its weekday: a statutory holiday or a make-up workday."""

    year = models.PositiveSmallIntegerField(_("年"))  # of the notice that names it
    day = models.DateField(_("日期"), primary_key=True)
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("说明"), max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历")
        ordering = ["day"]


class CalendarYear(models.Model):
    """A year whose notice of holidays was loaded; other years are provisional."""

    year = models.PositiveSmallIntegerField(_("年"), primary_key=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    loaded_at = models.DateTimeField(_("装入时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("已装入的年份")
        ordering = ["year"]
