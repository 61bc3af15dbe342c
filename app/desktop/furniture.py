"""What stands inside the window, as those see it who use it: the entrance, and what the window can do."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QStackedWidget

from app.desktop.desk import Desk
from app.desktop.frame import Frame
from app.desktop.taking_back import TakingBack
from app.desktop.together import Together
from app.desktop.widgets.toast import Toast


class Furniture(Protocol):
    """Made anew when the language is another, save the desk and the stack of views."""

    desk: Desk
    views: QStackedWidget
    frame: Frame
    toast: Toast
    back_and_forth: TakingBack
    together: Together

    def open_palette(self) -> None: ...

    def next_pane(self) -> None: ...

    def lock(self) -> None: ...

    def close_window(self) -> None: ...
