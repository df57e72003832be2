"""Ko-fi: its deliveries, which are all that it says."""

from fuzz.hooks import kofi_deliveries, read
from fuzz.parsers import Parser

PARSER = Parser(kofi_deliveries, read)
