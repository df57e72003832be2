"""What a file is, told by its first bytes and never by its name; and how large it may be."""

from dataclasses import dataclass
from typing import BinaryIO

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.media import MediaKind

HEAD_BYTES = 64
_BOX_HEAD = 8
_MIB = 1024 * 1024
# The most that any platform takes: OnlyFans 50 MB an image (platforms/onlyfans.md), X 8 GB a film (platforms/x.md §5).
MOST_BYTES = {MediaKind.IMAGE: 50 * _MIB, MediaKind.GIF: 50 * _MIB, MediaKind.VIDEO: 8 * 1024 * _MIB}
# A small file can unfold to any size; below Pillow's own alarm, and four times what a platform shows.
MOST_PIXELS = 80_000_000
_TAKEN = "JPEG, PNG, WEBP, GIF, MP4 and MOV are taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """A file's form by its content. `form`: the word of its format, "jpeg", "png", "webp", "gif", "mp4" or "mov"."""

    kind: MediaKind
    mime: str
    form: str


_JPEG = Sniffed(kind=MediaKind.IMAGE, mime="image/jpeg", form="jpeg")
_PNG = Sniffed(kind=MediaKind.IMAGE, mime="image/png", form="png")
_WEBP = Sniffed(kind=MediaKind.IMAGE, mime="image/webp", form="webp")
_GIF = Sniffed(kind=MediaKind.GIF, mime="image/gif", form="gif")
_MP4 = Sniffed(kind=MediaKind.VIDEO, mime="video/mp4", form="mp4")
_MOV = Sniffed(kind=MediaKind.VIDEO, mime="video/quicktime", form="mov")
# Known by their first bytes, and taken by no platform that is connected here.
_OTHERS = (
    (b"%PDF", "it is a PDF"),
    (b"\x1aE\xdf\xa3", "it is a WebM or Matroska video"),
    (b"BM", "it is a BMP image"),
    (b"II*\x00", "it is a TIFF or raw image"),
    (b"MM\x00*", "it is a TIFF or raw image"),
    (b"ID3", "it is a sound file"),
    (b"PK\x03\x04", "it is a ZIP archive"),
)
_BRANDS = {
    b"heic": "it is a HEIC photo; export it as JPEG",
    b"heix": "it is a HEIC photo; export it as JPEG",
    b"mif1": "it is a HEIF photo; export it as JPEG",
    b"avif": "it is an AVIF image; export it as JPEG or PNG",
    b"avis": "it is an AVIF image; export it as JPEG or PNG",
    b"M4A ": "it is a sound file",
}


def sniff(head: bytes, size: int, name: str) -> Sniffed:
    """What a file of `size` bytes that begins with `head` is. Raises BadInput, naming it, for what cannot be used."""
    if size == 0:
        raise BadInput("the file is empty", item=name)
    found = _image(head) or _film(head, name)
    if found is None:
        other = next((words for start, words in _OTHERS if head.startswith(start)), "it is no image and no video")
        raise BadInput(f"{other}; {_TAKEN}", item=name)
    most = MOST_BYTES[found.kind]
    if size > most:
        raise BadInput(f"it has {size // _MIB:,} MB; no platform takes more than {most // _MIB:,} MB", item=name)
    return found


def refuse_too_many_pixels(width: int, height: int, name: str) -> None:
    """Raises BadInput for what would fill the memory once unpacked, or shows nothing."""
    if width * height > MOST_PIXELS:
        raise BadInput(f"it has {width:,} by {height:,} pixels, more than can be opened safely", item=name)
    if width < 1 or height < 1:
        raise BadInput("it holds no picture", item=name)


def refuse_cut_film(file: BinaryIO, size: int, name: str) -> None:
    """Raises BadInput where the last of the boxes that an MP4 or MOV is made of (ISO 14496-12, 4.2) ends after the file."""
    at = 0
    while at + _BOX_HEAD <= size:
        file.seek(at)
        head = file.read(2 * _BOX_HEAD)
        length = int.from_bytes(head[:4])
        if length == 1:
            length = int.from_bytes(head[8:16])
        if length == 0:  # up to the end
            return
        if length < _BOX_HEAD or at + length > size:
            raise BadInput("the film is damaged or cut off", item=name)
        at += length


def _image(head: bytes) -> Sniffed | None:
    if head.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _WEBP
    return None


def _film(head: bytes, name: str) -> Sniffed | None:
    box, brand = head[4:8], head[8:12]
    if box == b"ftyp":
        if brand in _BRANDS:
            raise BadInput(_BRANDS[brand], item=name)
        return _MOV if brand == b"qt  " else _MP4
    # QuickTime files from before 2002 have no brand.
    return _MOV if box in (b"moov", b"mdat", b"wide") else None
