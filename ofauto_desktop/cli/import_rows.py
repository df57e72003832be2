"""The row shapes of what comes in by a file (cli.md, "Row shapes")."""

from dataclasses import asdict
from typing import Any

from ofauto_desktop.cli.rows import instant
from ofauto_desktop.domain.books import CsvTable, ImportBatch, ImportForm, ImportPreview, LineState


def import_preview(table: CsvTable, form: ImportForm, preview: ImportPreview) -> dict[str, Any]:
    """What an import would do: counts, sums of the new lines, and each wrong cell by its line in the file."""
    return {
        "file": table.name,
        "columns": {field.value: table.columns[at] for field, at in form.columns.items()},
        **{state.value: preview.count(state) for state in LineState},
        "sums": [asdict(one) for one in preview.sums],
        "problems": [
            {"line": line.number + 2, "field": field.value, "problem": wrong.value}
            for line in preview.lines
            for field, wrong in line.problems.items()
        ],
    }


def import_batch(of: ImportBatch) -> dict[str, Any]:
    return {"id": of.id, "kind": of.kind.value, "name": of.name, "lines": of.rows, "at": instant(of.created_at)}
