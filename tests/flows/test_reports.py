"""A client's month: its sums are the ledger's, what is unknown is named, and the page needs nothing from elsewhere."""

from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.reports import Bars, Figures, Heading, Table
from ofauto_desktop.services import report_html
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.metrics import Metrics
from ofauto_desktop.services.money import Money
from ofauto_desktop.services.reports import Reports
from storage.models import AuditLog, SyncGap
from tests.accounts_stage import opened
from tests.pictures import jpeg

pytestmark = pytest.mark.anyio
ACTS = select(AuditLog.action)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, year=True)
    await made.connect_gumroad()
    await made.connect()
    await made.sync.run()
    yield made
    await made.aclose()


@pytest.fixture
def reports(stage):
    money, metrics = Money(stage.database, stage.clock), Metrics(stage.database, stage.clock)
    exports = Exports(stage.database, stage.clock)
    return Reports(stage.database, stage.clients, metrics, money, exports, stage.clock)


@pytest.fixture
async def client(stage):
    return await stage.clients.get(stage.client_id)


async def test_the_sums_are_those_of_the_ledger(stage, reports, client):
    month = reports.last_month(client)
    report = await reports.month(client.id, month)
    start, end = month, (month + timedelta(days=32)).replace(day=1)
    rows = await Money(stage.database, stage.clock).summary(
        Scope(client_id=client.id, start=start, end=end), MoneyBy.CLIENT
    )
    assert [(one.currency, one.net_minor) for one in report.money] == [(row.currency, row.net_minor) for row in rows]
    (money,) = report.money
    assert money.gross_minor - money.fee_minor - money.refunds_minor == money.net_minor
    assert sum(one.net_minor for one in report.kinds) == money.net_minor
    assert sum(value or 0 for _, value in report.days) == money.net_minor
    assert len(report.days) == (end - start).days
    assert report.whole
    assert {one.account for one in report.accounts} == {account.name for account in await stage.accounts.list()}


async def test_a_month_that_runs_says_so_and_one_to_come_is_refused(reports, client):
    running, *before = reports.months(client, 3)
    assert before == [(running - timedelta(days=1)).replace(day=1), (running - timedelta(days=32)).replace(day=1)]
    report = await reports.month(client.id, running)
    assert not report.whole
    document = await reports.document(client.id, running)
    assert "still running" in document.blocks[0].text
    with pytest.raises(BadInput):
        await reports.month(client.id, (running + timedelta(days=32)).replace(day=1))
    with pytest.raises(NotFound):
        await reports.month(99, running)


async def test_gaps_are_named_and_a_dash_is_no_zero(stage, reports, client):
    month = reports.last_month(client)
    account = next(one for one in await stage.accounts.list() if one.platform.value == "gumroad")
    start = datetime(month.year, month.month, 10, tzinfo=UTC)
    gap = SyncGap(
        platform_id=account.id, kind=SyncKind.MONEY, start=start, end=start + timedelta(days=1), reason="no answer"
    )
    await stage.database.write(lambda session: session.add(gap))
    report = await reports.month(client.id, month)
    assert [(one.account, one.what) for one in report.gaps] == [(account.name, "money")]
    assert report.money[0].incomplete
    blocks = (await reports.document(client.id, month)).blocks
    assert "What is missing" in [one.text for one in blocks if isinstance(one, Heading)]
    figures = next(one for one in blocks if isinstance(one, Figures))
    assert figures.items[0].title == "Net revenue, incomplete"


async def test_a_client_without_anything_gets_an_honest_page(stage, reports):
    bo = await stage.clients.add("Bo")
    document = await reports.document(bo.id, reports.last_month(bo))
    assert [one.text for one in document.blocks] == ["Nothing is known of this month yet: no account was read."]


class Reader(HTMLParser):
    """What a page holds, and what it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.fetches, self.words, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.fetches += [value for name, value in attrs if name in ("src", "href", "xlink:href")]
        self.open.append(tag)

    def handle_data(self, data):
        self.words.append(data)


async def test_the_page_is_one_file_that_fetches_nothing(stage, reports, client, tmp_path):
    file = tmp_path / "report.html"
    await stage.clients.edit(client.id, name="Ada <b>& Co")
    await reports.write_html(client.id, reports.last_month(client), file, logo=jpeg())
    text = file.read_text(encoding="utf-8")
    read = Reader()
    read.feed(text)
    assert all(one.startswith("data:image/") for one in read.fetches)
    assert "Ada <b>& Co" in "".join(read.words)
    assert "b" not in read.open
    assert "script" not in read.open
    assert "Sources" in "".join(read.words)
    acts = await stage.database.read(lambda session: [row.action for row in session.execute(ACTS)])
    assert "report.exported" in acts


def test_a_logo_is_a_picture_of_decent_size():
    for wrong in (b"GIF89a", b"", b"\x89PNG\r\n\x1a\n" + bytes(report_html.LARGEST_LOGO)):
        with pytest.raises(BadInput):
            report_html.kind_of_picture(wrong)


async def test_every_row_of_a_table_is_as_wide_as_its_head(reports, client):
    for month in (reports.last_month(client), reports.months(client)[0], date(2020, 1, 1)):
        for block in (await reports.document(client.id, month)).blocks:
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} <= {len(block.columns)}
            if isinstance(block, Bars):
                assert len(block.values) == len(block.labels) == len(block.written)
