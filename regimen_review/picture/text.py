"""How wide a label is, without any drawing library: screen and print lay the picture out alike.

Advance widths of IBM Plex Sans Medium 3.005 for the characters from space to tilde, in thousandths of the size.
"""

from __future__ import annotations

_FIRST, _OTHER = 32, 600
_ADVANCES = (
    236, 298, 451, 678, 599, 947, 707, 253, 336, 336, 514, 600, 290, 401, 290, 417, 600, 600, 600, 600, 600, 600, 600, 600,
    600, 600, 310, 310, 600, 600, 600, 487, 896, 662, 659, 634, 683, 593, 570, 705, 714, 416, 531, 660, 513, 814, 714, 712,
    627, 712, 655, 598, 577, 686, 628, 926, 639, 617, 591, 325, 417, 325, 600, 561, 600, 549, 592, 510, 592, 556, 340, 537,
    580, 265, 265, 547, 285, 882, 580, 564, 592, 592, 383, 494, 365, 580, 512, 799, 530, 514, 487, 354, 353, 356, 600,
)  # fmt: skip


def text_width(text: str, size: float = 13.0) -> float:
    """Width of a line in px at a font size in px."""
    places = (ord(c) - _FIRST for c in text)
    return sum(_ADVANCES[p] if 0 <= p < len(_ADVANCES) else _OTHER for p in places) * size / 1000


def broken(text: str, most: float = 132.0, size: float = 13.0) -> tuple[str, ...]:
    """A label in lines of about equal length, none wider than ``most`` px where its words allow it."""
    if text_width(text, size) <= most:
        return (text,)
    words = text.split(" ")
    lines_wanted = min(3, int(text_width(text, size) // most) + 1)
    target = text_width(text, size) / lines_wanted
    lines: list[str] = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        fits = text_width(longer, size) <= most
        near = text_width(longer, size) - target <= target - text_width(lines[-1], size)
        if fits and (near or len(lines) >= lines_wanted):
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
