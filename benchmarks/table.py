"""One line a measurement, and the table that the README shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`ours` and `beside` in `unit`; the bar is on their ratio, or on `ours` itself where there is nothing beside."""

    what: str
    ours: float
    unit: str
    bar: float
    beside: float | None = None
    beside_name: str = ""

    @property
    def measured(self) -> float:
        return self.ours if self.beside is None else self.ours / self.beside

    @property
    def holds(self) -> bool:
        return self.measured <= self.bar


def markdown(lines: list[Line]) -> str:
    rows = ["| what | ours | beside | ratio | bar | |", "|---|---|---|---|---|---|"]
    for line in lines:
        beside = "" if line.beside is None else f"{line.beside:.3g} {line.unit} ({line.beside_name})"
        ratio = "" if line.beside is None else f"{line.measured:.2f}"
        bar = f"≤ {line.bar:g}{'×' if line.beside is not None else f' {line.unit}'}"
        held = "held" if line.holds else "**missed**"
        rows.append(f"| {line.what} | {line.ours:.3g} {line.unit} | {beside} | {ratio} | {bar} | {held} |")
    return "\n".join(rows)
