"""Devices of a hall that the server itself reaches."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from yichuang.kit.ids import new_id
from yichuang.places.models import Hall, Zone


class Printer(models.Model):
    """`driver` is the name of an entry point of the group yichuang.printers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="printers")
    name = models.CharField(_("名称"), max_length=60)
    driver = models.CharField(_("驱动"), max_length=40, default="network_escpos")
    host = models.CharField(_("地址"), max_length=253)
    port = models.PositiveIntegerField(
        _("端口"), default=9100, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    machine = models.CharField(
        _("哪台机器用"), max_length=150, blank=True, default="", help_text=_("如 kiosk1")
    )
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, verbose_name=_("区"))
    enabled = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("打印机")
        constraints = [
            models.UniqueConstraint(fields=["hall", "name"], name="printer_name"),
            models.CheckConstraint(
                condition=models.Q(port__gte=1, port__lte=65535), name="printer_port"
            ),
        ]

    def __str__(self) -> str:
        return self.name
