"""One measured figure, beside its reference."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Row:
    """`target` and `met` are null where a figure is only told."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    reference_name: str = ""
    target: float | None = None
    at_most: bool = True
    note: str = ""
    measured: float | None = None  # compared with the reference where `value` is another figure

    @property
    def ratio(self) -> float | None:
        measured = self.value if self.measured is None else self.measured
        return measured / self.reference if self.reference else None

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target

    def as_dict(self) -> dict[str, object]:
        kept = asdict(self)
        del kept["at_most"], kept["measured"]
        return {**kept, "ratio": self.ratio, "met": self.met}


def table(rows: list[Row]) -> str:
    head = (
        f"{'figure':<34}{'value':>12} {'unit':<10}{'reference':>12}{'ratio':>9}{'target':>9}  met"
    )
    lines = [head, "-" * len(head)]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        reference = f"{row.reference:.4g}" if row.reference is not None else ""
        target = f"{'≤' if row.at_most else '≥'} {row.target:g}" if row.target is not None else ""
        met = {True: "yes", False: "NO", None: ""}[row.met]
        lines.append(
            f"{row.name:<34}{row.value:>12.4g} {row.unit:<10}{reference:>12}{ratio:>9}"
            f"{target:>9}  {met}  {row.reference_name} {row.note}".rstrip()
        )
    return "\n".join(lines)


def save(rows: list[Row], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([r.as_dict() for r in rows], ensure_ascii=False, indent=1))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
