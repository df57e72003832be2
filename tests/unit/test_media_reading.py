"""What a file is, by its first bytes; what is refused, and in which words."""

import pytest

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.services.media_reading import MOST_BYTES, refuse_too_many_pixels, sniff


@pytest.mark.parametrize(
    ("head", "kind", "mime"),
    [
        (b"\xff\xd8\xff\xe0", MediaKind.IMAGE, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", MediaKind.IMAGE, "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", MediaKind.IMAGE, "image/webp"),
        (b"GIF87a", MediaKind.GIF, "image/gif"),
        (b"\x00\x00\x00\x20ftypisom", MediaKind.VIDEO, "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", MediaKind.VIDEO, "video/quicktime"),
        (b"\x00\x00\x00\x08wide\x00\x00", MediaKind.VIDEO, "video/quicktime"),
    ],
)
def test_content_tells_the_kind(head, kind, mime):
    found = sniff(head, 1000, "picture.txt")
    assert (found.kind, found.mime) == (kind, mime)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"Hello, this is text", "no image and no video"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC photo"),
        (b"\x00\x00\x00\x18ftypavif", "AVIF"),
        (b"\x00\x00\x00\x18ftypM4A ", "sound"),
        (b"\x1aE\xdf\xa3", "WebM"),
        (b"RIFF\x00\x00\x00\x00WAVE", "no image and no video"),
        (b"\x00" * 64, "no image and no video"),
    ],
)
def test_what_cannot_be_used_is_named(head, words):
    with pytest.raises(BadInput, match=words) as refused:
        sniff(head, 1000, "notes.jpg")
    assert refused.value.item == "notes.jpg"


def test_an_empty_file_is_called_empty():
    with pytest.raises(BadInput, match="empty"):
        sniff(b"", 0, "a.jpg")


@pytest.mark.parametrize(("head", "kind"), [(b"\xff\xd8\xff", "image"), (b"\x00\x00\x00\x20ftypisom", "video")])
def test_what_no_platform_takes_is_refused_before_it_is_read(head, kind):
    most = MOST_BYTES[MediaKind(kind)]
    sniff(head, most, "a")
    with pytest.raises(BadInput, match="no platform takes more than"):
        sniff(head, most + 1, "a")


@pytest.mark.parametrize("size", [(100_000, 1000), (0, 10), (10, 0)])
def test_impossible_sizes_are_refused(size):
    with pytest.raises(BadInput):
        refuse_too_many_pixels(*size, "a.png")
