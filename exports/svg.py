"""Graph and matrix as SVG, from the same values as on screen and paper. Self-contained: shapes and text, no script, no font file."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from regimen_review import wording
from regimen_review.findings import Review
from regimen_review.picture import Edge, Hull, Mark, Node, Picture, draw_picture
from regimen_review.picture.content import Link, pair_links
from regimen_review.picture.geometry import Point
from regimen_review.picture.text import text_width
from regimen_review.regimen import Medication

_COLOUR: dict[str, str] = {
    "contraindicated": "#74103F", "major": "#C4361A", "moderate": "#F2B632", "minor": "#3F7CC0", "intended": "#1F6F63", "not-checked": "#5B6570",
}  # fmt: skip
_LINE: dict[Mark, tuple[str, float, str]] = {
    "contraindicated": ("#74103F", 1.8, ""), "major": ("#C4361A", 2.6, ""), "moderate": ("#7A5600", 1.5, "6 4"), "minor": ("#3F7CC0", 1.0, "1.5 3"),
    "intended": ("#1F6F63", 1.0, ""),
}  # fmt: skip
_SIDE: dict[Mark, float] = {"contraindicated": 20.0, "major": 22.0, "moderate": 12.0, "minor": 13.0, "intended": 13.0}
_WORD: dict[Mark, str] = {"contraindicated": "Danger", "major": "Warning", "moderate": "Caution", "minor": "Note", "intended": "Intended"}
_TEXT, _TEXT2, _FAINT, _SHADE = "#1B1F24", "#505A65", "#D3D8DD", "#F1F3F5"
_OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" height="{h:.0f}" role="img" '
    'font-family="\'IBM Plex Sans\', \'Segoe UI\', Arial, sans-serif" font-size="13" fill="{ink}">'
)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _safe(text: str) -> str:
    return escape("".join(c for c in text if ord(c) >= 32), quote=True)


def sign(kind: str, x: float, y: float, side: float, number: str = "") -> str:
    """One sign with its middle at (x, y), drawn on a 16 grid."""
    colour, s = _COLOUR[kind], side / 16
    shapes = {
        "contraindicated": f'<polygon points="{_octagon()}" fill="{colour}"/><path d="M5.2 5.2 10.8 10.8M5.2 10.8 10.8 5.2" stroke="#fff" stroke-width="2"/>',
        "major": f'<polygon points="0.6,14.6 15.4,14.6 8,1" fill="{colour}"/>' + (_mark(number) if number else '<rect x="7.1" y="5.4" width="1.8" height="5.2" fill="#fff"/><circle cx="8" cy="12.4" r="1.05" fill="#fff"/>'),
        "moderate": f'<polygon points="8,0.8 15.2,8 8,15.2 0.8,8" fill="{colour}" stroke="#7A5600" stroke-width="1.1"/>',
        "minor": f'<circle cx="8" cy="8" r="4.2" fill="{colour}"/>',
        "intended": f'<circle cx="8" cy="8" r="6.4" fill="#fff" stroke="{colour}" stroke-width="1.7"/><path d="M4.8 8 7.1 10.4 11.3 5.6" fill="none" stroke="{colour}" stroke-width="1.7"/>',
        "not-checked": f'<rect x="1.6" y="1.6" width="12.8" height="12.8" fill="#fff" stroke="{colour}" stroke-width="1.2" stroke-dasharray="2.2 1.4"/><path d="M4 12 12 4" stroke="{colour}" stroke-width="1.2"/>',
    }  # fmt: skip
    return f'<g transform="translate({_n(x - side / 2)} {_n(y - side / 2)}) scale({s:.3f})">{shapes[kind]}</g>'


def _octagon() -> str:
    return " ".join(
        f"{8 + 7.6 * math.cos(math.pi / 8 + k * math.pi / 4):.2f},{8 + 7.6 * math.sin(math.pi / 8 + k * math.pi / 4):.2f}" for k in range(8)
    )


def _mark(number: str) -> str:
    return f'<text x="8" y="13.2" text-anchor="middle" font-size="8.6" font-weight="600" fill="#fff">{_safe(number)}</text>'


def _text(x: float, y: float, text: str, **more: str) -> str:
    attributes = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in more.items())
    return f'<text x="{_n(x)}" y="{_n(y)}"{attributes}>{_safe(text)}</text>'


# --- the graph -------------------------------------------------------------------------------------------------


def _edge(edge: Edge) -> Iterator[str]:
    colour, weight, dash = _LINE[edge.mark]
    style = f'stroke="{colour}" stroke-width="{weight}"' + (f' stroke-dasharray="{dash}"' if dash else "")
    (ax, ay), (bx, by) = edge.start, edge.end
    shifts: tuple[Point, ...] = ((0.0, 0.0),)
    if edge.mark == "contraindicated":
        long = math.hypot(bx - ax, by - ay) or 1.0
        x, y = -(by - ay) / long * 2.1, (bx - ax) / long * 2.1
        shifts = ((x, y), (-x, -y))
    for x, y in shifts:
        if edge.bend is None:
            yield f'<line x1="{_n(ax + x)}" y1="{_n(ay + y)}" x2="{_n(bx + x)}" y2="{_n(by + y)}" {style}/>'
        else:
            way = f"M{_n(ax + x)} {_n(ay + y)}Q{_n(edge.bend[0] + x)} {_n(edge.bend[1] + y)} {_n(bx + x)} {_n(by + y)}"
            yield f'<path d="{way}" fill="none" {style}/>'


def _node(node: Node) -> Iterator[str]:
    box = node.box
    left, top = box.x - box.width / 2, box.y - box.height / 2
    style = f'stroke="{_TEXT if node.strong else _TEXT2}" stroke-width="{1.8 if node.strong else 1.1}"' + (
        ' stroke-dasharray="3 2.4"' if node.open else ""
    )
    if node.kind == "drug":
        yield f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(box.width)}" height="{_n(box.height)}" rx="{_n(min(box.height / 2, 14))}" fill="#fff" {style}/>'
    else:
        right, foot = left + box.width, top + box.height
        points = ((left + 9, top), (right - 9, top), (right, box.y), (right - 9, foot), (left + 9, foot), (left, box.y))
        yield f'<polygon points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in points)}" fill="{_SHADE}" {style}/>'
    first = box.y - (len(node.lines) - 1) * 8 + 4.5
    for n, line in enumerate(node.lines):
        yield _text(box.x, first + n * 16, line, text_anchor="middle", font_weight="600" if node.strong else "500")
    if node.count:
        x, y = box.x + box.width / 2 - 4, top - 2
        yield f'<rect x="{_n(x - 9)}" y="{_n(y - 8)}" width="18" height="16" rx="8" fill="#fff" stroke="#C4361A" stroke-width="1.2"/>'
        yield _text(x, y + 4, str(node.count), text_anchor="middle", font_size="11", font_weight="600")


def _hull(hull: Hull, n: int) -> Iterator[str]:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in hull.outline)
    colour = _COLOUR[hull.mark]
    yield f'<pattern id="hatch{n}" width="6.4" height="6.4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line y2="6.4" stroke="{colour}" stroke-opacity="0.35" stroke-width="0.9"/></pattern>'
    yield f'<polygon points="{points}" fill="url(#hatch{n})" stroke="{colour}" stroke-width="1.2" stroke-linejoin="round"/>'


def _below(picture: Picture) -> list[str]:
    """Sentences under the graph: what is not drawn, and why."""
    drawn = {e.mark for e in picture.edges}
    hidden = [f"{count} {_WORD[mark]}" for mark, count in picture.counts.items() if mark not in drawn and count]
    hidden += [f"{count} {_WORD[mark]} (too many to read)" for mark, count in picture.left_out.items() if count and mark in drawn]
    lines = [f"Edges not drawn: {', '.join(hidden)}."] if hidden else []
    return lines + [f"Without a drawn edge: {t.name} ({t.why})" for t in picture.tray]


def _wrapped(lines: Sequence[str], width: float) -> Iterator[str]:
    for line in lines:
        shown = ""
        for word in line.split():
            if shown and text_width(f"{shown} {word}", 12) > width:
                yield shown
                shown = word
            else:
                shown = f"{shown} {word}".strip()
        yield shown


def graph_svg(review: Review, picture: Picture | None = None) -> bytes:
    """The interaction graph with its legend, and in words what it leaves out."""
    picture = picture or draw_picture(review)
    width = max(picture.width, 520.0)
    lines = list(_wrapped(_below(picture), width - 24))
    entries = [m for m in _WORD if any(e.mark == m for e in picture.edges)]
    height = picture.height + 34 + 17 * len(lines) + 8
    parts = [_OPEN.format(w=width, h=height, ink=_TEXT), "<title>Interaction graph</title>"]
    names = {n.id: " ".join(n.lines) for n in picture.nodes}
    parts.append(
        f"<desc>{_safe('; '.join(f'{_WORD[e.mark]}: {names[e.a]} with {names[e.b]}' for e in picture.edges) or 'No edge is drawn.')}</desc>"
    )
    parts.append(f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>')
    for n, hull in enumerate(picture.hulls):
        parts += _hull(hull, n)
    for edge in picture.edges:
        parts += _edge(edge)
    for node in picture.nodes:
        parts += _node(node)
    for edge in picture.edges:
        x, y = edge.glyph
        number = edge.number if edge.mark == "major" else ""
        title = f"<title>{_safe(f'{_WORD[edge.mark]}: {edge.words} [{edge.finding}]')}</title>"
        parts.append(
            f'<g>{title}<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(_SIDE[edge.mark] / 2 + 0.5)}" fill="#fff"/>{sign(edge.mark, x, y, _SIDE[edge.mark], number)}</g>'
        )
    x = 14.0
    for mark in entries:
        parts += [sign(mark, x + 7, picture.height + 14, 14), _text(x + 20, picture.height + 18.5, _WORD[mark])]
        x += 34 + text_width(_WORD[mark])
    parts += [_text(12, picture.height + 44 + 17 * n, line, font_size="12", fill=_TEXT2) for n, line in enumerate(lines)]
    return ("".join(parts) + "</svg>\n").encode()


# --- the matrix ------------------------------------------------------------------------------------------------

CELL = 24.0


def matrix_order(entries: Sequence[Medication], links: Mapping[frozenset[str], Link]) -> list[Medication]:
    """The entries with the weightiest findings first."""
    weight = {"contraindicated": 50.0, "major": 10.0, "moderate": 2.0, "minor": 0.5, "intended": 0.3}
    sums: Counter[str] = Counter()
    for pair, link in links.items():
        for entry in pair:
            sums[entry] += weight[link.mark]  # type: ignore[assignment]
    return sorted(entries, key=lambda m: -sums[m.id])


def _cell(a: Medication, b: Medication, link: Link | None, x: float, y: float) -> str:
    """A sign, a hatched square for what was not checked, or a dot for nothing found."""
    names = f"{a.label} + {b.label}"
    middle_x, middle_y = x + CELL / 2, y + CELL / 2
    if link is not None:
        words = f"{_WORD[link.mark]}: {link.words} ({names}) [{link.finding}]"
        return f"<g><title>{_safe(words)}</title>{sign(link.mark, middle_x, middle_y, 15, link.number if link.mark == 'major' else '')}</g>"
    if not (a.substances and b.substances):
        return f"<g><title>{_safe(f'Not checked: {names}, name not settled')}</title>{sign('not-checked', middle_x, middle_y, 14)}</g>"
    return f'<g><title>{_safe(f"Nothing found among what was checked: {names}")}</title><circle cx="{_n(middle_x)}" cy="{_n(middle_y)}" r="1.4" fill="{_TEXT2}"/></g>'


def matrix_svg(review: Review) -> bytes:
    """All pairs of the current medications: lower triangle, names on the diagonal, most findings first."""
    links = pair_links(review)
    entries = matrix_order([m for m in review.regimen.current() if m.resolution.state != "not-a-medicine"], links)
    names = [wording.medication(m, review.tall_man) for m in entries]
    longest = max((text_width(n) for n in names), default=80.0)
    width, height = 16 + CELL * len(entries) + longest + 20, 24 + CELL * len(entries) + 40
    parts = [_OPEN.format(w=max(width, 520.0), h=height, ink=_TEXT), "<title>Interaction matrix</title>"]
    parts.append(f'<rect width="{max(width, 520.0):.0f}" height="{height:.0f}" fill="#fff"/>')
    for row, entry in enumerate(entries):
        y = 12 + row * CELL
        parts.append(
            f'<line x1="12" x2="{_n(12 + (row + 1) * CELL)}" y1="{_n(y + CELL)}" y2="{_n(y + CELL)}" stroke="{_FAINT}" stroke-width="0.8"/>'
        )
        parts += [
            _cell(entry, other, links.get(frozenset((entry.id, other.id))), 12 + column * CELL, y)
            for column, other in enumerate(entries[:row])
        ]
        italic = {} if entry.substances else {"font_style": "italic"}
        parts.append(_text(16 + row * CELL, y + 16.5, names[row], font_weight="500", **italic))
    x, foot = 14.0, height - 16
    legend = (*((m, _WORD[m]) for m in _WORD), ("not-checked", "Not checked"))
    for kind, word in legend:
        parts += [sign(kind, x + 7, foot - 4.5, 14), _text(x + 20, foot, word)]
        x += 34 + text_width(word)
    parts.append(_text(x, foot, "· nothing found among what was checked", fill=_TEXT2))
    return ("".join(parts) + "</svg>\n").encode()
