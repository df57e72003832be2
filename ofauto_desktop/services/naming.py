"""Names that a person gives to queues, views and marks."""

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.planning import LONGEST_NAME


def cleaned(text: str, what: str) -> str:
    """The name without white space around and doubled within. Raises BadInput for an empty or a long one."""
    name = " ".join(text.split())
    if not name:
        raise BadInput(f"{what} needs a name")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"the name of {what} has at most {LONGEST_NAME} characters")
    return name
