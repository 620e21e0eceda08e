"""Forms as a browser sends them: with the hidden fields that stand in the page."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and found.get("type") == "hidden" and self.forms:
            self.forms[-1][found["name"]] = found.get("value", "")


def hidden_fields(page: bytes, name: str = "_key") -> dict[str, str]:
    """Of the first form with a hidden field of this name."""
    parser = _Forms()
    parser.feed(page.decode())
    return next(form for form in parser.forms if name in form)
