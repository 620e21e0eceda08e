"""Polling with ETags: a page that asks again and again is told 304 when nothing has changed."""

import re
from collections.abc import Callable
from hashlib import blake2s

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

# New with every rendering, and the old ones stay good: no reason to send the page again.
_FRESH = re.compile(rb'(name="(?:csrfmiddlewaretoken|_key)" value=")[^"]*')


class ConditionalGets:
    """Sets a weak ETag on parts of pages and API answers, and honours If-None-Match.

    Not on whole pages: a browser would show its old copy, with a `_key` that was used.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        polled = "HX-Request" in request.headers or request.path.startswith("/api/")
        plain = request.method == "GET" and response.status_code == 200 and not response.streaming
        if not (polled and plain) or response.has_header("ETag"):
            return response
        digest = blake2s(_FRESH.sub(rb"\1", response.content), digest_size=12).hexdigest()
        etag = "W/" + quote_etag(digest)
        response["ETag"] = etag
        found = get_conditional_response(request, etag=etag, response=response)
        return found if isinstance(found, HttpResponse) else response
