"""The flows as pictures: docs/flows is generated from the tables and checked for freshness."""

from django.utils import translation

from yichuang.cases.flow import FLOW as CASE
from yichuang.kit.flow import Flow
from yichuang.tickets.flow import FLOW as TICKET


def charts() -> dict[str, str]:
    """File name without ending → Markdown."""
    with translation.override("zh-hans"):
        return {flow.name: _page(flow) for flow in (TICKET, CASE)}


def _page(flow: Flow) -> str:
    rows = [
        f"| {t.action} | {', '.join(t.sources)} | {t.target} | {t.permission} |"
        f" {'yes' if t.needs_reason else ''} |"
        for ts in flow.table.values()
        for t in ts
    ]
    return "\n".join(
        [
            f"# {flow.name}",
            "",
            "Generated from `flow.py` by `yichuang charts`; do not edit.",
            "",
            "```mermaid",
            flow.chart().rstrip(),
            "```",
            "",
            "| action | from | to | permission | reason |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
