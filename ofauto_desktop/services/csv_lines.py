"""Lines of a CSV file as ledger entries: dates, amounts and words as people write them. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation

from ofauto_desktop.domain.books import CheckedLine, CsvTable, DateOrder, Field, ImportForm, LineState, Wrong
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.days import in_calendar
from ofauto_desktop.domain.fees import estimated
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, exponent, payment_id
from ofauto_desktop.domain.platforms import PlatformId

_LONGEST = 300
_LARGEST = Decimal(10) ** 10
_NOON = 12
_DATE = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_BESIDE = re.compile(r"[\s\u00a0\u202f'$€£¥]")
# A sign in front or behind, a currency's letters on either side, figures between.
_AMOUNT = re.compile(r"(?:[A-Za-z]{3})?([+-]?)(?:[A-Za-z]{3})?([0-9.,]+)(-?)(?:[A-Za-z]{3})?")
_KINDS = {
    **{kind.value: kind for kind in LedgerKind},
    "membership": LedgerKind.SUBSCRIPTION,
    "abo": LedgerKind.SUBSCRIPTION,
    "rebill": LedgerKind.RENEWAL,
    "donation": LedgerKind.TIP,
    "monthly tip": LedgerKind.SUBSCRIPTION,
    "monthly donation": LedgerKind.SUBSCRIPTION,
    "shop order": LedgerKind.SHOP,
    "ppv": LedgerKind.MESSAGE,
    "order": LedgerKind.SALE,
    "purchase": LedgerKind.SALE,
    "refund": LedgerKind.SALE,
    "withdrawal": LedgerKind.PAYOUT,
}
# How columns are often called; compared without case and signs.
_NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.DATE: (
        "date",
        "day",
        "created",
        "createdat",
        "time",
        "datetime",
        "timestamp",
        "datum",
        "purchasedate",
        "datetimeutc",
    ),
    Field.GROSS: ("gross", "amount", "total", "price", "brutto", "betrag", "sale", "grossamount", "value", "received"),
    Field.FEE: ("fee", "fees", "commission", "platformfee", "gebuhr", "gumroadfee"),
    Field.NET: ("net", "netamount", "netto", "earnings", "nettotal"),
    Field.TAX: ("tax", "vat", "salestax", "mwst", "ust"),
    Field.CURRENCY: ("currency", "curr", "currencycode", "wahrung"),
    Field.KIND: ("kind", "type", "category", "art", "transactiontype"),
    Field.PRODUCT: ("product", "item", "itemname", "description", "productname", "title", "what", "produkt"),
    Field.FAN: ("fan", "buyer", "customer", "email", "user", "username", "supporter", "kunde", "from"),
    Field.REFERENCE: ("reference", "id", "transactionid", "orderid", "saleid", "ref", "remoteid", "receipt"),
}


class Reader:
    """Understands the lines of one file. `zone` is the client's: a time without an offset is of its clocks."""

    def __init__(self, form: ImportForm, zone: tzinfo, platform: PlatformId, now: datetime, source: str) -> None:
        self._form, self._zone, self._platform, self._now, self._source = form, zone, platform, now, source
        self._seen: Counter[str] = Counter()

    def checked(
        self, table: CsvTable, known: Callable[[Sequence[str]], Collection[str]], left_out: Collection[int]
    ) -> Iterator[CheckedLine]:
        """Every line: new, known to the ledger already (`known` tells which ids are), or wrong in some cell."""
        read = [self._line(number, row, out=number in left_out) for number, row in enumerate(table.rows)]
        there = set(known([one.entry.remote_id for one in read if one.entry is not None]))
        taken: set[str] = set()
        for one in read:
            if one.entry is None:
                yield one
                continue
            again = one.entry.remote_id in there or one.entry.remote_id in taken
            taken.add(one.entry.remote_id)
            yield CheckedLine(number=one.number, state=LineState.KNOWN, entry=one.entry) if again else one

    def _line(self, number: int, cells: Sequence[str], *, out: bool) -> CheckedLine:
        if out:
            return CheckedLine(number=number, state=LineState.LEFT_OUT)
        problems: dict[Field, Wrong] = {}
        entry = _Cells(self._form, cells, problems).entry(self._zone, self._platform, self._now, self._source)
        if entry is None or problems:
            return CheckedLine(number=number, state=LineState.WRONG, problems=problems)
        key = entry.remote_id or self._key(entry)
        return CheckedLine(number=number, state=LineState.NEW, entry=entry._replace(remote_id=key))

    def _key(self, entry: LedgerEntry) -> str:
        """What tells a line from others where the file gives no id: all it says, and the how-manieth of its like it is.

        So the same file twice is the same lines, and two equal tips of one day stay two.
        """
        words = "|".join(
            str(part)
            for part in (
                entry.at.isoformat(),
                entry.kind.value,
                entry.gross_minor,
                entry.fee_minor,
                entry.tax_minor,
                entry.currency,
                entry.product_name,
                entry.fan,
            )
        )
        digest = hashlib.sha256(words.encode()).hexdigest()[:24]
        self._seen[digest] += 1
        return f"csv:{digest}:{self._seen[digest]}"


