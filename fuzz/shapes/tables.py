"""Files that people bring: of bookings (as platforms and banks write them), and of the bank's rates."""

from fuzz.shapes import PRIVATE

_ENGLISH = (
    "Date,Amount,Fee,Net,Currency,Type,Item,Buyer,Transaction ID\r\n"
    f"2026-11-21 18:37,19.99,2.00,17.99,USD,sale,Brushes,{PRIVATE},tx-1\r\n"
    f"2026-11-22,5,,,USD,tip,,{PRIVATE},\r\n"
    "2026-11-22,-5.00,,,USD,refund,,,tx-3\r\n"
)
_GERMAN = (
    "Datum;Betrag;Gebühr;Währung;Art;Kunde\n"
    f'21.11.2026;"1.234,50";12,00;EUR;Abo;{PRIVATE}\n'
    "22.11.2026;(5,00 €);;€;Tip;\n"
)
_KOFI = (
    "DateTime (UTC)\tFrom\tMessage\tReceived\tCurrency\tTransactionType\n"
    f"11/21/2026 18:37:00\t{PRIVATE}\thi\t3.00\tUSD\tDonation\n"
)
BOOKINGS = (_ENGLISH, _GERMAN, _KOFI)

RATES = (
    "Date,USD,JPY,BGN,\r\n2026-11-20,1.0848,163.21,1.9558,\r\n2026-11-19,1.0801,N/A,1.9558,\r\n",
    "Date, USD, JPY, \n20 November 2026, 1.0848, 163.21, \n",
)
