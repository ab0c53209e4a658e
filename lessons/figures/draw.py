"""Draws the course's pictures: each NAME.yaml of this folder becomes NAME.png beside it.

Its one rule: what a picture says stands in its YAML, so drawing it again gives the same bytes.
The letters are Nanum Gothic, an open font (OFL) that knows Hangul, Cyrillic and Latin; it comes
in the package koreanize-matplotlib, of which nothing else is used.
"""

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Literal

import yaml
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle

HERE = Path(__file__).parent
FONT = Path(str(distribution("koreanize-matplotlib").locate_file("koreanize_matplotlib/fonts")))

# a phone shows 1080 pixels about 390 wide, so the smallest letters are near 12 there
WIDTH, MARGIN, PAD = 1080, 48, 24
TITLE, HEAD, BODY, SMALL = 52, 40, 36, 32
LINE = 1.28

PAPER, CARD, INK, MUTED, RULE = "#F6F1E7", "#FFFFFF", "#20252B", "#545C66", "#8A8F96"
Style = Literal["solid", "dashed"]


@dataclass(frozen=True)
class Voice:
    """How a speaker is shown: by name, by colour, and by the frame."""

    name: str
    ink: str
    fill: str = CARD
    frame: Style = "solid"


VOICES = {
    "kim": Voice("Kim, as reported", "#8C2323", "#FBEAE7"),
    "kcna": Voice("KCNA", "#6B4A00", "#FAEFD3"),
    "asmolov": Voice("Asmolov", "#1B4B7A", "#E4EEF8"),
    "beyond": Voice("Beyond the article", "#33553F", CARD, "dashed"),
    "none": Voice("", INK),
}
FRAMES = "Dashed frame: beyond the article."


@cache
def _font(*, bold: bool) -> Path:
    return FONT / ("NanumGothicBold.ttf" if bold else "NanumGothic.ttf")


def _face(size: float, *, bold: bool) -> FontProperties:
    return FontProperties(fname=_font(bold=bold), size=size * 0.72)  # points of 100 dots an inch


@cache
def _ruler() -> RendererAgg:
    return RendererAgg(WIDTH, WIDTH, 100)  # type: ignore[no-untyped-call]


@cache
def _length(text: str, size: float, *, bold: bool) -> float:
    face = _face(size, bold=bold)
    measured = _ruler().get_text_width_height_descent(text, face, ismath=False)  # type: ignore[no-untyped-call]
    return float(measured[0])


