"""Routes of the desk."""

from django.urls import path

from .views import cases, pages, papers, scanning, tickets

urlpatterns = [
    path("", pages.desk, name="desk"),
    path("line/", pages.line, name="desk-line"),
    path("pause/", pages.leaving, name="desk-leave"),
    path("scan/", scanning.scan, name="desk-scan"),
    path("test-page/", pages.paper_test, name="desk-test-page"),
    path("print/<slug:code>/", pages.print_document, name="desk-print"),
    path("open/", tickets.open_counter, name="desk-open"),
    path("rest/", tickets.leave, {"how": "pause"}, name="desk-pause"),
    path("close/", tickets.leave, {"how": "close"}, name="desk-close"),
    path("call/", tickets.call, name="desk-call"),
    path("ticket/<str:ticket>/start/", tickets.start, name="desk-start"),
    path("ticket/<str:ticket>/finish/", tickets.finish, name="desk-finish"),
    path("ticket/<str:ticket>/transfer/", tickets.transfer, name="desk-transfer"),
    path("ticket/<str:ticket>/item/", tickets.item, name="desk-item"),
    path("ticket/<str:ticket>/mark/", cases.mark, name="desk-mark"),
    path("ticket/<str:ticket>/all/", cases.all_received, name="desk-all"),
    path("ticket/<str:ticket>/answers/", cases.answers, name="desk-answers"),
    path("ticket/<str:ticket>/party/", cases.party, name="desk-party"),
    path("ticket/<str:ticket>/full/", cases.in_full, name="desk-full"),
    path("ticket/<str:ticket>/history/", cases.history, name="desk-history"),
    path("ticket/<str:ticket>/sheet/", papers.sheet, name="desk-sheet"),
    path("ticket/<str:ticket>/outside/", cases.outside, name="desk-outside"),
    path("ticket/<str:ticket>/receive/", papers.receive, name="desk-receive"),
    path("ticket/<str:ticket>/complete/", papers.complete, name="desk-complete"),
    path("ticket/<str:ticket>/<slug:action>/", tickets.act, name="desk-act"),
]
