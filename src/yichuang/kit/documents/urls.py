from django.urls import path

from . import views

urlpatterns = [
    path("", views.ask, name="document-ask"),
    path("<str:code>/", views.document, name="document"),
    path("<str:code>/document.pdf", views.document_pdf, name="document-pdf"),
    path("<str:code>/slip.png", views.document_png, name="document-png"),
]
