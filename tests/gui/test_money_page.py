"""The Money page as a person uses it: numbers that lead to their lines, filters, entering, files, undo."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit
from sqlalchemy import select

from ofauto_desktop.domain.analytics import MoneyBy
from ofauto_desktop.domain.books import MarkerKind
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Payout, PayoutStatus
from ofauto_desktop.domain.offers import OfferCode, ProductOffers
from storage import money, offers
from storage.database import Database, create_schema
from storage.models import LedgerLine, Platform
from tests.db.seeds import KEY
from tests.gui import money_stage
from tests.gui.conftest import NOON
from ui.dialogs.marker import MarkerDialog
from ui.dialogs.money_entry import EntryDialog
from ui.dialogs.money_import import ImportDialog
from ui.dialogs.tax_year import TaxYearDialog
from ui.models.money_period import Step, Stretch, days_of, starts, step_for
from ui.pages.money_line import LineSheet
from ui.pages.money_rates import RateDialog
from ui.widgets.card import StatTile


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "ofauto.db", KEY, create=True)
    create_schema(made)
    yield made
    made.close()


@pytest.fixture
def page(qtbot, desk, bus, database):
    money_stage.filled(database)
    made = money_stage.page(database, bus, desk)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.refresh()
    overview = made.sections["overview"]
    qtbot.waitUntil(lambda: overview.rows.rowCount() > 0)
    return made


@pytest.fixture
def ledger(qtbot, page):
    page.show_section("ledger")
    made = page.sections["ledger"]
    qtbot.waitUntil(lambda: made.model.rowCount() == 134)
    qtbot.waitUntil(lambda: made.model.row_at(0) is not None)
    return made


def tiles(page) -> dict[str, str]:
    found = {}
    for tile in page.sections["overview"].findChildren(StatTile):
        if tile.isVisibleTo(page):
            title, figure = tile.accessibleName().split(", ", 1)
            found[title] = figure
    return found


def dialog(qtbot, page, kind):
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.window().findChildren(kind)))
    return next(one for one in page.window().findChildren(kind) if one.isVisible())


def test_the_headlines_are_the_ledgers_sums_and_lead_to_its_lines(qtbot, page) -> None:
    shown = tiles(page)
    # 130 sales of 10.00 and as many cents more, three of 7.00; a refund of 10.03 with 1.00 of its fee.
    gross = sum(1000 + number for number in range(130)) + 3 * 700
    fees = 130 * 100 + 3 * 70
    assert shown["Gross"].startswith(f"${gross / 100:,.2f}")
    assert shown["Net"].startswith(f"${(gross - fees - 1003 + 100) / 100:,.2f}")
    assert shown["Fees"].startswith(f"${(fees - 100) / 100:,.2f}")
    assert shown["Refunds and chargebacks"].startswith("$10.03")
    tile = page.sections["overview"].findChildren(StatTile)[0]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert page.tabs.tabData(page.tabs.currentIndex()) == "ledger"
    qtbot.waitUntil(lambda: page.sections["ledger"].model.rowCount() == 134)


def test_the_breakdown_is_by_whatever_one_asks_and_a_row_leads_to_its_lines(qtbot, page) -> None:
    overview = page.sections["overview"]
    overview.group_by(MoneyBy.PRODUCT)
    qtbot.waitUntil(lambda: overview.rows.rowCount() == 4)
    names = [overview.rows.index(row, 0).data() for row in range(4)]
    assert names[-1] == "Total"
    assert set(names[:3]) == {"Brushes", "Photo set", "Club"}
    overview.table.setFocus()
    overview.table.setCurrentIndex(overview.rows.index(names.index("Club"), 0))
    qtbot.keyClick(overview.table, Qt.Key.Key_Return)
    ledger = page.sections["ledger"]
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 3)
    assert ledger.only_chip.isVisible()
    ledger.only_chip.click()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 134)
    assert not ledger.only_chip.isVisible()


def test_by_offer_code_it_tells_the_discount_and_the_uses_and_codes_that_nobody_used(qtbot, page, database) -> None:
    shop = database.read_now(lambda session: session.scalar(select(Platform.id)))
    sale = LedgerEntry(
        remote_id="cheap",
        at=NOON,
        kind=LedgerKind.SALE,
        gross_minor=800,
        fee_minor=80,
        currency="USD",
        status=LedgerStatus.SETTLED,
        source="Gumroad API",
        offer="SPRING",
    )
    half = OfferCode(
        remote_id="o1",
        code="SPRING",
        percent=20,
        amount_minor=None,
        currency=None,
        most_uses=50,
        uses=3,
        universal=False,
        source="Gumroad API",
    )
    unused = replace(half, remote_id="o2", code="YEN", percent=None, amount_minor=300, currency="JPY", uses=0)
    told = ProductOffers(product="brushes", product_name="Brushes", codes=(half, unused))
    database.write_now(money.upsert_ledger, shop, "Europe/Berlin", [sale], NOON)
    database.write_now(offers.put, shop, [told], NOON)
    overview = page.sections["overview"]
    overview.group_by(MoneyBy.OFFER)
    qtbot.waitUntil(lambda: overview.rows.rowCount() == 4)
    rows = {
        overview.rows.index(row, 0).data(): [overview.rows.index(row, column).data() for column in (1, 2, 3, 4)]
        for row in range(4)
    }
    assert rows["SPRING"] == ["20 %", "3 of 50", "1", "$8.00"]
    assert rows["YEN"] == ["¥300", "0 of 50", "0", ""]
    assert rows["Without a code"][:2] == ["", ""]
    assert list(rows)[-2:] == ["Total", "YEN"]
    names = list(rows)
    assert "Brushes" in overview.rows.index(names.index("SPRING"), 1).data(Qt.ItemDataRole.ToolTipRole)


def test_a_bar_leads_to_the_lines_of_its_days(qtbot, page) -> None:
    overview = page.sections["overview"]
    overview.chart.chosen.emit(0, date(2026, 5, 1))
    ledger = page.sections["ledger"]
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 32)  # May's 31 sales, and a renewal
    page.stretch.setCurrentIndex(page.stretch.findData(Stretch.THIS_MONTH))
    page.stretch.activated.emit(page.stretch.currentIndex())
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 6)  # four sales, a renewal and a refund
    assert not ledger.only_chip.isVisible()


def test_totals_in_another_currency_are_marked_and_unknown_while_a_rate_is_missing(qtbot, page, database) -> None:
    page.currency.setCurrentIndex(page.currency.findData("EUR"))
    page.currency.activated.emit(page.currency.currentIndex())
    qtbot.waitUntil(lambda: tiles(page).get("Net", "").startswith("–"))
    assert any("a rate is missing for USD" in one.text() for one in page.findChildren(QLabel) if one.isVisible())
    money_stage.euro_rates(database, date(2026, 1, 1), 160)
    page.refresh()
    qtbot.waitUntil(lambda: tiles(page).get("Net", "").startswith("≈ €"))
    tile = page.sections["overview"].findChildren(StatTile)[-4]
    assert "1 USD = 0.9 EUR on" in tile.toolTip()


def test_the_ledger_is_searched_filtered_sorted_and_a_line_tells_all(qtbot, page, ledger, shell) -> None:
    chips = {chip.text(): chip for chip in ledger._chips}
    chips["Refunds"].click()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 1)
    qtbot.waitUntil(lambda: ledger.model.row_at(0) is not None)
    ledger.table.setFocus()
    qtbot.keyClick(ledger.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shell.inspected))
    sheet = shell.inspected[-1]
    assert isinstance(sheet, LineSheet)
    said = [one.text() for one in sheet.findChildren(QLabel)]
    assert {"-$10.03", "$1.00", "-$9.03", "Refunded", "s3:refund", "ada shop"} <= set(said)
    assert any("Gumroad API" in one for one in said)
    copy = next(one for one in sheet.findChildren(QAbstractButton) if one.accessibleName() == "Copy the id")
    copy.click()
    assert QApplication.clipboard().text() == "s3:refund"
    links = [
        one for one in sheet.findChildren(QAbstractButton) if one.property("kind") == "link" and one.isVisibleTo(sheet)
    ]
    assert ["Sale" in one.text() for one in links] == [True]
    links[0].click()
    qtbot.waitUntil(lambda: shell.inspected[-1] is not sheet)
    assert any("Refund" in one.text() for one in shell.inspected[-1].findChildren(QAbstractButton))
    chips["Refunds"].click()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 134)
    qtbot.keyClicks(ledger.search, "club")
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 3)
    ledger.search.selectAll()
    qtbot.keyClicks(ledger.search, "nothing like that")
    qtbot.waitUntil(
        lambda: any("No line is like that" in one.text() for one in page.findChildren(QLabel) if one.isVisible())
    )
    next(one for one in page.findChildren(QAbstractButton) if one.text() == "Show all lines").click()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 134)
    ledger.table.sort_wanted.emit("gross")
    qtbot.waitUntil(lambda: ledger.model.row_at(0) is not None and ledger.model.row_at(0).cells[5].text == "$11.29")


def test_a_view_is_kept_used_and_removed(qtbot, page, ledger, shell) -> None:
    {chip.text(): chip for chip in ledger._chips}["Tips"].click()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 13)
    ledger.views.keep("Tips")
    qtbot.waitUntil(lambda: any(act.text() == "Tips" for act in ledger.views._menu.actions()))
    ledger._show_all()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 134)
    next(act for act in ledger.views._menu.actions() if act.text() == "Tips").trigger()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 13)
    assert [chip.text() for chip in ledger._chips if chip.isChecked()] == ["Tips"]


def test_windows_are_fetched_as_they_are_scrolled_to(qtbot, page, ledger) -> None:
    assert ledger.model.row_at(120) is None  # asked for by this
    qtbot.waitUntil(lambda: ledger.model.row_at(120) is not None)
    assert ledger.model.row_at(500) is None


def test_a_figure_is_never_cut_however_large_it_is(qtbot, page, ledger, database) -> None:
    before = ledger.table.columnWidth(5)
    huge = ledger_line(gross=123_456_789_012)
    database.write_now(money.upsert_ledger, 1, "Europe/Berlin", [huge], NOON)
    page.refresh()
    qtbot.waitUntil(
        lambda: ledger.model.row_at(0) is not None and "1,234,567,890.12" in ledger.model.row_at(0).cells[5].text
    )
    qtbot.waitUntil(lambda: ledger.table.columnWidth(5) > before)
    metrics = QFontMetrics(ledger.table.ink.body)
    assert metrics.horizontalAdvance("$1,234,567,890.12") < ledger.table.columnWidth(5)


def ledger_line(*, gross: int) -> LedgerEntry:
    return LedgerEntry(
        remote_id="huge",
        at=NOON,
        kind=LedgerKind.SALE,
        gross_minor=gross,
        fee_minor=0,
        currency="USD",
        status=LedgerStatus.SETTLED,
        source="Gumroad API",
    )


def test_subscriptions_payouts_customers_and_rates_show_what_they_know(qtbot, page) -> None:
    def said() -> list[str]:
        return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]

    page.show_section("subscriptions")
    qtbot.waitUntil(lambda: "At the end" in said())
    assert said().count("$7.00") >= 2
    months = page.sections["subscriptions"]
    months.table.opened.emit(months.rows.row_at(1).key)
    qtbot.waitUntil(lambda: page.sections["ledger"].model.rowCount() == 1)
    page.show_section("payouts")
    qtbot.waitUntil(lambda: "Adds up to the cent" in said())
    assert "$90.00" in said()
    page.show_section("customers")
    customers = page.sections["customers"]
    qtbot.waitUntil(lambda: customers.rows.rowCount() == 5)
    customers.table.opened.emit(customers.rows.row_at(0).key)
    qtbot.waitUntil(lambda: page.sections["ledger"].model.rowCount() in (32, 33))
    page.show_section("rates")
    qtbot.waitUntil(lambda: any("No rates yet" in one for one in said()))


def test_a_payout_that_its_sales_do_not_explain_says_by_how_much(qtbot, page, database) -> None:
    """F6: two sales are in it, and they come to less or more."""
    (shop,) = database.read_now(lambda session: session.scalars(select(Platform.id)).all())
    told = Payout(
        remote_id="p1",
        at=NOON - timedelta(days=20),
        amount_minor=2_000,
        currency="USD",
        status=PayoutStatus.COMPLETED,
        source="Gumroad API",
        sales=("s20", "s21"),
    )
    explained = sum(
        database.read_now(
            lambda session: session.scalars(
                select(LedgerLine.net_minor).where(LedgerLine.remote_id.in_(("s20", "s21")))
            ).all()
        )
    )
    database.write_now(money.upsert_payouts, shop, [told], NOON)
    page.show_section("payouts")
    section = page.sections["payouts"]
    qtbot.waitUntil(lambda: section.rows.rowCount() == 1)
    assert section.rows.row_at(0).note == f"Paid · ${(2_000 - explained) / 100:.2f} not explained"


def test_a_rate_is_entered_and_taken_back_with_what_stood_there_before(qtbot, page, shell) -> None:
    page.show_section("rates")
    section = page.sections["rates"]
    qtbot.waitUntil(lambda: section.states.currentWidget() is section.states._content)

    def shown() -> list[str]:
        return [section.rows.index(row, 2).data() for row in range(section.rows.rowCount())]

    def enter(worth: str) -> None:
        section._ask()
        asked = dialog(qtbot, page, RateDialog)
        asked.rate.setText(worth)
        asked.keep()

    enter("1,07")
    asked = dialog(qtbot, page, RateDialog)
    qtbot.waitUntil(lambda: any("such as 1.0712" in one.text() for one in asked.rate_field.findChildren(QLabel)))
    asked.done(0)
    enter("1.07")
    qtbot.waitUntil(lambda: shown() == ["1.07"])
    enter("1.08")
    qtbot.waitUntil(lambda: shown() == ["1.08"])
    shell.undo()
    qtbot.waitUntil(lambda: shown() == ["1.07"])
    shell.redo()
    qtbot.waitUntil(lambda: shown() == ["1.08"])


def test_a_line_is_entered_by_hand_and_taken_back(qtbot, page, ledger, shell) -> None:
    page.acts.enter_line()
    asked = dialog(qtbot, page, EntryDialog)
    asked.enter()
    qtbot.waitUntil(lambda: any("such as 12.50" in one.text() for one in asked.findChildren(QLabel)))
    qtbot.keyClicks(asked.amount, "12.50")
    qtbot.keyClicks(asked.product, "Print")
    qtbot.keyClick(asked.product, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.toasts[-1:] == ["Entered a line"])
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 135)
    shell.undo()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 134)
    shell.redo()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 135)
    shell.undo()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 134)


def test_a_file_is_looked_at_mended_and_entered_whole(qtbot, page, ledger, shell, tmp_path) -> None:
    file = tmp_path / "june.csv"
    file.write_text("date,amount,what\n2026-06-01,5.00,Print\n2026-06-02,five,Print\nsoon,7,Print\n")
    page.acts.look_at_file(str(file))
    asked = dialog(qtbot, page, ImportDialog)
    qtbot.waitUntil(lambda: asked._summary.text() == "1 new · 2 cannot be used")
    assert not asked.enter_button.isEnabled()
    assert asked.model.index(1, 1).data() == "Gross amount is no amount"
    assert asked.model.setData(asked.model.index(1, 3), "6.00")
    qtbot.waitUntil(lambda: asked._summary.text() == "2 new · 1 cannot be used")
    asked.leave_button.click()
    qtbot.waitUntil(lambda: asked._summary.text() == "2 new · 1 left out")
    assert asked.enter_button.text() == "Enter 2 lines"
    asked.enter_button.click()
    qtbot.waitUntil(lambda: shell.toasts[-1:] == ["Entered 2 lines"])
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 136)
    shell.undo()
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 134)
    assert file.read_text().count("five") == 1


def test_a_marker_stands_on_the_chart_is_changed_deleted_and_comes_back(qtbot, page, shell) -> None:
    overview = page.sections["overview"]

    def marks() -> list[str]:
        return [mark.text for marks in overview.chart._content.marks.values() for mark in marks]

    page.acts.edit_marker(None)
    asked = dialog(qtbot, page, MarkerDialog)
    asked.keep()
    qtbot.waitUntil(lambda: any("few words" in one.text() for one in asked.findChildren(QLabel)))
    qtbot.keyClicks(asked.words, "Club is $9 now")
    asked.kind.setCurrentIndex(asked.kind.findData(MarkerKind.PRICE))
    asked.keep()
    qtbot.waitUntil(lambda: marks() == ["Club is $9 now"])
    page.acts.edit_marker(overview._found.markers[0])
    again = dialog(qtbot, page, MarkerDialog)
    again.remove()
    qtbot.waitUntil(lambda: marks() == [])
    shell.undo()
    qtbot.waitUntil(lambda: marks() == ["Club is $9 now"])


def test_a_tax_year_is_written(qtbot, page, shell, tmp_path) -> None:
    page.acts.choose_tax_year()
    asked = dialog(qtbot, page, TaxYearDialog)
    assert asked.year.currentText() == "2025"
    asked.month.setCurrentIndex(3)
    asked.month.activated.emit(3)
    assert asked.year.currentText() == "2025/26"
    asked.done(0)
    file = tmp_path / "year.csv"
    qtbot.waitUntil(lambda: page._services.preferences._chosen != {})
    page.acts.write_tax_year(2026, str(file))
    qtbot.waitUntil(lambda: bool(shell.toasts))
    qtbot.waitUntil(lambda: "".join(shell.toasts[-1:]).startswith("Tax year 2026/27: 3 rows written"))
    assert file.read_text("utf-8-sig").startswith("Client,Account")


@pytest.mark.parametrize("width", [390, 1100])
def test_every_control_of_every_part_has_a_name(qtbot, page, width) -> None:
    page.resize(width, 760)
    for name in ("overview", "ledger", "subscriptions", "payouts", "customers", "rates"):
        page.show_section(name)
        section = page.sections[name]
        qtbot.waitUntil(lambda section=section: section.states.currentWidget() is section.states._content)
        for control in page.findChildren(QAbstractButton) + page.findChildren(QComboBox) + page.findChildren(QLineEdit):
            if control.isVisible() and control.parent().metaObject().className() != "QComboBox":
                assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text()), control
    assert page.switch.isVisible() == (width < 720)
    assert page.tabs.isVisible() == (width >= 720)


@pytest.mark.parametrize("part", ["overview", "ledger", "subscriptions", "payouts", "customers", "rates"])
def test_everything_that_a_screen_reader_meets_has_a_name(qtbot, page, part) -> None:
    """As AT-SPI walks it: what holds or decorates needs no name, unless the focus can go there."""
    page.show_section(part)
    section = page.sections[part]
    qtbot.waitUntil(lambda: section.states.currentWidget() is section.states._content)
    roles = QAccessible.Role
    holders = {
        roles.Client,
        roles.Pane,
        roles.LayeredPane,
        roles.Border,
        roles.Graphic,
        roles.ScrollBar,
        roles.Separator,
        roles.Grouping,
        roles.Indicator,
        roles.Grip,
        roles.Cell,
    }
    nameless, met = [], []

    def walk(one) -> None:
        met.append(one.role())
        seen = one.state()
        if seen.invisible:
            return
        said = one.text(QAccessible.Text.Name) or one.text(QAccessible.Text.Value)
        if not said.strip() and (one.role() not in holders or seen.focusable) and one.childCount() == 0:
            nameless.append((one.role(), one.object().metaObject().className() if one.object() else ""))
        if one.role() not in {roles.Table, roles.List}:
            for at in range(one.childCount()):
                if (child := one.child(at)) is not None:
                    walk(child)

    walk(QAccessible.queryAccessibleInterface(page))
    assert len(met) > 25
    assert nameless == []


def test_without_any_money_each_part_says_what_would_bring_it(qtbot, desk, bus, database) -> None:
    made = money_stage.page(database, bus, desk)
    qtbot.addWidget(made)
    made.show()
    made.refresh()

    def said(words: str) -> bool:
        return any(words in one.text() for one in made.findChildren(QLabel) if one.isVisible())

    for name, words in (
        ("overview", "Nothing was earned in these days"),
        ("ledger", "Nothing was earned or entered"),
        ("subscriptions", "There are no subscriptions here"),
        ("payouts", "No payouts here"),
        ("customers", "Nobody bought anything"),
        ("rates", "No rates yet"),
    ):
        made.show_section(name)
        qtbot.waitUntil(lambda words=words: said(words))
    assert not [one for one in made.findChildren(QDialog) if one.isVisible()]


def test_stretches_and_their_steps() -> None:
    today = date(2026, 6, 4)
    day = timedelta(days=1)
    assert days_of(Stretch.THIS_MONTH, today) == (date(2026, 6, 1), today + day)
    assert days_of(Stretch.LAST_MONTH, today) == (date(2026, 5, 1), date(2026, 6, 1))
    assert days_of(Stretch.LAST_YEAR, today) == (date(2025, 1, 1), date(2026, 1, 1))
    assert days_of(Stretch.LAST_12, today) == (date(2025, 6, 1), today + day)
    assert days_of(Stretch.ALL, today) == (None, None)
    assert starts(Step.WEEK, date(2026, 6, 3), date(2026, 6, 9)) == (date(2026, 6, 1), date(2026, 6, 8))
    assert starts(Step.MONTH, date(2025, 12, 31), date(2026, 2, 1)) == (date(2025, 12, 1), date(2026, 1, 1))
    assert step_for(today, today + 30 * day) is Step.DAY
    assert step_for(today, today + 100 * day) is Step.WEEK
    assert step_for(today, today + 1000 * day) is Step.MONTH
    assert NOON.date() == today
