"""`ofauto money …` on a practice workspace: rates, totals in one currency, the ledger by words."""

import pytest

from tests.flows.test_command_line import Ofauto


@pytest.fixture
def ofauto(practising, capsys) -> Ofauto:
    return Ofauto(practising, capsys)


def test_rates_totals_and_the_ledger(ofauto: Ofauto, tmp_path) -> None:
    taken = ofauto("money", "rates", "fetch")
    assert taken["added"] == 0  # the practice workspace has them already
    assert ofauto("money", "rates", "list", "EUR", "USD", "--limit", "1")[0]["source"] == "practice: ECB"
    assert ofauto("money", "rates", "add", "usd", "eur", "2026-06-01", "0.5", "--until", "2026-06-02")["added"] == 2
    added = ofauto("money", "rates", "list", "USD", "EUR")
    assert [(one["day"], one["rate"], one["to"]) for one in added] == [
        ("2026-06-02", "0.5", "EUR"),
        ("2026-06-01", "0.5", "EUR"),
    ]
    file = tmp_path / "eurofxref.csv"
    file.write_text("Date, USD, \n02 June 2020, 1.1174, \n")
    assert ofauto("money", "rates", "import", str(file))["first"] == "2020-06-02"
    assert "no currency" in ofauto.refused("money", "rates", "add", "EUR", "QQQ", "2026-06-01", "1")
    assert ofauto.printed("money", "rates", code=2) == ""

    by_kind = ofauto("money", "--by", "kind", "--in", "EUR")
    by_product = ofauto("money", "--by", "product")
    assert sum(row["net_minor"] for row in by_kind) == sum(row["net_minor"] for row in by_product)
    assert all(row["worth"]["currency"] == "EUR" and row["worth"]["net_minor"] for row in by_kind)
    tiers = {"Sketchbook", "Studio", "Atelier", ""}  # "": who has left by now is in none
    of_kofi = {"Sticker sheet", "Print", "Zine (PDF)", "Portrait"}
    told = {row["label"] for row in by_product if not row["label"].startswith("ko-fi.com/s/")}
    assert told == {"Brushes", "Photo set", "Wallpapers", "Club"} | tiers | of_kofi

    lines = ofauto("money", "ledger", "--text", "club", "--kind", "renewal")
    assert lines
    assert {line["kind"] for line in lines} == {"renewal"}
    assert {line["product"] for line in lines} == {"Club"}
    everything = ofauto("money", "ledger")
    assert len(everything) > len(lines)
    account = everything[0]["account"]
    of_one = ofauto("money", "--account", str(account), "ledger")
    assert {line["account"] for line in of_one} == {account}
    assert len(ofauto("money", "ledger", "--account", str(account))) == len(of_one)
    assert "none of" in ofauto.refused("money", "ledger", "--kind", "sales")
    members = ofauto("money", "members", "--text", "studio", "--standing", "pays")
    assert {(one["tier"], one["standing"]) for one in members} == {("Studio", "pays")}
    assert any(row["declined"] for row in ofauto("money", "--by", "month"))
    codes = {one["code"]: one for one in ofauto("money", "offers")}
    assert (codes["KABE300"]["amount_minor"], codes["KABE300"]["currency"]) == (300, "JPY")
    assert codes["SPRING"]["offer"] in {row["offer"] for row in ofauto("money", "--by", "offer")}
    (sale,) = ofauto("money", "ledger", "--text", "brushes", "--kind", "sale")[:1]
    about = (sale["remote_id"].partition(":")[0], "--account", str(sale["account"]))
    looked = ofauto("money", "licence", *about)
    assert (looked["standing"], len(looked["key_end"])) == ("good", 5)
    assert ofauto("money", "licence", *about, "--disable")["standing"] == "disabled"
    assert ofauto("money", "licence", *about)["standing"] == "disabled"
    assert ofauto("money", "licence", *about, "--enable")["uses"] == looked["uses"]
    assert "no licence" in ofauto.refused(
        "money", "licence", lines[0]["remote_id"], "--account", str(lines[0]["account"])
    )
    assert ofauto("money", "payouts")
    assert ofauto("money", "balances")