class _Cells:
    """The cells of one line by what they hold; writes down what is wrong with them."""

    def __init__(self, form: ImportForm, cells: Sequence[str], problems: dict[Field, Wrong]) -> None:
        self._form, self._cells, self._problems = form, cells, problems

    def entry(self, zone: tzinfo, platform: PlatformId, now: datetime, source: str) -> LedgerEntry | None:
        at = self._instant(zone, now)
        currency, kind = self._currency(), self._kind()
        if at is None or currency is None or kind is None:
            self._amount(Field.GROSS, currency or "USD", needed=True)
            return None
        gross = self._amount(Field.GROSS, currency, needed=True)
        fee, net = self._amount(Field.FEE, currency), self._amount(Field.NET, currency)
        tax = self._amount(Field.TAX, currency)
        texts = {field: self._text(field) for field in (Field.PRODUCT, Field.FAN, Field.REFERENCE)}
        if gross is None or self._problems:
            return None
        cost, is_estimate = self._fee(gross, fee, net, platform, currency, kind)
        back = gross < 0 and kind not in (LedgerKind.PAYOUT, LedgerKind.TRANSFER)
        return LedgerEntry(
            remote_id=_reference(texts[Field.REFERENCE] or "", platform, kind),
            at=at,
            kind=kind,
            gross_minor=gross,
            fee_minor=cost,
            currency=currency,
            status=LedgerStatus.REFUNDED if back else LedgerStatus.SETTLED,
            source=source,
            tax_minor=tax or 0,
            fee_estimated=is_estimate,
            fan=texts[Field.FAN],
            product_name=texts[Field.PRODUCT],
        )

    def _fee(
        self,
        gross: int,
        fee: int | None,
        net: int | None,
        platform: PlatformId,
        currency: str,
        kind: LedgerKind,
    ) -> tuple[int, bool]:
        """What the file says wins; from gross and net it follows; else it is estimated where the platform is known (M3)."""
        if fee is not None:
            # Files write the fee of a sale as a cost or as what it takes away, and that of a refund as what comes back.
            cost = -abs(fee) if gross < 0 else abs(fee)
            if net is not None and gross - cost != net:
                self._problems[Field.NET] = Wrong.DOES_NOT_ADD_UP
            return cost, False
        if net is not None:
            return gross - net, False
        guess = estimated(platform, gross, currency, kind)
        return guess or 0, guess is not None

    def _cell(self, field: Field) -> str:
        at = self._form.columns.get(field)
        return self._cells[at].strip() if at is not None and at < len(self._cells) else ""

    def _text(self, field: Field) -> str | None:
        word = " ".join(self._cell(field).split())
        if len(word) > _LONGEST:
            self._problems[field] = Wrong.TOO_LONG
        return word or None

    def _currency(self) -> str | None:
        word = self._cell(Field.CURRENCY)
        code = _SYMBOLS.get(word, word.upper()) or self._form.currency
        if len(code) == 3 and is_currency(code):
            return code
        self._problems[Field.CURRENCY] = Wrong.NO_CURRENCY
        return None

    def _kind(self) -> LedgerKind | None:
        word = self._cell(Field.KIND).casefold()
        if not word:
            return self._form.kind
        found = _KINDS.get(word) or _KINDS.get(word.removesuffix("s"))
        if found is None:
            self._problems[Field.KIND] = Wrong.NO_KIND
        return found

    def _instant(self, zone: tzinfo, now: datetime) -> datetime | None:
        word = self._cell(Field.DATE)
        if not word:
            self._problems[Field.DATE] = Wrong.MISSING
            return None
        at = instant(word, self._form.dates, zone)
        if at is None or not in_calendar(at):
            self._problems[Field.DATE] = Wrong.NO_DATE
        elif at > now + timedelta(days=1):
            self._problems[Field.DATE] = Wrong.IN_THE_FUTURE
        return at

    def _amount(self, field: Field, currency: str, *, needed: bool = False) -> int | None:
        word = self._cell(field)
        if not word:
            if needed:
                self._problems[field] = Wrong.MISSING
            return None
        found = minor(word, currency, decimal_comma=self._form.decimal_comma)
        if isinstance(found, Wrong):
            self._problems[field] = found
            return None
        return found


