"""The API root: the only place that knows every router."""

from ninja import NinjaAPI

from yichuang.kit.api.auth import Open
from yichuang.kit.api.problems import install
from yichuang.tickets.api import router as tickets

api = NinjaAPI(
    title="Yichuang 一窗",
    version="1",
    urls_namespace="api-v1",
    auth=Open(),
    docs_url=None,
)
install(api)
api.add_router("", tickets)