def test_a_file_is_looked_at_entered_and_taken_back_and_the_year_is_written(ofauto: Ofauto, tmp_path) -> None:
    account = ofauto("money", "ledger")[0]["account"]
    file = tmp_path / "patrons.csv"
    file.write_text("when,what,paid\n2026-06-01,Prints,12.50\n2026-06-02,Prints,oops\n")
    options = ("--account", str(account), "--map", "date=when", "gross=paid", "product=what", "--kind", "shop")
    looked = ofauto("money", "import", str(file), *options, "--dry-run", code=1)
    assert (looked["new"], looked["wrong"]) == (1, 1)
    assert looked["problems"] == [{"line": 3, "field": "gross", "problem": "no_amount"}]
    assert ofauto("money", "import", str(file), *options, code=1)["wrong"] == 1
    assert ofauto("money", "ledger", "--text", "Prints") == []
    file.write_text("when,what,paid\n2026-06-01,Prints,12.50\n2026-06-02,Prints,7\n")
    entered = ofauto("money", "import", str(file), *options, "--currency", "usd")
    assert (entered["lines"], entered["kind"]) == (2, "csv")
    assert [line["gross_minor"] for line in ofauto("money", "ledger", "--text", "Prints")] == [700, 1250]
    again = ofauto.refused("money", "import", str(file), *options)
    assert "already" in again
    assert ofauto("money", "undo-import", str(entered["id"]))["lines"] == 2
    assert ofauto("money", "ledger", "--text", "Prints") == []
    assert "no column" in ofauto.refused("money", "import", str(file), "--account", str(account), "--map", "date=nope")
    assert "FIELD=COLUMN" in ofauto.refused("money", "import", str(file), "--account", str(account), "--map", "x")

    year = tmp_path / "year.csv"
    refused = ofauto.refused("money", "export-tax", "2026", str(year), "--from", "2026-03-01")
    assert "first and last day" in refused
    assert not year.exists()
    done = ofauto("money", "export-tax", "2026", str(year), "--currency", "EUR")
    assert (done["from"], done["to"], done["unconverted"]) == ("2026-01-01", "2027-01-01", 0)
    lines = year.read_text("utf-8-sig").splitlines()
    totals = ofauto("money", "--from", "2026-01-01", "--to", "2027-01-01")
    currencies = sorted({row["currency"] for row in totals})
    assert len(lines) == 1 + done["rows"] + len(currencies)
    for currency, line in zip(currencies, lines[-len(currencies) :], strict=True):
        net = sum(row["net_minor"] for row in totals if row["currency"] == currency)
        assert f",{net / 100:.2f}," in line


def test_rates_are_fetched_from_any_server_that_gives_the_file(tmp_path, capsys, quick_keys) -> None:
    """Over a real socket, into a workspace that is not for practice; an address that does not answer is told in words."""
    from ofauto_desktop.runtime.loop import BackgroundLoop
    from ofauto_desktop.services.practice import rates_endpoint, serving

    ofauto = Ofauto(tmp_path / "real", capsys)
    ofauto("init", "--no-keychain")
    loop = BackgroundLoop()
    server = serving("127.0.0.1", 0, [])
    endpoints = loop.submit(server.__aenter__()).result(20)
    try:
        address = rates_endpoint(endpoints)
        taken = ofauto("money", "rates", "fetch", "--endpoint", address)
        assert taken["added"] > 1000
        assert ofauto("money", "rates", "list", "EUR", "USD", "--limit", "1")[0]["source"] == "ECB"
        gone = ofauto.refused("money", "rates", "fetch", "--endpoint", f"{address}x", kind="layout_changed")
        assert "European Central Bank" in gone
    finally:
        loop.submit(server.__aexit__(None, None, None)).result(20)
        loop.stop()
    assert "not reached" in ofauto.refused("money", "rates", "fetch", "--endpoint", address, kind="network")
