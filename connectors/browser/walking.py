"""A site's flow, walked step by step: what a person would do, as the site's data say it."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.browser.answers import Answer, Answers
from connectors.browser.look import Look
from connectors.browser.sites import Step
from connectors.browser.tab import Sending, Tab
from connectors.errors import ConnectorError, NotFinished, OutcomeUnknown, Unfinished
from connectors.http import last_word

if TYPE_CHECKING:
    from playwright.async_api import FilePayload, Locator

# Somebody who reads a post once more, and is called to the door meanwhile.
LOOKING = 1800.0

# Texts to fill in and files to choose, by the names that steps give them.
Values = Mapping[str, "str | Sequence[FilePayload]"]


async def walk(
    tab: Tab, look: Look, flow: str, values: Values, *, address: str, by_person: bool = False
) -> Answer | None:
    """Walk `flow`; `address` is the site's. Gives the answer to its last click, where its data name one.

    Until that click nothing is published: whatever fails before (LayoutChanged, Temporary …) may be tried again. From it
    on, every way to lose its answer raises OutcomeUnknown. An answer's status is never an error here.

    `by_person`: the last click is left to the person who sees the page; NotFinished where they close it instead.
    """
    steps = look.site.flows[flow]
    if by_person:
        return await _looked_at(tab, look, steps, values, address)
    for step in steps:
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
        return await _of_writing(answers)


async def _of_writing(answers: Answers) -> Answer:
    """The answer to what was sent. Raises OutcomeUnknown."""
    try:
        while (answer := await answers.next()).method == "GET":
            pass  # the page reads its list at the same address
    except ConnectorError as error:
        raise OutcomeUnknown(f"the site's answer was lost ({error.reason})") from error
    return answer


async def _looked_at(tab: Tab, look: Look, steps: Sequence[Step], values: Values, address: str) -> Answer:
    """All but the last click, which is the person's. They see the page all the while, so they can click at any time."""
    last = steps[-1]
    if last.answer is None:
        message = "only a flow that ends with an answer can be left to a person"
        raise ValueError(message)
    path = re.escape(last.answer)
    async with tab.answers(path) as answers, tab.sending(path) as sending:
        if (ask := last_word.get()) is not None:
            ask()
        filling = asyncio.create_task(_filled_in(tab, look, steps, values, address))
        try:
            await asyncio.wait({filling, sending.went_out, sending.closed}, return_when=asyncio.FIRST_COMPLETED)
            if filling.done() and not sending.went_out.done() and not sending.closed.done():
                filling.result()
                await asyncio.wait(
                    {sending.went_out, sending.closed}, timeout=LOOKING, return_when=asyncio.FIRST_COMPLETED
                )
        finally:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)
        if sending.went_out.done():
            return await _unless_closed(answers, sending)
        if not sending.closed.done():
            raise NotFinished("nobody sent it within the time there was", end=Unfinished.TOO_LATE)
        if not await tab.has_browser():
            raise OutcomeUnknown("the browser ended while the post was being looked at")
        raise NotFinished("the window was closed before it was sent", end=Unfinished.CLOSED)


async def _unless_closed(answers: Answers, sending: Sending) -> Answer:
    """No answer is read from a page that is gone: there is nothing to wait for."""
    reading = asyncio.create_task(_of_writing(answers))
    try:
        both: set[asyncio.Future[Any]] = {reading, sending.closed}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not reading.done():
            raise OutcomeUnknown("the window was closed before the site had answered")
        return reading.result()
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _filled_in(tab: Tab, look: Look, steps: Sequence[Step], values: Values, address: str) -> None:
    last = steps[-1]
    with tab.translated():
        for step in steps[:-1]:
            await _take(tab, look, step, values, address)
        await look.find(str(last.element), patience=last.patience)
        await tab.page.bring_to_front()
