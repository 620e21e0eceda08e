"""Events of kit itself."""

from .events import declare

REFUSED = declare("request.refused", "有人想做一件不允许的事，被拒绝")
