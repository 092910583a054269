"""Draws the two icons: seats of four organisations in one ring around a common core. `python -m manifest.draw_icons`.

Shapes are circles whose edge distance is known exactly, so a pixel's coverage is computed and needs no supersampling.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ICONS = Path(__file__).parent / "icons"

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
GROUND_TOP: Colour = (17, 112, 124)
GROUND_BOTTOM: Colour = (8, 66, 84)
SEATS: tuple[Colour, ...] = ((255, 255, 255), (252, 196, 92), (134, 219, 196), (247, 150, 122))
"""One colour for each organisation at the table; neighbours always differ."""


@dataclass(frozen=True)
class Disc:
    """A filled circle, or with `stroke` a ring whose line is centred on the radius. Lengths in pixels."""

    x: float
    y: float
    radius: float
    colour: Colour
    stroke: float = 0.0
    opacity: float = 1.0

    def coverage(self, x: float, y: float) -> float:
        """How much of the pixel around this point lies inside, 0 to 1."""
        distance = math.hypot(x - self.x, y - self.y) - self.radius
        if self.stroke:
            distance = abs(distance) - self.stroke / 2
        return min(max(0.5 - distance, 0.0), 1.0) * self.opacity


def _around(centre: float, radius: float, count: int, turn: float = 0.0) -> Iterator[tuple[float, float]]:
    for seat in range(count):
        angle = math.tau * (seat + turn) / count - math.tau / 4
        yield centre + radius * math.cos(angle), centre + radius * math.sin(angle)


def draw_colour() -> bytes:
    """192 x 192, RGBA rows without PNG wrapping. The figure keeps to the middle, as Teams cuts corners."""
    size, centre = 192, 96.0
    shapes = [Disc(centre, centre, 57.0, WHITE, stroke=3.0, opacity=0.22)]
    for seat, (x, y) in enumerate(_around(centre, 57.0, 8, turn=0.5)):
        shapes.append(Disc(x, y, 16.5, _ground((y) / size)))  # a gap in the ring, so that each seat stands free
        shapes.append(Disc(x, y, 13.0, SEATS[seat % len(SEATS)]))
    shapes.append(Disc(centre, centre, 27.0, WHITE))
    shapes.append(Disc(centre, centre, 11.0, GROUND_TOP))
    rows = bytearray()
    for row in range(size):
        for column in range(size):
            x, y = column + 0.5, row + 0.5
            pixel: tuple[float, float, float] = _ground(y / size)
            for shape in shapes:
                share = shape.coverage(x, y)
                if share:
                    pixel = _mixed(pixel, shape.colour, share)
            rows += bytes((round(pixel[0]), round(pixel[1]), round(pixel[2]), 255))
    return bytes(rows)


def draw_outline() -> bytes:
    """32 x 32, RGBA rows: white on transparent, as Teams asks for the outline icon."""
    size, centre = 32, 16.0
    shapes = [Disc(x, y, 2.3, WHITE) for x, y in _around(centre, 11.6, 8, turn=0.5)]
    shapes.append(Disc(centre, centre, 4.6, WHITE, stroke=2.0))
    rows = bytearray()
    for row in range(size):
        for column in range(size):
            share = max(shape.coverage(column + 0.5, row + 0.5) for shape in shapes)
            rows += bytes((*WHITE, round(255 * share)))
    return bytes(rows)


def _ground(height: float) -> Colour:
    mixed = _mixed(GROUND_TOP, GROUND_BOTTOM, height)
    return round(mixed[0]), round(mixed[1]), round(mixed[2])


def _mixed(below: tuple[float, float, float], above: Colour, share: float) -> tuple[float, float, float]:
    red, green, blue = (low + (high - low) * share for low, high in zip(below, above, strict=True))
    return red, green, blue


def png(rows: bytes, size: int) -> bytes:
    """A square RGBA picture as PNG. Every line is stored unfiltered."""
    lines = b"".join(b"\x00" + rows[at : at + size * 4] for at in range(0, len(rows), size * 4))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def main() -> None:
    ICONS.mkdir(exist_ok=True)
    (ICONS / "color.png").write_bytes(png(draw_colour(), 192))
    (ICONS / "outline.png").write_bytes(png(draw_outline(), 32))


if __name__ == "__main__":
    main()
