"""Images without what tells where, when and by whom they were made, byte for byte the same picture.

Each format is walked block by block; what is not known to be needed for showing the picture stays behind: Exif, GPS, XMP,
IPTC, comments, second pictures, anything after the end. Pure functions of bytes; they raise Unreadable.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


class Unreadable(ValueError):
    """The bytes are not a whole file of their format; the text says what is wrong with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`content` holds no metadata; width and height in pixels as stored. `duration_ms` of one run, None for still ones.

    `orientation` is Exif's number for how it is to be turned, 1 for upright.
    """

    content: bytes
    width: int
    height: int
    frames: int | None = None
    duration_ms: int | None = None
    orientation: int = 1


_CUT = "it ends too early: the file is cut off"

# --- Exif (CIPA DC-008): the one thing of it that the picture needs ---
_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_TURNS = range(1, 9)


def _orientation(tiff: bytes) -> int:
    """The first directory's entry, 1 where there is none or it makes no sense: metadata that are broken are only left behind."""
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    start = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[start : start + 2], order)
    for number in range(min(count, 200)):
        entry = tiff[start + 2 + 12 * number :][:12]
        if int.from_bytes(entry[:2], order) == _ORIENTATION:
            found = int.from_bytes(entry[8:10], order)
            return found if found in _TURNS else 1
    return 1


# --- JPEG (ITU-T T.81) ---
_SOI, _EOI, _SOS, _DAC = 0xD8, 0xD9, 0xDA, 0xCC
_RESTARTS = range(0xD0, 0xD8)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, _DAC}
_APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE


def jpeg(raw: bytes) -> Picture:
    """Keeps tables, frames, scans, JFIF, colour profile and Adobe's colour transform."""
    kept = [b"\xff\xd8"]
    size: tuple[int, int] | None = None
    orientation = 1
    at = 2
    while True:
        at, marker = _jpeg_marker(raw, at)
        if marker == _EOI:
            break
        end = at + _number(raw, at, 2)
        if end > len(raw):
            raise Unreadable(_CUT)
        body = raw[at:end]
        if marker in _FRAMES and len(body) >= 7:
            size = (_number(body, 5, 2), _number(body, 3, 2))
        if marker == _SOS:
            end = _scan_end(raw, end)
        if marker == _APP1 and body[2:8] == _EXIF:
            orientation = _orientation(body[8:])
        if marker == _APP0 and body[2:7] == b"JFIF\x00":
            kept.append(b"\xff\xe0\x00\x10" + body[2:14] + b"\x00\x00")  # without the thumbnail it may hold
        elif _jpeg_keeps(marker, body):
            kept.append(bytes([0xFF, marker]) + raw[at:end])
        at = end
    if size is None:
        raise Unreadable("it holds no picture")
    return Picture(content=b"".join((*kept, b"\xff\xd9")), width=size[0], height=size[1], orientation=orientation)


def _jpeg_marker(raw: bytes, at: int) -> tuple[int, int]:
    if at + 1 >= len(raw):
        raise Unreadable(_CUT)
    if raw[at] != 0xFF:
        raise Unreadable("its blocks do not follow each other: the file is damaged")
    while at < len(raw) and raw[at] == 0xFF:  # any number of fill bytes
        at += 1
    if at >= len(raw):
        raise Unreadable(_CUT)
    return at + 1, raw[at]


def _jpeg_keeps(marker: int, body: bytes) -> bool:
    if marker == _APP2:
        return body[2:14] == b"ICC_PROFILE\x00"
    if marker == _APP14:
        return body[2:7] == b"Adobe"
    return not (_APP0 <= marker <= _APP15 or marker == _COM)


def _scan_end(raw: bytes, at: int) -> int:
    """Where the compressed data of a scan end: at the next marker that is no restart and no stuffed byte."""
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            raise Unreadable(_CUT)
        if raw[at + 1] != 0x00 and raw[at + 1] != 0xFF and raw[at + 1] not in _RESTARTS:
            return at
        at += 1 if raw[at + 1] == 0xFF else 2


# --- PNG (W3C, third edition) ---
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    )
) | {b"acTL", b"fcTL", b"fdAT"}


