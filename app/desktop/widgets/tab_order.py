"""The order in which Tab goes, where parts are made at other times than people read them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_in_order(stops: Sequence[QWidget]) -> None:
    """Tab goes through these one after the other, and then on to what followed the first of them.

    A part that hands the keyboard to one of its own (a scale, segments) moves with all that it holds. Qt passes such
    parts over, as they take no keyboard themselves; left behind, they would pull Tab back to where they are.
    """
    chain: list[QWidget] = []
    handing: list[tuple[QWidget, QWidget]] = []
    for stop in stops:
        chain.append(stop)
        own = stop.focusProxy()
        if own is not None and stop.isAncestorOf(own):
            handing.append((stop, own))
            chain += [
                one for one in stop.findChildren(QWidget) if one.focusPolicy() != Qt.FocusPolicy.NoFocus
            ]
    for part, _ in handing:
        part.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none away so
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for one, after in zip(chain, chain[1:], strict=False):
        if one.nextInFocusChain() is not after:
            QWidget.setTabOrder(one, after)
    for part, own in handing:
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        part.setFocusProxy(own)
