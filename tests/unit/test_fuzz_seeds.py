"""What fuzzing found once is tried at each run of the tests, with one case of every form from the sheets (`make fuzz`)."""

import pytest

from fuzz import parsers
from fuzz.cases import Case, kept, loaded, saved
from fuzz.parsers import NAMES, hold

SEEDS = [(parser, name, case) for parser in NAMES for name, case in kept(parser)]


@pytest.mark.parametrize(("parser", "case"), [pytest.param(p, c, id=f"{p}-{n}") for p, n, c in SEEDS])
def test_a_seed_is_understood_or_refused(parser, case):
    try:
        hold(parser, case)
    finally:
        parsers.parser(parser).close()


@pytest.mark.parametrize("parser", NAMES)
def test_every_parser_has_seeds(parser):
    assert any(one == parser for one, _, _ in SEEDS)


def test_a_case_is_kept_as_it_is():
    case = Case(where="sales", body=b"\n\xff\0{}", status=429, headers=(("retry-after", "²"),))
    assert loaded(saved(case)) == case