def png(raw: bytes) -> Picture:
    """Keeps what draws and colours, animation included."""
    kept, at, name = [_PNG], len(_PNG), b""
    frames, orientation = None, 1
    while name != b"IEND":
        length = _number(raw, at, 4)
        name, end = raw[at + 4 : at + 8], at + 12 + length
        if end > len(raw):
            raise Unreadable(_CUT)
        if name == b"acTL":
            frames = _number(raw, at + 8, 4)
        if name == b"eXIf":
            orientation = _orientation(raw[at + 8 : end - 4])
        if name in _PNG_KEPT:
            kept.append(raw[at:end])
        at = end
    if kept[1][4:8] != b"IHDR":
        raise Unreadable("it does not begin with its header: the file is damaged")
    return Picture(
        content=b"".join(kept),
        width=_number(kept[1], 8, 4),
        height=_number(kept[1], 12, 4),
        frames=frames,
        orientation=orientation,
    )


# --- WEBP (RFC 9649) ---
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_EXIF_AND_XMP = 0b0000_1100


def webp(raw: bytes) -> Picture:
    """Keeps picture, transparency, animation and colour profile; its header no longer promises Exif and XMP."""
    end = 8 + int.from_bytes(raw[4:8], "little")
    if end > len(raw):
        raise Unreadable(_CUT)
    kept: list[bytes] = []
    size: tuple[int, int] | None = None
    frames, duration, orientation = 0, 0, 1
    for name, body in _riff_chunks(raw[:end]):
        if name == b"EXIF":
            orientation = _orientation(body.removeprefix(_EXIF))
        if name not in _WEBP_KEPT:
            continue
        size = size or _webp_size(name, body)
        frames += name == b"ANMF"
        duration += int.from_bytes(body[12:15], "little") if name == b"ANMF" else 0
        content = bytes([body[0] & ~_EXIF_AND_XMP]) + body[1:] if name == b"VP8X" else body
        kept.append(name + len(content).to_bytes(4, "little") + content + b"\x00" * (len(content) % 2))
    if size is None:
        raise Unreadable("it holds no picture")
    joined = b"WEBP" + b"".join(kept)
    return Picture(
        content=b"RIFF" + len(joined).to_bytes(4, "little") + joined,
        width=size[0],
        height=size[1],
        frames=frames or None,
        duration_ms=duration if frames else None,
        orientation=orientation,
    )


def _riff_chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(raw):
        length = int.from_bytes(raw[at + 4 : at + 8], "little")
        body = raw[at + 8 : at + 8 + length]
        if len(body) < length or not length:
            raise Unreadable(_CUT)
        yield raw[at : at + 4], body
        at += 8 + length + length % 2


def _webp_size(name: bytes, body: bytes) -> tuple[int, int] | None:
    if len(body) < 10:
        raise Unreadable(_CUT)
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


# --- GIF (GIF89a) ---
_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def gif(raw: bytes) -> Picture:
    """Keeps frames, their timing and how often they repeat."""
    if len(raw) < 13:
        raise Unreadable(_CUT)
    at = 13 + _gif_colours(raw[10])
    kept, frames, centiseconds = [raw[:at]], 0, 0
    while True:
        if at >= len(raw):
            raise Unreadable(_CUT)
        start, sort = at, raw[at]
        if sort == _TRAILER:
            break
        if sort == _IMAGE:
            at = _gif_blocks_end(raw, start + 11 + _gif_colours(_byte(raw, start + 9)))
            frames += 1
            keep = True
        elif sort == _EXTENSION:
            at = _gif_blocks_end(raw, start + 2)
            label = raw[start + 1]
            keep = label == _CONTROL or (label == _APPLICATION and raw[start + 3 : start + 14] in _LOOPS)
            centiseconds += int.from_bytes(raw[start + 4 : start + 6], "little") if label == _CONTROL else 0
        else:
            raise Unreadable("its blocks do not follow each other: the file is damaged")
        if keep:
            kept.append(raw[start:at])
    if not frames:
        raise Unreadable("it holds no picture")
    return Picture(
        content=b"".join((*kept, bytes([_TRAILER]))),
        width=int.from_bytes(raw[6:8], "little"),
        height=int.from_bytes(raw[8:10], "little"),
        frames=frames,
        duration_ms=centiseconds * 10,
    )


def _gif_colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 0b111) + 1) if flags & 0b1000_0000 else 0


def _gif_blocks_end(raw: bytes, at: int) -> int:
    while length := _byte(raw, at):
        at += 1 + length
    return at + 1


def _byte(raw: bytes, at: int) -> int:
    if at >= len(raw):
        raise Unreadable(_CUT)
    return raw[at]


def _number(raw: bytes, at: int, length: int) -> int:
    if at + length > len(raw):
        raise Unreadable(_CUT)
    return int.from_bytes(raw[at : at + length])
