"""Files for screenshots: more pictures like those of the practice library, and a film."""

from pathlib import Path

from PIL import Image

from ofauto_desktop.services.practice_pictures import chance_of, picture, shore

_FIRST = 20  # those before are in the practice library already


def made(folder: Path, many: int) -> list[Path]:
    """`many` JPEG files in `folder`, each another picture."""
    return [_saved(folder / f"set-{number + 1:02}.jpg", picture(_FIRST + number)) for number in range(many)]


def film(path: Path, seconds: int = 6) -> Path:
    """A film of a sun that goes down."""
    import av

    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 480, 270, "yuv420p"
        for number in range(12 * seconds):
            frame = av.VideoFrame.from_image(shore(chance_of(3), (480, 270), number / (12 * seconds)))
            for packet in stream.encode(frame):
                output.mux(packet)
        for packet in stream.encode():
            output.mux(packet)
    return path


def smaller(path: Path) -> Path:
    """The same picture, as a messenger would have sent it."""
    with Image.open(path) as image:
        return _saved(path.with_name(f"{path.stem}-small.jpg"), image.resize((image.width // 2, image.height // 2)))


def _saved(path: Path, image: Image.Image) -> Path:
    image.save(path, quality=88)
    return path
