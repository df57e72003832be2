"""A site's file says what is wrong with it, and an answer of any form names somebody or nobody."""

import pytest

from connectors.browser.sites import Sign, identity, load
from tests.browser_site import FILE


def test_a_file_is_read_whole():
    site = load(FILE)
    assert (site.version, site.seen.isoformat()) == (3, "2026-11-27")
    assert site.selectors("new_post")[1] == "a.m-create-post"
    assert site.login.sign.true == ("isAuth",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("version = 3", "", "version"),
        ("version = 3", "version = 0", "version"),
        ("version = 3", "version = 3\nspare = 1", "spare"),
        ("[login]", "[login]\nurl = 1", "url"),
        ('page = "/"', 'page = "https://elsewhere.example/"', "page"),
        ('element = "new_post"', 'element = "nothing"', "nothing"),
        ('more = ["button.b-more"]', "more = []", "elements"),
        ('more = ["button.b-more"]', 'more = [""]', "elements"),
        ('more = ["button.b-more"]', 'more = "button.b-more"', "elements"),
        ('id = ["id"]', "id = []", "id"),
        ("[elements]", "[elements", "Expected"),
        ('do = "fill", element = "text"', 'do = "type", element = "text"', "flows"),
        ('do = "fill", element = "text"', 'do = "fill", element = "nothing"', "'publish', step 3: 'nothing'"),
        ('do = "fill", element = "text", value = "text"', 'do = "fill", element = "text"', "step 3: fill, choose"),
        ('do = "open", page = "/posts/create"', 'do = "open", element = "post"', "step 1: open has a page"),
        ('do = "open", page = "/posts/create"', 'do = "open", page = "//evil.example"', "page"),
        ('element = "gone", maybe = true', 'element = "gone", answer = "/api/posts"', "step 2: only a click that ends"),
        ('answer = "/api/posts"', 'answer = "/api/posts", maybe = true', "step 5: only a click that ends"),
    ],
)
def test_a_file_that_is_wrong_says_where(old, new, told):
    assert old in FILE
    with pytest.raises(ValueError, match=told):
        load(FILE.replace(old, new))


SIGN = Sign(answer="/me", id=("response", "account", "id"), true=("success",))


@pytest.mark.parametrize(
    ("answer", "who"),
    [
        ({"success": True, "response": {"account": {"id": "730000000000000001"}}}, "730000000000000001"),
        ({"success": True, "response": {"account": {"id": 41}}}, "41"),
        ({"success": True, "response": {}}, None),  # fansly.md §2: success without an account is nobody
        ({"success": 1, "response": {"account": {"id": 41}}}, None),
        ({"success": False, "response": {"account": {"id": 41}}}, None),
        ({"success": True, "response": {"account": {"id": True}}}, None),
        ({"success": True, "response": {"account": {"id": {"deep": 1}}}}, None),
        ({"success": True, "response": {"account": {"id": ""}}}, None),
        ({"success": True, "response": [1]}, None),
        ([], None),
        (None, None),
        ("isAuth", None),
    ],
)
def test_who_is_logged_in_by_an_answer_of_any_form(answer, who):
    assert identity(answer, SIGN) == who


def test_an_id_without_end_is_cut():
    assert len(identity({"id": "9" * 10_000}, Sign(answer="/", id=("id",))) or "") == 100
