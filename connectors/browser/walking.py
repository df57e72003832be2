"""A site's flow, walked step by step: what a person would do, as the site's data say it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from connectors.browser.answers import Answer, Answers
from connectors.browser.look import Look
from connectors.browser.sites import Step
from connectors.browser.tab import HELD_BACK, UNANSWERED, Screen, Sending, Tab, nothing_wrong
from connectors.errors import (
    ConnectorError,
    LayoutChanged,
    NotFinished,
    OutcomeUnknown,
    Rejected,
    Temporary,
    Unfinished,
)
from connectors.http import last_word

if TYPE_CHECKING:
    from playwright.async_api import FilePayload, Locator

T = TypeVar("T")
# Somebody who reads a post once more, and is called to the door meanwhile.
LOOKING = 1800.0

# How often it is asked whether what is being filled in is still wanted: a film takes minutes.
_BEAT = 5.0
_ASKS_AGAIN = 0.2
_NAMED = re.compile(r"\\\{([a-z][a-z0-9_]*)\\\}")

# What a connector does itself in the midst of a flow. It may raise as any step, and publishes nothing.
Call = Callable[[Tab, Look], Awaitable[None]]
# Texts to fill in, files to choose and what is to be called, by the names that steps give them.
Values = Mapping[str, "str | Sequence[FilePayload] | Call"]


async def walk(
    tab: Tab,
    look: Look,
    flow: str,
    values: Values,
    *,
    address: str,
    by_person: bool = False,
    screen: Screen = nothing_wrong,
) -> Answer | None:
    """Walk `flow`; `address` is the site's. Gives the answer to its last click, where its data name one.

    Until that click nothing is published: whatever fails before (LayoutChanged, Temporary …) may be tried again. From it
    on, every way to lose its answer raises OutcomeUnknown. An answer's status is never an error here.

    `by_person`: the last click is left to the person who sees the page; NotFinished where they close it instead.
    `screen` looks at what the page is about to write, right before it leaves: Rejected where it says something of it.
    """
    steps = look.site.flows[flow]
    last = steps[-1]
    if last.answer is None and not by_person:
        await _before_the_last(tab, look, steps, values, address)
        return None
    async with tab.once(_path(last, values), screen) as once:
        if by_person:
            answer: Answer | None = await _looked_at(tab, look, steps, values, address)
        else:
            found = await _before_the_last(tab, look, steps, values, address)
            answer = await _last(tab, look, last, found, _path(last, values)) if found is not None else None
    if answer is not None and answer.reply.status == HELD_BACK:
        held = Rejected(f"{once.reason}; nothing was sent")
        held.sent_nothing = True
        raise held
    return answer


async def _before_the_last(
    tab: Tab, look: Look, steps: Sequence[Step], values: Values, address: str
) -> "Locator | None":
    try:
        return await _while_wanted(_up_to_the_last(tab, look, steps, values, address))
    except ConnectorError as error:
        error.sent_nothing = True
        raise


async def _up_to_the_last(
    tab: Tab, look: Look, steps: Sequence[Step], values: Values, address: str
) -> "Locator | None":
    """All but a last click that has an answer: its element, or None where the flow has none."""
    for step in steps:
        if step.answer is not None:
            return await _ready(tab, look, step)
        with tab.translated():
            await _take(tab, look, step, values, address)
    return None


async def _while_wanted(filling: Coroutine[Any, Any, T]) -> T:
    """Asks all the while whether it is still wanted, as a film takes minutes; whoever is asked hears that nobody slept."""
    ask = last_word.get()
    if ask is None:
        return await filling
    work = asyncio.create_task(filling)
    try:
        while not (await asyncio.wait({work}, timeout=_BEAT))[0]:
            ask()
        return work.result()
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def _path(step: Step, values: Values) -> str:
    """Of the last click's answer, as a regular expression; values stand in it as they are."""
    return _NAMED.sub(lambda hit: re.escape(str(values[hit[1]])), re.escape(str(step.answer)))


