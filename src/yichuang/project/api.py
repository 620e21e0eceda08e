"""The API root: the only place that knows every router."""

from ninja import NinjaAPI

from yichuang.catalogue.api import router as items
from yichuang.cases.api import router as cases
from yichuang.feedback.api import router as ratings
from yichuang.kit.api.auth import Open
from yichuang.kit.api.problems import install
from yichuang.kit.documents.api import router as documents
from yichuang.live.api import router as live
from yichuang.places.api import router as places
from yichuang.tickets.api import router as tickets

from .api_halls import router as halls

api = NinjaAPI(
    title="Yichuang 一窗",
    version="1",
    urls_namespace="api-v1",
    auth=Open(),
    docs_url=None,
)
install(api)
for router in (halls, items, places, tickets, cases, ratings, live, documents):
    api.add_router("", router)
