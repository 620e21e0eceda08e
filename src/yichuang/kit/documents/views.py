"""Pages of a printed document: whoever holds the code may verify it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yichuang.kit.api.auth import identify
from yichuang.kit.clock import moment_words, now
from yichuang.kit.errors import NotFound
from yichuang.kit.web import actor_of, public

from . import queries, services
from .codes import spoken


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Typed by hand: the code as it stands on the paper."""
    code = request.GET.get("code", "").strip()
    if not code:
        return render(request, "kit/ask_code.html", {"code": "", "unknown": False})
    try:
        found = queries.get_document(code)
    except NotFound:
        context = {"code": code[:40], "unknown": True}
        return render(request, "kit/ask_code.html", context, status=404)
    return redirect("document", code=found.code)


@public
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.verify(code)
    shown = queries.may_read(actor_of(request), found.document)
    context = {"found": found, "document": found.document, "code": spoken(found.document.code)}
    context["issued_at"] = moment_words(found.issued_at, found.document.zone)
    context["papers"] = found.papers if shown else ()
    response = render(request, "kit/document.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


@public
@require_safe
def document_pdf(request: HttpRequest, code: str) -> HttpResponse:
    at = now()
    found = queries.read_document(actor=identify(request), now=at, code=code)
    made = services.render_pdf(found, now=at, paper=request.GET.get("paper", ""))
    return _file(made, "application/pdf", f"{found.kind}-{found.code}.pdf")


@public
@require_safe
def document_png(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.read_document(actor=identify(request), now=now(), code=code)
    return _file(services.render_png(found), "image/png", f"{found.kind}-{found.code}.png")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(data, content_type=kind, headers=headers)
