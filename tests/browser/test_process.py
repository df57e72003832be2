"""The shared browser: one process, contexts that know nothing of each other, and nothing of it left behind."""

import asyncio
import contextlib
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from connectors.browser.process import SharedBrowser
from connectors.browser.state import Setup, hosts_of, of_site
from connectors.browser.translated import translated
from connectors.errors import NetworkDown, OutcomeUnknown, ProxyFailed, Temporary, Unsupported
from connectors.practice.proxy import proxying
from connectors.proxies import parse

pytestmark = pytest.mark.anyio
BERLIN = Setup(zone="Europe/Berlin", locale="de-DE", proxy=None)
SECRET = "cookie-canary-8821"


@pytest.fixture
async def browser():
    """Of its own for each test, as processes are counted."""
    it = SharedBrowser()
    yield it
    await it.aclose()


def processes(of: int) -> dict[int, str]:
    """The command lines of what process `of` has started of a browser and its driver, by process id."""
    parents, lines = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            parents[int(folder.name)], lines[int(folder.name)] = parent, line
    mine = {of}
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return {pid: lines[pid] for pid in mine - {of} if "chrom" in lines[pid] or "run-driver" in lines[pid]}


def mains(of: int) -> list[int]:
    """The browsers' own processes, their parts left out."""
    lines = processes(of).items()
    return [pid for pid, line in lines if "--remote-debugging-pipe" in line and "--type=" not in line]


async def comes_to_hold(holds, *, seconds=20.0):
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - other processes have no event to wait for
            await asyncio.sleep(0.02)


@asynccontextmanager
async def page(browser, setup=BERLIN):
    async with browser.context(setup) as context:
        yield await context.new_page()


async def test_accounts_share_a_process_and_nothing_else(browser, site):
    async with page(browser) as one, page(browser) as other:
        assert len(mains(os.getpid())) == 1
        await one.goto(site.url)
        await one.evaluate("document.cookie = 'a=1'; localStorage.setItem('b', '2')")
        await other.goto(site.url)
        assert await other.evaluate("[document.cookie, localStorage.getItem('b')]") == ["", None]


async def test_zone_locale_and_user_agent_are_the_accounts(browser, site):
    setup = Setup(zone="Asia/Tokyo", locale="ja-JP", proxy=None, user_agent="Agent of the login/1")
    async with page(browser, setup) as it:
        await it.goto(site.url)
        told = await it.evaluate(
            "[Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.language, navigator.userAgent]"
        )
    assert told == ["Asia/Tokyo", "ja-JP", "Agent of the login/1"]
    headers = site.asked[0][2]
    assert headers["user-agent"] == "Agent of the login/1"
    assert headers["accept-language"].startswith("ja-JP")


async def test_it_ends_when_it_was_idle_and_starts_again(site):
    browser = SharedBrowser(idle=0.2)
    async with page(browser) as it:
        await it.goto(site.url)
        await asyncio.sleep(0.5)  # longer than idle: it is in use, so it stays
        assert await it.title() == "A site"
    async with page(browser):  # within its idle time: the same process
        assert len(mains(os.getpid())) == 1
    await comes_to_hold(lambda: not processes(os.getpid()))
    try:
        async with page(browser) as it:
            await it.goto(site.url)
    finally:
        await browser.aclose()
    assert not browser.is_running


async def test_a_browser_that_died_is_told_and_another_one_started(browser, site):
    with pytest.raises(Temporary):  # noqa: PT012 - the block is what meets it
        async with page(browser) as it:
            await it.goto(site.url)
            os.kill(mains(os.getpid())[0], signal.SIGKILL)
            await it.goto(site.url)
    async with page(browser) as it:
        await it.goto(site.url)
        assert await it.title() == "A site"


async def test_a_driver_that_died_is_told_and_another_one_started(browser, site):
    """Its browser still counts as connected then: only what is asked of it tells."""
    with pytest.raises(Temporary):  # noqa: PT012 - the block is what meets it
        async with page(browser) as it:
            await it.goto(site.url)
            for pid in [pid for pid, line in processes(os.getpid()).items() if "run-driver" in line]:
                os.kill(pid, signal.SIGKILL)
            await comes_to_hold(lambda: not processes(os.getpid()))
            await it.goto(site.url)
    async with page(browser) as it:
        await it.goto(site.url)
        assert await it.title() == "A site"


async def test_ctrl_c_in_the_terminal_is_the_programs_and_ends_no_run(browser, site):
    """It reaches everything that the program has started."""
    async with page(browser) as it:
        await it.goto(site.url)
        for pid in processes(os.getpid()):
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(pid) == os.getpgrp():
                    os.kill(pid, signal.SIGINT)
        await it.reload()
        assert await it.title() == "A site"


async def test_closing_ends_it_for_those_who_use_it(browser, site):
    with pytest.raises(Temporary):  # noqa: PT012 - the block is what meets it
        async with page(browser) as it:
            await it.goto(site.url)
            await browser.aclose()
            await it.goto(site.url)
    await comes_to_hold(lambda: not mains(os.getpid()))


async def test_a_start_that_nobody_waits_for_any_more_leaves_nothing(browser):
    async def begin():
        async with page(browser):
            pass

    task = asyncio.create_task(begin())
    await comes_to_hold(lambda: processes(os.getpid()))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await browser.aclose()
    await comes_to_hold(lambda: not processes(os.getpid()))


async def test_a_program_that_is_no_browser_is_told(tmp_path):
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    browser = SharedBrowser(lambda: str(program))
    with pytest.raises(Unsupported, match="does not start"):
        async with page(browser):
            pass
    await comes_to_hold(lambda: not processes(os.getpid()))


