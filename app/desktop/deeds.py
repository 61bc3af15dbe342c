"""What the window itself can do, wherever it is: the frame's part of the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from app.desktop.places import PageName, Place
from app.desktop.preferences import choose
from app.desktop.theme import LARGEST, SMALLEST, STEP, look

if TYPE_CHECKING:
    from app.desktop.furniture import Furniture

_PAGES: tuple[PageName, ...] = (
    "overview",
    "companies",
    "competence",
    "coaching",
    "targets",
    "exchange",
    "documents",
    "settings",
)
_THEMES = ("light", "dark", "contrast", "system")


def deeds_of(inside: Furniture) -> Mapping[str, Callable[[], None]]:
    """Ids of the table of actions, and what they do."""
    desk = inside.desk

    def size(step: int) -> None:
        wanted = look().percent + step if step else 100
        choose(desk, None, text_size=min(LARGEST, max(SMALLEST, wanted)))

    def go(place: Place) -> Callable[[], None]:
        return partial(desk.go, place)

    themes = {f"theme.{theme}": partial(choose, desk, None, theme=theme) for theme in _THEMES}
    languages = {f"language.{one}": partial(choose, desk, None, language=one) for one in ("sv", "en")}
    return {
        **{f"go.{page}": go(Place(page)) for page in _PAGES},
        **themes,
        **languages,
        "go.back": inside.frame.back,
        "company.new": go(Place("companies", tab="new")),
        "coaching.log": go(Place("coaching", tab="new")),
        "exchange.sync": inside.together.sync,
        "exchange.read": go(Place("exchange", tab="read")),
        "palette.open": inside.open_palette,
        "edit.undo": inside.back_and_forth.take_back,
        "edit.redo": partial(inside.back_and_forth.take_back, again=True),
        "window.lock": inside.lock,
        "window.close": inside.close_window,
        "text.larger": partial(size, STEP),
        "text.smaller": partial(size, -STEP),
        "text.normal": partial(size, 0),
        "pane.next": inside.next_pane,
    }
