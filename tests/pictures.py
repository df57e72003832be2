"""Pictures and films as cameras and phones leave them: full of what tells where, when and by whom they were made."""

import io
from pathlib import Path

import av
from PIL import Image, PngImagePlugin
from PIL.ExifTags import IFD, Base

# Whatever of these is found in an upload form has leaked.
CANARIES = (b"CANARY", b"Exif", b"http://ns.adobe.com/xap", b"XML:com.adobe.xmp", b"Photoshop 3.0", b"+52.5200", b"GPS")
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- http://ns.adobe.com/xap CANARY-XMP GPSLatitude 52.52 --></x:xmpmeta>"
UPRIGHT, TURNED = 1, 6


def exif(orientation: int = UPRIGHT) -> Image.Exif:
    found = Image.Exif()
    found[Base.Make] = "CANARY-MAKER"
    found[Base.Orientation] = orientation
    found[Base.DateTime] = "2024:05:05 10:00:00"
    found.get_ifd(IFD.GPSInfo).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0), 29: "CANARY-DAY"})
    found.get_ifd(IFD.Exif)[Base.UserComment] = b"CANARY-COMMENT"
    return found


def scene(size: tuple[int, int] = (64, 40), mode: str = "RGB") -> Image.Image:
    """Not symmetric, so that a turn shows: red above, blue below."""
    image = Image.new(mode, size, "blue")
    image.paste(Image.new(mode, (size[0], size[1] // 2), "red"), (0, 0))
    return image


def jpeg(orientation: int = UPRIGHT, size: tuple[int, int] = (64, 40)) -> bytes:
    target = io.BytesIO()
    scene(size).save(target, "JPEG", exif=exif(orientation), xmp=XMP, comment=b"CANARY-COM", quality=90)
    raw = target.getvalue()
    iptc = b"Photoshop 3.0\x008BIM CANARY-IPTC"
    second = b"CANARY-SECOND-PICTURE after the end"
    return raw[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2) + iptc + raw[2:] + second


def png(orientation: int = UPRIGHT, size: tuple[int, int] = (64, 40)) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "CANARY-TEXT")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    target = io.BytesIO()
    scene(size, "RGBA").save(target, "PNG", pnginfo=words, exif=exif(orientation))
    return target.getvalue() + b"CANARY after the end"


def webp(orientation: int = UPRIGHT, size: tuple[int, int] = (64, 40)) -> bytes:
    target = io.BytesIO()
    scene(size).save(target, "WEBP", exif=exif(orientation), xmp=XMP, quality=90)
    return target.getvalue()


def gif(frames: int = 3, size: tuple[int, int] = (64, 40)) -> bytes:
    images = [scene(size).rotate(turn * 90) for turn in range(frames)]
    target = io.BytesIO()
    images[0].save(target, "GIF", save_all=True, append_images=images[1:], duration=100, loop=0, comment=b"CANARY-GIF")
    raw = target.getvalue()
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(XMP)]) + XMP + b"\x00"
    return raw[:-1] + xmp + b"\x3bCANARY after the end"


def film(path: Path, *, form: str = "mp4", turned: bool = False, frames: int = 12) -> Path:
    """A short film with title, place and time; `turned` says that it is shown on its side."""
    words = {"location": "+52.5200+013.4050/", "title": "CANARY-TITLE", "creation_time": "2024-05-05T10:00:00Z"}
    with av.open(str(path), "w", format=form, options={"movflags": "use_metadata_tags"}) as output:
        output.metadata.update({**words, "com.apple.quicktime.location.ISO6709": "+52.5200+013.4050/ CANARY"})
        stream = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(frames):
            picture = Image.new("RGB", (64, 48), (number * 20 % 255, 40, 200))
            for packet in stream.encode(av.VideoFrame.from_image(picture)):
                output.mux(packet)
        for packet in stream.encode():
            output.mux(packet)
    if turned:
        _turn(path)
    return path


def _turn(path: Path) -> None:
    """Put a quarter turn into the track header's matrix, as a phone held upright does."""
    raw = bytearray(path.read_bytes())
    at = raw.index(b"tkhd") + 4 + 40
    values = (0, 0x10000, 0, -0x10000, 0, 0, 48 << 16, 0, 0x40000000)
    raw[at : at + 36] = b"".join(value.to_bytes(4, signed=True) for value in values)
    path.write_bytes(raw)
