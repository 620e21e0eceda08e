"""The API root: the only place that knows every router."""

from yichuang.cases.api import router as cases
from yichuang.catalogue.api import router as items
from yichuang.feedback.api import router as ratings
from yichuang.kit.api.contract import Api
from yichuang.kit.documents.api import router as documents
from yichuang.live.api import router as live
from yichuang.places.api import router as places
from yichuang.tickets.api import router as tickets

from .api_halls import router as halls

api = Api(title="Yichuang 一窗", version="1", urls_namespace="api-v1", docs_url=None)
# The busiest first: routes are tried in this order.
for router in (tickets, cases, ratings, live, halls, items, places, documents):
    api.add_router("", router)