async def test_an_accounts_proxy_is_its_contexts_and_its_password_on_no_command_line(browser, site):
    async with proxying() as one:
        proxy = parse(one.url)
        async with page(browser, Setup(zone="UTC", locale="en-US", proxy=proxy)) as through:
            await through.goto(site.url)
            assert set(one.passed) == {site.url.removeprefix("http://")}
            lines = " ".join(processes(os.getpid()).values())
            assert "--remote-debugging-pipe" in lines
            assert proxy.password not in lines
        before = len(one.passed)
        async with page(browser) as straight:
            await straight.goto(site.url)
        assert len(one.passed) == before


async def test_a_proxy_that_refuses_is_never_gone_around(browser, site):
    async with proxying() as one:
        wrong = parse(f"http://{parse(one.url).username}:wrong@127.0.0.1:{one.port}")
        with pytest.raises(ProxyFailed):
            async with page(browser, Setup(zone="UTC", locale="en-US", proxy=wrong)) as it:
                await it.goto(site.url.replace("http://", "https://"))
    with pytest.raises(ProxyFailed):
        async with page(browser, Setup(zone="UTC", locale="en-US", proxy=parse("http://127.0.0.1:9"))) as it:
            await it.goto(site.url)
    assert site.asked == []


async def test_errors_say_what_can_be_done_and_none_of_what_was_typed(browser, site):
    with pytest.raises(NetworkDown, match="ERR_CONNECTION_REFUSED"):
        async with page(browser) as it:
            await it.goto("http://127.0.0.1:39/path-canary")
    with pytest.raises(Temporary) as caught:  # noqa: PT012 - the block is what meets it
        async with page(browser) as it:
            await it.goto(site.url)
            await it.fill("#not-there", SECRET, timeout=100)
    assert SECRET not in repr(caught.value)
    assert caught.value.__cause__ is None
    with pytest.raises(OutcomeUnknown):  # noqa: PT012 - the block is what meets it
        async with page(browser) as it:
            await it.goto(site.url)
            with translated(proxied=False, publishing=True):
                await it.click("#not-there", timeout=100)


LEFT = """
import asyncio, sys
from connectors.browser.process import SharedBrowser
from connectors.browser.state import Setup
async def main():
    browser = SharedBrowser()
    async with browser.context(Setup(zone="UTC", locale="en-US", proxy=None)) as context:
        page = await context.new_page()
        await page.goto(sys.argv[1])
        await page.evaluate("([one]) => { document.cookie = 'sess=' + one; localStorage.setItem('token', one);"
                            "sessionStorage.setItem('token', one); }", [sys.argv[2]])
        await page.evaluate("async ([one]) => { const c = await caches?.open?.('c'); await c?.put?.('/x', new Response(one)) }",
                            [sys.argv[2]])
        await page.reload()
        print("there", flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""


@pytest.fixture
async def program(site, tmp_path):
    """The program as a process with a browser of its own, in temporary folders of its own."""
    environ = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path / "home"), "DEBUG": "pw:*"}
    environ |= {"XDG_CONFIG_HOME": str(tmp_path / "home/config"), "XDG_CACHE_HOME": str(tmp_path / "home/cache")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEFT, site.url, SECRET, env=environ, stdout=-1, stderr=-1
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


async def test_nothing_of_a_login_lies_on_the_disk_nor_in_the_terminal(program, tmp_path):
    assert await program.stdout.readline() == b"there\n"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files, "the browser has put its own files somewhere else"
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    program.kill()
    assert SECRET.encode() not in await program.stderr.read()


async def test_killed_with_nothing_said_it_leaves_no_process_and_no_file_behind(program, tmp_path):
    """By kill -9: no handler of ours runs; the pipes that end are what ends them all."""
    assert await program.stdout.readline() == b"there\n"
    left = processes(program.pid)
    assert mains(program.pid)
    program.kill()
    await program.wait()
    await comes_to_hold(lambda: not any(_lives(pid, line) for pid, line in left.items()))
    await comes_to_hold(lambda: not list(tmp_path.glob("playwright*")))


async def test_killed_together_with_its_driver_it_leaves_no_process_behind(program):
    assert await program.stdout.readline() == b"there\n"
    left = processes(program.pid)
    for pid, line in left.items():
        if "run-driver" in line:
            os.kill(pid, signal.SIGKILL)
    program.kill()
    await program.wait()
    await comes_to_hold(lambda: not any(_lives(pid, line) for pid, line in left.items()))


def _lives(pid: int, line: str) -> bool:
    """Whether that process runs, and its number has not gone to another since."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip() == line
    except OSError:
        return False


def test_only_the_sites_own_part_of_a_context_is_kept():
    """Somebody who logs in by way of another site leaves that one's cookies in the context."""
    storage = {
        "cookies": [
            {"name": name, "domain": domain, "value": "", "path": "/"}
            for name, domain in [
                ("sess", "fansly.com"), ("all", ".fansly.com"), ("cdn", "cdn3.fansly.com"),
                ("theirs", ".accounts.example"), ("near", "notfansly.com"), ("below", "fansly.com.example"),
            ]
        ],
        "origins": [
            {"origin": "https://fansly.com", "localStorage": []},
            {"origin": "https://accounts.example", "localStorage": []},
        ],
    }  # fmt: skip
    hosts = hosts_of({"site": "https://fansly.com", "api": "https://apiv3.fansly.com/api/v1"})
    kept = of_site(storage, hosts)
    assert [one["name"] for one in kept["cookies"]] == ["all", "cdn", "sess"]
    assert [one["origin"] for one in kept["origins"]] == ["https://fansly.com"]