def _reference(word: str, platform: PlatformId, kind: LedgerKind) -> str:
    """The line's own id, as its platform's webhooks would name it: what came by one of them is known."""
    return payment_id(word, kind) if word and platform is PlatformId.KOFI else word


def instant(word: str, order: DateOrder, zone: tzinfo) -> datetime | None:
    """A time as people write it (aware UTC), None for none. A day without a time is its noon, far from both its ends."""
    try:
        if (iso := _iso(word, zone)) is not None:
            return iso
        found = _DATE.fullmatch(word.strip())
        if found is None:
            return None
        parts = tuple(int(part) for part in found.groups()[:3])
        day = _ordered(parts, order)
        hour, minute, second = (int(part or 0) for part in found.groups()[3:])
        hour = hour if found.group(4) else _NOON
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _iso(word: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        return None
    if len(word) <= 10:
        found = found.replace(hour=_NOON)
    aware = found if found.tzinfo is not None else found.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _ordered(parts: Sequence[int], order: DateOrder) -> date:
    """Raises ValueError where it is no day. A year of four digits at the front is never a day."""
    one, two, three = parts
    if one > 31:
        return date(one, two, three)
    year, month, day = {
        DateOrder.YMD: (one, two, three),
        DateOrder.DMY: (three, two, one),
        DateOrder.MDY: (three, one, two),
    }[order]
    return date(2000 + year if year < 100 else year, month, day)


def minor(word: str, currency: str, *, decimal_comma: bool) -> int | Wrong:
    """An amount as people write it in minor units: "$1,234.50", "(12,00 €)", "−5". Never rounded: what is finer is wrong."""
    text = _BESIDE.sub("", word.replace("\N{MINUS SIGN}", "-"))
    bracketed = text.startswith("(") and text.endswith(")")
    found = _AMOUNT.fullmatch(text[1:-1] if bracketed else text)
    if found is None:
        return Wrong.NO_AMOUNT
    before, text, after = found.groups()
    negative = bracketed or before == "-" or after == "-"
    point, groups = (",", ".") if decimal_comma else (".", ",")
    whole, _, part = text.partition(point)
    if groups in whole:
        first, *rest = whole.split(groups)
        if not first or len(first) > 3 or any(len(group) != 3 for group in rest):
            return Wrong.NO_AMOUNT
    figures = whole.replace(groups, "")
    if not (figures + part) or not (figures + part).isascii() or not (figures + part).isdecimal():
        return Wrong.NO_AMOUNT
    try:
        amount = Decimal(f"{figures or '0'}.{part or '0'}")
    except InvalidOperation:
        return Wrong.NO_AMOUNT
    scaled = amount.scaleb(exponent(currency))
    if amount > _LARGEST:
        return Wrong.TOO_LARGE
    if scaled != scaled.to_integral_value():
        return Wrong.TOO_FINE
    return -int(scaled) if negative else int(scaled)


def guessed(table: CsvTable) -> dict[Field, int]:
    """Which column holds what, by their names."""
    plain = [re.sub(r"[^a-z]", "", name.casefold()) for name in table.columns]
    found: dict[Field, int] = {}
    for field, names in _NAMES.items():
        at = next((plain.index(name) for name in names if name in plain), None)
        if at is not None and at not in found.values():
            found[field] = at
    return found


def zone_of(table: CsvTable, form: ImportForm, own: tzinfo) -> tzinfo:
    """Whose clocks the file's times are of: a column that says UTC in its name means it, others are the client's `own`."""
    at = form.columns.get(Field.DATE)
    named = at is not None and at < len(table.columns) and "utc" in re.findall(r"[a-z]+", table.columns[at].casefold())
    return UTC if named else own


def guessed_dates(table: CsvTable, at: int | None) -> DateOrder:
    """In which order days are written: told by a part that can be no month."""
    if at is None:
        return DateOrder.YMD
    for row in table.rows[:500]:
        found = _DATE.match(row[at].strip())
        if found is None or len(found.group(1)) == 4:
            continue
        if int(found.group(1)) > 12:
            return DateOrder.DMY
        if int(found.group(2)) > 12:
            return DateOrder.MDY
        return DateOrder.DMY if "." in row[at] else DateOrder.MDY
    return DateOrder.YMD


def guessed_comma(table: CsvTable, at: int | None) -> bool:
    """Whether amounts are written with a decimal comma."""
    words = [row[at].strip(" )€$£¥") for row in table.rows[:500]] if at is not None else []
    return any(re.search(r",\d{1,2}$", word) for word in words)
