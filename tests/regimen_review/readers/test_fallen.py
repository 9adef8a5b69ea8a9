"""Files that once made a reader fall over, kept as small as they still do; and whole files broken at random.

Found by Hypothesis and by ``python -m tests.fuzz``.
"""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from regimen_review.errors import UserError
from regimen_review.readers import read_bytes
from tests.fuzz.seeds import seeds, sheet_part, sheet_with

SEEDS = dict(seeds())


def a_page() -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held, pageCompression=0)
    canvas.drawString(50, 700, "Noisoline 10 mg daily")
    canvas.save()
    return held.getvalue()


def test_a_workbook_of_a_zip_version_that_nobody_knows_gets_a_sentence() -> None:
    content = bytearray(SEEDS["xlsx"])
    at = content.rindex(b"PK\x01\x02")
    content[at + 6 : at + 8] = struct.pack("<H", 255)
    with pytest.raises(UserError, match="damaged and cannot be opened"):
        read_bytes(bytes(content), "list.xlsx")


@pytest.mark.parametrize("place", ["HHHHHHHHHHHHHHHHHHHHH2", "XFD1048576", "A99999999999999999999", "ZZ900000"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_cell_in_the_far_corner_gets_a_sentence_and_takes_no_memory(place: str, quote: str) -> None:
    far = sheet_part().replace(b'r="C2"', f" r = {quote}{place}{quote}".encode())
    with pytest.raises(UserError, match="lie too far apart"):
        read_bytes(sheet_with(far), "far.xlsx")


def test_a_list_that_begins_far_from_the_corner_is_read() -> None:
    moved = sheet_part()
    for row in range(9, 0, -1):
        moved = moved.replace(f'r="{row}"'.encode(), f'r="{row + 900_000}"'.encode())
        for letter in "ABC":
            moved = moved.replace(f'r="{letter}{row}"'.encode(), f'r="{letter}{row + 900_000}"'.encode())
    assert len(read_bytes(sheet_with(moved), "moved.xlsx").statements) >= 3


def test_a_page_whose_size_is_no_number_gets_a_sentence() -> None:
    page = a_page()
    start = page.index(b"/MediaBox")
    stop = page.index(b"]", start) + 1
    broken = page[:start] + b"/MediaBox [ 0 0 /x 842 ]".ljust(stop - start) + page[stop:]
    with pytest.raises(UserError, match="PDF is damaged"):
        read_bytes(broken, "list.pdf")


def said_of(content: bytes, name: str) -> str:
    """The one sentence in which a file is refused, or a sentence that it was read; anything else falls out."""
    try:
        return f"{len(read_bytes(content, name).statements)} medications."
    except UserError as error:
        return error.sentence


@pytest.mark.parametrize("kind", SEEDS)
def test_each_whole_file_is_read(kind: str) -> None:
    assert len(read_bytes(SEEDS[kind], kind).statements) >= 2


breaks = st.lists(
    st.tuples(
        st.sampled_from(["cut", "drop", "double", "flip", "insert", "number"]),
        st.integers(0, 1 << 16),
        st.integers(1, 40),
        st.binary(max_size=8),
    ),
    min_size=1,
    max_size=4,
)


def broken(content: bytes, how: list[tuple[str, int, int, bytes]]) -> bytes:
    """The file with pieces cut off, dropped, doubled, overwritten or put in."""
    for act, where, length, new in how:
        at = where % max(1, len(content))
        if act == "cut":
            content = content[: max(at, 1)]
        elif act == "drop":
            content = content[:at] + content[at + length :]
        elif act == "double":
            content = content[: at + length] + content[at:]
        elif act == "flip":
            content = content[:at] + bytes(b ^ 0x55 for b in content[at : at + length]) + content[at + length :]
        elif act == "insert":
            content = content[:at] + new + content[at:]
        else:
            content = content[:at] + b"-1e999" + content[at + length :]
    return content


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from([k for k in SEEDS if k != "pdf"]), breaks)
def test_a_broken_file_gives_a_list_or_a_sentence(kind: str, how: list[tuple[str, int, int, bytes]]) -> None:
    said = said_of(broken(SEEDS[kind], how), kind)
    assert said.endswith(".")
    assert "\n" not in said


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(breaks)
def test_a_broken_pdf_gives_a_list_or_a_sentence(how: list[tuple[str, int, int, bytes]]) -> None:
    assert said_of(broken(SEEDS["pdf"], how), "list.pdf").endswith(".")
