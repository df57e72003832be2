"""Patreon's webhooks and Gumroad's pings."""

from fuzz.hooks import other_deliveries, read
from fuzz.parsers import Parser

PARSER = Parser(other_deliveries, read)
