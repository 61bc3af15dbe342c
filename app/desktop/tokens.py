"""Every colour and measure of the window, by its use (looks page: Colours, Measures). Nothing else names one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Literal

from app.drawing.palette import DARK as DARK_PALETTE
from app.drawing.palette import HIGH_CONTRAST as CONTRAST_PALETTE
from app.drawing.palette import LIGHT as LIGHT_PALETTE
from app.drawing.palette import Palette

Scheme = Literal["light", "dark", "contrast"]


@dataclass(frozen=True, slots=True)
class Colours(Palette):
    """The palette that paper shares (`paper` is the sheet), and what only a window has. All "#RRGGBB"."""

    app: str
    float: str
    hover: str
    press: str
    sel: str
    brand_over: str
    brand_down: str
    focus: str
    toast: str
    on_toast: str
    toast_act: str
    head: str
    on_head: str
    panel: str
    panel_soft: str
    panel_deep: str
    on_panel: str
    on_panel_muted: str
    shadow: str
    shadow_strength: int


def _colours(palette: Palette, **more: str | int) -> Colours:
    shared = {field.name: getattr(palette, field.name) for field in fields(Palette)}
    return Colours(**shared, **more)  # type: ignore[arg-type]


SCHEMES: dict[Scheme, Colours] = {
    "light": _colours(
        LIGHT_PALETTE,
        app="#EDF1F4",
        float="#FFFFFF",
        hover="#EDF2F5",
        press="#DFE7EC",
        sel="#E0EDF4",
        brand_over="#0B3D53",
        brand_down="#082E3F",
        focus="#0F6CBD",
        toast="#1B2733",
        on_toast="#FFFFFF",
        toast_act="#9AD6EC",
        head="#0F4C66",
        on_head="#FFFFFF",
        panel="#0F4C66",
        panel_soft="#145873",
        panel_deep="#0C4259",
        on_panel="#FFFFFF",
        on_panel_muted="#CFE5EF",
        shadow="#0F2332",
        shadow_strength=34,
    ),
    "dark": _colours(
        DARK_PALETTE,
        app="#0E151B",
        float="#1F2B35",
        hover="#202D37",
        press="#293946",
        sel="#1C3E50",
        brand_over="#98D1E7",
        brand_down="#5FAECB",
        focus="#8FD3F5",
        toast="#E9EFF3",
        on_toast="#1B2733",
        toast_act="#0F5C7C",
        head="#1F4A5E",
        on_head="#EAF5FA",
        panel="#0B2A38",
        panel_soft="#123A4C",
        panel_deep="#082029",
        on_panel="#FFFFFF",
        on_panel_muted="#B9D6E2",
        shadow="#000000",
        shadow_strength=120,
    ),
    "contrast": _colours(
        CONTRAST_PALETTE,
        app="#000000",
        float="#000000",
        hover="#1F1F1F",
        press="#333333",
        sel="#003A52",
        brand_over="#FFF0A0",
        brand_down="#E0C840",
        focus="#FFE45C",
        toast="#000000",
        on_toast="#FFFFFF",
        toast_act="#FFE45C",
        head="#003A52",
        on_head="#FFFFFF",
        panel="#000000",
        panel_soft="#0A2430",
        panel_deep="#000000",
        on_panel="#FFFFFF",
        on_panel_muted="#FFFFFF",
        shadow="#000000",
        shadow_strength=0,
    ),
}


class Type(Enum):
    """Sizes of text: pixels, line height, weight. At most three on a page beside body and meta."""

    KEYCAP = (11, 14, 500)
    META = (12, 16, 400)
    META_STRONG = (12, 16, 500)
    BODY = (13, 20, 400)
    STRONG = (13, 20, 500)
    QUESTION = (14, 20, 500)
    SECTION = (15, 20, 600)
    OPEN = (17, 24, 600)
    PAGE = (22, 28, 600)
    FIGURE = (28, 36, 600)

    @property
    def pixels(self) -> int:
        return self.value[0]

    @property
    def line(self) -> int:
        return self.value[1]

    @property
    def weight(self) -> int:
        return self.value[2]


class Space:
    """Distances between things, in pixels at 100 %."""

    HAIR = 2
    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32
    HUGE = 48
    OUT = 12
    """How far grounds (of rows, tiles, selections) reach outside the edge that titles, rows and figures share."""


class Radius:
    CELL = 4
    CONTROL = 6
    CARD = 10
    FLOATING = 14


class Size:
    """Heights and widths, in pixels at a text size of 100 %."""

    CONTROL = 32
    ROW = 36
    ROW_TWO = 52
    TARGET = 24
    RAIL = 216
    RAIL_NARROW = 56
    HEADER = 72
    HEADER_WORK = 56
    STATUS = 28
    SIDE = 344
    TREE = 264
    READING = 620
    FIELD = 188
    CODE = 34
    ROLE = 76
    ICON = 16
    ICON_LARGE = 20
    CELL_WIDTH = 25
    CELL_HEIGHT = 19
    SCALE_BUTTON = 46
    SCALE_SMALL = 28
    PALETTE_WIDTH = 640
    PALETTE_TOP = 112
    RING = 2
    TOAST_SECONDS = 8
    FADE_MS = 120
    SKELETON_MS = 150
    TYPING_MS = 400
