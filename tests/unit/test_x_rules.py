"""X's rules on content, as the composer asks them at every key (platforms/x.md §4, §5)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connectors.x.rules import XRules
from ofauto_desktop.domain.media import MediaItem, MediaKind

MIB = 1024 * 1024
RULES = XRules()


def item(kind: MediaKind = MediaKind.IMAGE, **changed) -> MediaItem:
    mime = {MediaKind.IMAGE: "image/jpeg", MediaKind.GIF: "image/gif", MediaKind.VIDEO: "video/mp4"}[kind]
    usual = MediaItem(
        id=1,
        name="coat",
        kind=kind,
        mime=mime,
        size=MIB,
        original_size=MIB,
        width=800,
        height=600,
        duration_ms=5000 if kind is MediaKind.VIDEO else None,
        frames=20 if kind is MediaKind.GIF else None,
        alt_text="",
        sha256="0" * 64,
        tags=(),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return replace(usual, **changed)


IMAGE, GIF, VIDEO = item(), item(MediaKind.GIF), item(MediaKind.VIDEO)


def blocking(parts: list[str], media: list[MediaItem], **options) -> list[str]:
    return [problem.text for problem in RULES.problems(parts, media, **options) if problem.blocking]


@pytest.mark.parametrize(
    ("parts", "media"),
    [
        (["hello"], []),
        ([""], [IMAGE]),
        (["x"], [IMAGE] * 4),
        (["x"], [GIF]),
        (["x"], [VIDEO]),
        (["one", "two"], []),
        (["x"], [item(MediaKind.VIDEO, duration_ms=None)]),
        (["x"], [item(MediaKind.GIF, frames=None)]),
        (["$ABC"], []),
    ],
)
def test_what_x_accepts(parts: list[str], media: list[MediaItem]) -> None:
    assert blocking(parts, media) == []


@pytest.mark.parametrize(
    ("parts", "media", "words"),
    [
        ([""], [], "no text"),
        (["  \n"], [], "no text"),
        (["a" * 283], [], "3 over"),
        (["fine", ""], [IMAGE], "no text"),
        (["\ufeffx"], [], "character"),
        (["$ABC $DEF"], [], "cashtag"),
        (["x"], [IMAGE] * 5, "4"),
        (["x"], [GIF, GIF], "GIF"),
        (["x"], [VIDEO, VIDEO], "video"),
        (["x"], [IMAGE, VIDEO], "video"),
        (["x"], [IMAGE, GIF], "GIF"),
        (["x"], [item(size=6 * MIB)], "6.0 MB"),
        (["x"], [item(MediaKind.GIF, size=16 * MIB)], "15 MB"),
        (["x"], [item(MediaKind.GIF, width=1300)], "1280"),
        (["x"], [item(MediaKind.GIF, frames=400)], "350"),
        (["x"], [item(MediaKind.VIDEO, duration_ms=400)], "half a second"),
        (["x"], [item(MediaKind.VIDEO, duration_ms=21 * 60_000)], "20 minutes"),
        (["x"], [item(MediaKind.VIDEO, size=9 * 1024 * MIB)], "8192 MB"),
        (["x"], [item(alt_text="a" * 1001)], "1000"),
        (["x"], [item(mime="image/tiff")], "tiff"),
        (["x"], [item(size=0)], "empty"),
    ],
)
def test_what_x_refuses_is_said_beforehand(parts: list[str], media: list[MediaItem], words: str) -> None:
    found = blocking(parts, media)
    assert found
    assert words.lower() in " ".join(found).lower()


def test_a_problem_names_its_part() -> None:
    assert [problem.part for problem in RULES.problems(["ok", "a" * 300], [])] == [1]


def test_a_link_is_a_hint_about_its_price() -> None:
    (hint,) = RULES.problems(["see example.com"], [])
    assert not hint.blocking
    assert "$0.20" in hint.text


def test_a_premium_account_has_another_limit() -> None:
    assert blocking(["a" * 300], [], text_limit=25_000) == []
    assert RULES.measure("a" * 300, text_limit=25_000).limit == 25_000
    assert RULES.measure("a" * 300).cut == 280


@pytest.mark.parametrize("reply_to", ["https://x.com/ada/status/1963000000000000001", "abc", "", "1" * 20])
def test_a_reply_names_the_post_by_its_id(reply_to) -> None:
    assert any("by its id" in text for text in blocking(["fine"], [], reply_to=reply_to))
    assert blocking(["fine"], [], reply_to="1963000000000000001") == []