async def _take(tab: Tab, look: Look, step: Step, values: Values, address: str) -> None:
    if step.when is not None and not values.get(step.when):
        return
    if step.do == "call":
        await _called(values[str(step.value)], tab, look)
        return
    if step.page is not None:
        page = re.sub(r"\{([a-z][a-z0-9_]*)\}", lambda hit: str(values[hit[1]]), step.page)
        await tab.page.goto(f"{address.rstrip('/')}{page}")
        return
    element = str(step.element)
    if step.maybe and not await look.shows(element):
        return
    found = await look.find(element, patience=step.patience)
    if step.do == "click":
        await found.click()
    elif step.do == "fill":
        await _fill(found, str(values[str(step.value)]))
    elif step.do == "choose":
        await choose(tab, found, values[str(step.value)])


async def _fill(found: "Locator", text: str) -> None:
    """Raises Rejected for what the page's own field does not take: it would be cut off there without a word."""
    longest = (await found.get_attribute("maxlength") or "").strip()
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2  # as pages count
    if longest.isdecimal() and length > int(longest):
        raise Rejected(f"the site's field takes {longest} characters, the text has {length}")
    await found.fill(text)


async def _called(what: "str | Sequence[FilePayload] | Call", tab: Tab, look: Look) -> None:
    if not callable(what):
        message = "something to call is wanted here"
        raise TypeError(message)
    await what(tab, look)


async def choose(tab: Tab, found: "Locator", files: "str | Sequence[FilePayload] | Call") -> None:
    """Through the dialog, as some sites start to upload only then (fansly.md §5). From memory: no file lies on the disk."""
    if isinstance(files, str) or callable(files):
        message = "files are wanted here, not a text"
        raise TypeError(message)
    async with tab.page.expect_file_chooser() as chooser:
        await found.click()
    await (await chooser.value).set_files(list(files))


async def _ready(tab: Tab, look: Look, step: Step) -> "Locator":
    with tab.translated():
        found = await look.find(str(step.element), patience=step.patience)
        await found.click(trial=True)  # it can be clicked; had it to be waited for below, its failure would say nothing
    return found


async def _last(tab: Tab, look: Look, step: Step, found: "Locator", path: str) -> Answer:
    """The one click that cannot be taken back."""
    async with tab.answers(path) as answers:
        if (ask := last_word.get()) is not None:
            ask()
        with tab.translated(publishing=True):
            await found.click()
        if step.then is None:
            return await _of_writing(answers)
        return await _asked_once_more(tab, look, step.then, answers)


async def _asked_once_more(tab: Tab, look: Look, element: str, answers: Answers) -> Answer:
    """Some sites ask whether it is meant; where this one does not, the answer comes without."""
    reading = asyncio.create_task(_of_writing(answers))
    try:
        with tab.translated(publishing=True):
            while not (await asyncio.wait({reading}, timeout=_ASKS_AGAIN))[0]:
                if await look.shows(element):
                    await (await look.find(element)).click()
                    break
        return await reading
    except LayoutChanged as error:
        raise OutcomeUnknown("the site asked once more, and took that away again") from error
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _of_writing(answers: Answers) -> Answer:
    """The answer to what was sent. Raises OutcomeUnknown."""
    try:
        while (answer := await answers.next()).method == "GET":
            pass  # the page reads its list at the same address
    except ConnectorError as error:
        raise OutcomeUnknown(f"the site's answer was lost ({error.reason})") from error
    if answer.reply.status == UNANSWERED:
        raise OutcomeUnknown("the connection to the site broke before it had answered")
    return answer


async def _looked_at(tab: Tab, look: Look, steps: Sequence[Step], values: Values, address: str) -> Answer:
    """All but the last click, which is the person's. They see the page all the while, so they can click at any time."""
    last = steps[-1]
    if last.answer is None:
        message = "only a flow that ends with an answer can be left to a person"
        raise ValueError(message)
    path = _path(last, values)
    async with tab.answers(path) as answers, tab.sending(path) as sending:
        if (ask := last_word.get()) is not None:
            ask()
        filling = asyncio.create_task(_filled_in(tab, look, steps, values, address))
        try:
            await asyncio.wait({filling, sending.went_out, sending.closed}, return_when=asyncio.FIRST_COMPLETED)
            if filling.done() and not sending.went_out.done() and not sending.closed.done():
                _refuse_half(filling)
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


def _refuse_half(filling: "asyncio.Task[None]") -> None:
    """A form that could not be filled in was not sent, whatever hindered it."""
    try:
        filling.result()
    except (LayoutChanged, Temporary) as error:
        raise NotFinished(f"the form could not be filled in ({error.reason})") from error


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
