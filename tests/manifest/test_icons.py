"""The icons are the script's own drawing and what Teams asks for."""

import struct
import zlib

from manifest.draw_icons import ICONS, draw_colour, draw_outline, png


def pixels_of(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and RGBA rows of a PNG whose lines are unfiltered. Packed bytes may differ by zlib's version."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind = struct.unpack(">IIBB", content[16:26])
    assert (depth, kind) == (8, 6)
    at, packed = 8, b""
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            packed += content[at + 8 : at + 8 + length]
        at += 12 + length
    lines = zlib.decompress(packed)
    step = width * 4 + 1
    assert all(lines[row * step] == 0 for row in range(height))
    return width, height, b"".join(lines[row * step + 1 : (row + 1) * step] for row in range(height))


def test_colour_icon_is_what_the_script_draws() -> None:
    assert pixels_of((ICONS / "color.png").read_bytes()) == (192, 192, draw_colour())


def test_outline_icon_is_what_the_script_draws() -> None:
    assert pixels_of((ICONS / "outline.png").read_bytes()) == (32, 32, draw_outline())


def test_png_writing_keeps_every_pixel() -> None:
    rows = bytes(range(64))
    assert pixels_of(png(rows, 4)) == (4, 4, rows)


def test_outline_icon_is_white_on_transparent_ground() -> None:
    rows = draw_outline()
    pixels = {(rows[at : at + 3], rows[at + 3]) for at in range(0, len(rows), 4)}
    assert {colour for colour, _ in pixels} == {b"\xff\xff\xff"}
    assert {0, 255} <= {opacity for _, opacity in pixels}


def test_colour_icon_has_no_transparent_pixel() -> None:
    assert set(draw_colour()[3::4]) == {255}