def _lines(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines no longer than `width`; words, Hangul ones too, are never cut."""
    lines: list[str] = []
    for part in text.splitlines():
        line = ""
        for word in part.split():
            longer = f"{line} {word}".strip()
            if line and _length(longer, size, bold=bold) > width:
                lines.append(line)
                longer = word
            if _length(longer, size, bold=bold) > width:
                raise ValueError(f'"{word}" is wider than its place')
            line = longer
        lines.append(line)
    return lines


@dataclass
class Sheet:
    """Paper that grows downwards; y counts from the top, in pixels."""

    marks: list[Callable[[Axes], Artist]] = field(default_factory=list)
    y: float = MARGIN
    has_dashes: bool = False

    def box(self, x: float, y: float, w: float, h: float, voice: Voice) -> None:
        self.has_dashes |= voice.frame == "dashed"
        dashes: Any = (0, (7, 4)) if voice.frame == "dashed" else "solid"
        self.marks.append(
            lambda ax: ax.add_patch(
                Rectangle((x, y), w, h, fc=voice.fill, ec=voice.ink, lw=2.2, ls=dashes)
            )
        )

    def block(self, x: float, y: float, w: float, h: float, ink: str, edge: str = "none") -> None:
        self.marks.append(lambda ax: ax.add_patch(Rectangle((x, y), w, h, fc=ink, ec=edge, lw=1.5)))

    def line(self, xs: Sequence[float], ys: Sequence[float], ink: str, style: Style) -> None:
        dashes: Any = (0, (5, 4)) if style == "dashed" else "solid"
        self.marks.append(lambda ax: ax.add_line(Line2D(xs, ys, color=ink, lw=3, ls=dashes)))

    def head_of_arrow(self, x: float, y: float, dx: int, dy: int) -> None:
        """A point at (x, y) that looks along (dx, dy)."""
        back, half = 24, 13
        points = [
            (x, y),
            (x - back * dx - half * dy, y - back * dy - half * dx),
            (x - back * dx + half * dy, y - back * dy + half * dx),
        ]
        self.marks.append(lambda ax: ax.add_patch(Polygon(points, fc=INK, ec="none")))

    def dot(self, x: float, y: float, filled: str) -> None:
        """How sure or how finished something is: a full, half or empty circle, or none."""
        r = 19
        if filled == "none":
            return
        self.marks.append(lambda ax: ax.add_patch(Circle((x, y), r, fc=CARD, ec=INK, lw=3)))
        if filled == "full":
            self.marks.append(lambda ax: ax.add_patch(Circle((x, y), r - 6, fc=INK, ec="none")))
        elif filled == "half":
            self.marks.append(
                lambda ax: ax.add_patch(
                    Rectangle((x - r + 5, y), 2 * r - 10, r - 6, fc=INK, ec="none")
                )
            )

    def cross(self, x: float, y: float) -> None:
        for slope in (1, -1):
            self.line([x - 20, x + 20], [y - 20 * slope, y + 20 * slope], INK, "solid")

    def write(
        self, x: float, y: float, lines: Sequence[str], size: float, ink: str = INK, *, bold: bool
    ) -> float:
        """The y below the lines, of which the first begins at y."""
        for line in lines:
            self._word(x, y + size * 0.95, line, size, ink, bold=bold)
            y += size * LINE
        return y

    def _word(self, x: float, y: float, text: str, size: float, ink: str, *, bold: bool) -> None:
        self.marks.append(
            lambda ax: ax.text(
                x, y, text, color=ink, va="baseline", parse_math=False,
                fontproperties=_face(size, bold=bold),
            )
        )  # fmt: skip

    def png(self) -> bytes:
        height = round(self.y + MARGIN)
        figure = Figure((WIDTH / 100, height / 100), dpi=100, facecolor=PAPER)
        FigureCanvasAgg(figure)
        ax = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
        ax.set_axis_off()
        for order, mark in enumerate(self.marks):
            mark(ax).set_zorder(order)  # what is drawn later lies above
        out = io.BytesIO()
        # Matplotlib's version is the only thing in the file that is not in the picture
        figure.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue()


@dataclass(frozen=True)
class Card:
    """Who speaks and where, a head, a text; each may be missing."""

    id: str = ""
    voice: str = "none"
    mark: str = ""
    head: str = ""
    text: str = ""
    span: int = 12  # columns of twelve

    @property
    def _above(self) -> str:
        return " · ".join(one for one in (VOICES[self.voice].name, self.mark) if one)

    def _parts(self, width: float) -> list[tuple[list[str], float, bool]]:
        inner = width - 2 * PAD
        return [
            (_lines(text, size, inner, bold=bold), size, bold)
            for text, size, bold in (
                (self._above, SMALL, True),
                (self.head, HEAD, True),
                (self.text, BODY, False),
            )
            if text
        ]

    def height(self, width: float) -> float:
        parts = self._parts(width)
        return sum(len(lines) * size * LINE for lines, size, _ in parts) + 2 * PAD

    def draw(self, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        voice = VOICES[self.voice]
        sheet.box(x, y, width, height, voice)
        y += PAD
        for lines, size, bold in self._parts(width):
            ink = voice.ink if size == SMALL else INK
            y = sheet.write(x + PAD, y, lines, size, ink, bold=bold)


def _rail(sheet: Sheet, data: Mapping[str, Any]) -> None:
    """Moments or steps on a line that leads downwards."""
    rail, left = MARGIN + 20, MARGIN + 76
    width = WIDTH - MARGIN - left
    dots: list[tuple[float, str]] = []
    for entry in data["entries"]:
        if gap := entry.get("gap"):
            sheet.y = sheet.write(left, sheet.y, _lines(gap, BODY, width), BODY, MUTED, bold=False)
            sheet.y += 26
        dots.append((sheet.y + HEAD * 0.6, entry.get("dot", "full")))
        when = _lines(entry["when"], HEAD, width, bold=True)
        sheet.y = sheet.write(left, sheet.y, when, HEAD, bold=True) + 8
        for card in (Card(**one) for one in entry["cards"]):
            height = card.height(width)
            card.draw(sheet, left, sheet.y, width, height)
            sheet.y += height + 16
        sheet.y += 22
    under = Sheet()
    under.line([rail, rail], [dots[0][0], sheet.y - 30], INK, "solid")
    sheet.marks[:0] = under.marks
    sheet.head_of_arrow(rail, sheet.y - 20, 0, 1)
    for y, filled in dots:
        sheet.dot(rail, y, filled)


def _boxes(sheet: Sheet, data: Mapping[str, Any]) -> None:
    """Rows of cards, and arrows from card to card of the same or the next row."""
    places: dict[str, tuple[float, float, float, float]] = {}
    rows = [[Card(**one) for one in row] for row in data["rows"]]
    arrows = data.get("arrows", ())
    column = (WIDTH - 2 * MARGIN + PAD) / 12
    above: set[str] = set()
    for row in rows:
        here = {card.id for card in row}
        if above:
            is_linked = any(
                {one["from"], one["to"]} & above and {one["from"], one["to"]} & here
                for one in arrows
            )
            sheet.y += data["between"] if is_linked else 20
        height = max(card.height(card.span * column - PAD) for card in row)
        x: float = MARGIN
        for card in row:
            width = card.span * column - PAD
            if card.head or card.text:  # else an empty place
                card.draw(sheet, x, sheet.y, width, height)
                places[card.id] = (x, sheet.y, width, height)
            x += width + PAD
        sheet.y += height
        above = here
    for arrow in arrows:
        _arrow(sheet, arrow, places[arrow["from"]], places[arrow["to"]])


def _arrow(
    sheet: Sheet, arrow: Mapping[str, Any], start: Sequence[float], end: Sequence[float]
) -> None:
    (x, y, w, h), (to_x, to_y, to_w, to_h) = start, end
    style: Style = "dashed" if arrow.get("fails") else "solid"
    if y == to_y:
        ahead = 1 if to_x > x else -1
        at = y + h / 2
        sheet.line([x + w if ahead > 0 else x, to_x - 2 if ahead > 0 else to_x + to_w], [at, at],
                   INK, style)  # fmt: skip
        sheet.head_of_arrow(to_x if ahead > 0 else to_x + to_w, at, ahead, 0)
        return
    middle = (max(x, to_x) + min(x + w, to_x + to_w)) / 2 + arrow.get("aside", 0)
    top, bottom, ahead = (y + h, to_y, 1) if to_y > y else (y, to_y + to_h, -1)
    sheet.line([middle, middle], [top, bottom - 20 * ahead], INK, style)
    sheet.head_of_arrow(middle, bottom, 0, ahead)
    if arrow.get("fails"):
        sheet.cross(middle, (top + bottom) / 2 - 6)
    if label := arrow.get("label"):
        beside = middle + 34
        lines = _lines(label, SMALL, WIDTH - MARGIN - beside)
        up = (top + bottom) / 2 - len(lines) * SMALL * LINE / 2
        sheet.write(beside, up, lines, SMALL, MUTED, bold=False)


def _bars(sheet: Sheet, data: Mapping[str, Any]) -> None:
    """Bars from zero; whole ones are drawn as so many squares."""
    most, squares = max(one["value"] for one in data["bars"]), data.get("squares", False)
    label = max(_length(one["label"], BODY, bold=False) for one in data["bars"])
    for bar in data["bars"]:
        voice = VOICES[bar.get("voice", "none")]
        shown, length = bar["shown"], _length(bar["shown"], BODY, bold=True)
        if squares:
            left = MARGIN + label + 24
            pitch = (WIDTH - MARGIN - left - 100) / most
            sheet.write(MARGIN, sheet.y - 4, [bar["label"]], BODY, bold=False)
            for one in range(bar["value"]):
                sheet.block(left + one * pitch, sheet.y, pitch - 7, 34, voice.ink)
            sheet.write(WIDTH - MARGIN - length, sheet.y - 4, [shown], BODY, bold=True)
            sheet.y += 56
            continue
        sheet.y = sheet.write(MARGIN, sheet.y, [bar["label"]], BODY, bold=False) + 4
        width = (WIDTH - 2 * MARGIN) * bar["value"] / most
        sheet.block(MARGIN, sheet.y, width, 76, voice.ink)
        sheet.write(MARGIN + 20, sheet.y + 15, [shown], BODY, CARD, bold=True)
        if "missing" in bar:
            rest = (WIDTH - 2 * MARGIN) * bar["missing"] / most
            sheet.block(MARGIN + width, sheet.y, rest, 76, CARD, INK)
            gap = f"{bar['missing']}"
            at = MARGIN + width + (rest - _length(gap, BODY, bold=True)) / 2
            sheet.write(at, sheet.y + 15, [gap], BODY, bold=True)
        sheet.y += 76 + 30
    sheet.y += 10
    _boxes(sheet, {"rows": data.get("below", ())})


def _table(sheet: Sheet, data: Mapping[str, Any]) -> None:
    """Rows under a head of their own; a single cell fills the row."""
    between, heads = 20, data.get("columns", ())
    width = (WIDTH - 2 * MARGIN - between) / 2
    for at, head in enumerate(heads):
        lines = _lines(head, HEAD, width, bold=True)
        sheet.write(MARGIN + at * (width + between), sheet.y, lines, HEAD, bold=True)
    sheet.y += HEAD * LINE + 6 if heads else 0
    for row in data["rows"]:
        sheet.line([MARGIN, WIDTH - MARGIN], [sheet.y, sheet.y], RULE, "solid")
        sheet.y = sheet.write(MARGIN, sheet.y + 12, [row["head"]], HEAD, bold=True) + 8
        cards = [Card(**one) for one in row["cells"]]
        wide = width if len(cards) > 1 else WIDTH - 2 * MARGIN
        height = max(one.height(wide) for one in cards)
        for at, card in enumerate(cards):
            card.draw(sheet, MARGIN + at * (width + between), sheet.y, wide, height)
        sheet.y += height + 26
    sheet.y -= 26


KINDS: Mapping[str, Callable[[Sheet, Mapping[str, Any]], None]] = {
    "timeline": _rail,
    "steps": _rail,
    "boxes": _boxes,
    "bars": _bars,
    "table": _table,
}


def draw(data: Mapping[str, Any]) -> bytes:
    """The picture as a PNG.  Raises ValueError or KeyError where the data fits no drawing."""
    sheet, width = Sheet(), WIDTH - 2 * MARGIN
    title = _lines(data["title"], TITLE, width, bold=True)
    sheet.y = sheet.write(MARGIN, sheet.y, title, TITLE, bold=True) + 6
    if under := data.get("under"):
        sheet.y = sheet.write(MARGIN, sheet.y, _lines(under, BODY, width), BODY, MUTED, bold=False)
    sheet.y += 30
    KINDS[data["kind"]](sheet, data)
    notes = [data["note"]] if "note" in data else []
    if sheet.has_dashes:
        notes.append(FRAMES)
    if notes:
        sheet.y += 26
    for note in notes:
        sheet.y = sheet.write(MARGIN, sheet.y, _lines(note, SMALL, width), SMALL, MUTED, bold=False)
    return sheet.png()


def main() -> None:
    for path in sorted(HERE.glob("*.yaml")):
        picture = draw(yaml.safe_load(path.read_text(encoding="utf-8")))
        target = path.with_suffix(".png")
        if not target.exists() or target.read_bytes() != picture:
            target.write_bytes(picture)
            sys.stdout.write(f"{target.name}: {len(picture):,} bytes\n")


if __name__ == "__main__":
    main()
