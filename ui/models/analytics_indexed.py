"""Lines of different size on one scale, so that their shapes can be compared (E7). Pure; no Qt."""

from ui.models.charting import Series


def indexed(series: Series, *, level: bool) -> Series:
    """100 is the first known day of a level, or the average known day of what is gained each day; unknown where that is 0."""
    known = [value for _, value in series.points if value is not None]
    base = (known[0] if level else sum(known) / len(known)) if known else 0
    points = tuple((day, None if value is None or base <= 0 else value / base * 100) for day, value in series.points)
    return Series(series.name, points, series.unit)
