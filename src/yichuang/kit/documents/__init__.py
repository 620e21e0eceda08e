"""Documents: typesetting, numbers, hashes and verification. Knows no kind of document.

Public: `kinds` (declare_kind, Kind), `services` (issue_document, void_document, render_pdf,
render_png), `queries` (verify), `typesetting` (pdf, png), `fonts` (printable), `qr` (svg).
"""
