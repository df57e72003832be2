"""A site's flow, walked step by step: what a person would do, as the site's data say it."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from connectors.browser.answers import Answer
from connectors.browser.look import Look
from connectors.browser.sites import Step
from connectors.browser.tab import Tab
from connectors.errors import ConnectorError, OutcomeUnknown
from connectors.http import last_word

if TYPE_CHECKING:
    from playwright.async_api import FilePayload, Locator

# Texts to fill in and files to choose, by the names that steps give them.
Values = Mapping[str, "str | Sequence[FilePayload]"]


async def walk(tab: Tab, look: Look, flow: str, values: Values, *, address: str) -> Answer | None:
    """Walk `flow`; `address` is the site's. Gives the answer to its last click, where its data name one.

    Until that click nothing is published: whatever fails before (LayoutChanged, Temporary …) may be tried again. From it
    on, every way to lose its answer raises OutcomeUnknown. An answer's status is never an error here.
    """
    for step in look.site.flows[flow]:
        if step.answer is not None:
            return await _last(tab, look, step, step.answer)
        with tab.translated():
            await _take(tab, look, step, values, address)
    return None


async def _take(tab: Tab, look: Look, step: Step, values: Values, address: str) -> None:
    if step.page is not None:
        await tab.page.goto(f"{address.rstrip('/')}{step.page}")
        return
    element = str(step.element)
    if step.maybe and not await look.shows(element):
        return
    found = await look.find(element, patience=step.patience)
    if step.do == "click":
        await found.click()
    elif step.do == "fill":
        await found.fill(str(values[str(step.value)]))
    elif step.do == "choose":
        await _choose(tab, found, values[str(step.value)])


async def _choose(tab: Tab, found: "Locator", files: "str | Sequence[FilePayload]") -> None:
    """Through the dialog, as some sites start to upload only then (fansly.md §5). From memory: no file lies on the disk."""
    if isinstance(files, str):
        message = "files are wanted here, not a text"
        raise TypeError(message)
    async with tab.page.expect_file_chooser() as chooser:
        await found.click()
    await (await chooser.value).set_files(list(files))


async def _last(tab: Tab, look: Look, step: Step, path: str) -> Answer:
    """The one click that cannot be taken back."""
    with tab.translated():
        found = await look.find(str(step.element), patience=step.patience)
        await found.click(trial=True)  # it can be clicked; had it to be waited for below, its failure would say nothing
    async with tab.answers(re.escape(path)) as answers:
        if (ask := last_word.get()) is not None:
            ask()
        with tab.translated(publishing=True):
            await found.click()
        try:
            while (answer := await answers.next()).method == "GET":
                pass  # the page reads its list at the same address
        except ConnectorError as error:
            raise OutcomeUnknown(f"the site's answer was lost ({error.reason})") from error
        return answer
