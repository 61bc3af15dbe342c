"""The one style sheet: what a palette cannot say of Qt's own controls, made from tokens (looks page: In Qt Widgets)."""

from __future__ import annotations

from collections.abc import Callable

from app.desktop.icons import icon_file
from app.desktop.tokens import Colours, Radius, Size, Space, Type


def style_sheet(c: Colours, px: Callable[[float], int], *, outlined: bool) -> str:
    """`px` scales a length by the text size. Never a `color` on a plain widget: it would beat every palette."""
    inner = px(Size.CONTROL) - 2  # the border is outside
    pad = px(10)
    down = icon_file("chevron-down", c.muted, px(Size.ICON))
    tick = icon_file("check", c.on_brand, px(14))
    dash = icon_file("minus", c.on_brand, px(14))
    outline = f"border: 1px solid {c.hair};" if outlined else ""
    return f"""
QAbstractScrollArea {{ border: none; background: transparent; }}
QLineEdit, QPlainTextEdit, QComboBox, QDateEdit {{
  border: 1px solid {c.ctl}; border-radius: {Radius.CONTROL}px; background: {c.paper}; color: {c.ink};
  placeholder-text-color: {c.faint}; selection-background-color: {c.sel}; selection-color: {c.ink};
}}
QLineEdit, QComboBox, QDateEdit {{ min-height: {inner}px; max-height: {inner}px; padding: 0 {pad - 2}px; }}
QPlainTextEdit {{ padding: {px(4)}px {px(6)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus {{
  border: {Size.RING}px solid {c.focus}; padding-left: {pad - 3}px; padding-right: {pad - 3}px;
}}
QPlainTextEdit:focus {{ padding: {px(4) - 1}px {px(6) - 1}px; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
  border: {Size.RING}px solid {c.gap};
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit[readOnly="true"] {{
  border: 1px solid {c.hair}; background: {c.wash}; color: {c.faint};
}}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{
  border: none; border-radius: 0; background: transparent; min-height: 0; padding: 0; margin: 0;
}}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {{
  border: none; background: transparent; padding: 0; font-size: {px(Type.OPEN.pixels)}px;
}}
QComboBox::drop-down {{ border: none; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: url({down}); width: {px(Size.ICON)}px; height: {px(Size.ICON)}px; }}
QComboBox QAbstractItemView {{
  border: 1px solid {c.edge}; background: {c.float}; color: {c.ink}; outline: 0; padding: {px(4)}px;
  selection-background-color: {c.sel}; selection-color: {c.ink};
}}
QComboBox QAbstractItemView::item {{ min-height: {px(30)}px; padding: 0 {px(8)}px; border-radius: {Radius.CONTROL}px; }}
QPushButton[kind], QDialogButtonBox QPushButton {{
  min-height: {inner}px; max-height: {inner}px; padding: 0 {pad}px; border: 1px solid {c.edge};
  border-radius: {Radius.CONTROL}px; background: {c.paper}; color: {c.ink}; font-weight: 500;
}}
QPushButton[kind]:hover {{ background: {c.hover}; }}
QPushButton[kind]:pressed {{ background: {c.press}; }}
QPushButton[kind]:disabled {{ background: {c.hover}; border-color: {c.hover}; color: {c.faint}; }}
QPushButton[kind="primary"] {{ background: {c.brand}; border-color: {c.brand}; color: {c.on_brand}; }}
QPushButton[kind="primary"]:hover {{ background: {c.brand_over}; border-color: {c.brand_over}; }}
QPushButton[kind="primary"]:pressed {{ background: {c.brand_down}; border-color: {c.brand_down}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.hover}; border-color: {c.hover}; color: {c.faint}; }}
QPushButton[kind="ghost"] {{ background: transparent; border-color: transparent; color: {c.muted}; }}
QPushButton[kind="ghost"]:hover {{ background: {c.hover}; }}
QPushButton[kind="ghost"]:pressed {{ background: {c.press}; }}
QPushButton[kind="ghost"]:disabled {{ background: transparent; border-color: transparent; color: {c.faint}; }}
QPushButton[kind="link"] {{
  background: transparent; border-color: transparent; color: {c.accent}; padding: 0; text-align: left;
  min-height: {px(Size.TARGET) - 2}px; max-height: {px(Size.TARGET) - 2}px;
}}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="danger"] {{ border-color: {c.gap}; color: {c.gap}; }}
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed {{ background: {c.gap_wash}; }}
QPushButton[kind="soft"] {{ background: {c.sel}; border-color: {c.sel}; }}
QPushButton[kind="soft"]:hover {{ background: {c.press}; }}
QCheckBox, QRadioButton {{
  spacing: {px(8)}px; color: {c.ink}; min-height: {px(Size.TARGET)}px; background: transparent;
}}
QCheckBox::indicator, QRadioButton::indicator {{
  width: {px(16)}px; height: {px(16)}px; border: 1px solid {c.ctl}; background: {c.paper};
}}
QCheckBox::indicator {{ border-radius: {Radius.CELL}px; }}
QRadioButton::indicator {{ border-radius: {px(9)}px; }}
QCheckBox::indicator:checked {{ background: {c.brand}; border-color: {c.brand}; image: url({tick}); }}
QCheckBox::indicator:indeterminate {{ background: {c.brand}; border-color: {c.brand}; image: url({dash}); }}
QRadioButton::indicator:checked {{ border: {px(5)}px solid {c.brand}; width: {px(8)}px; height: {px(8)}px; }}
QMenu {{ background: {c.float}; border: 1px solid {c.edge}; padding: {px(6)}px; }}
QMenu::item {{ padding: {px(6)}px {px(24)}px {px(6)}px {px(12)}px; border-radius: {Radius.CONTROL}px; color: {c.ink}; }}
QMenu::item:selected {{ background: {c.press}; }}
QMenu::item:disabled {{ color: {c.faint}; }}
QMenu::separator {{ height: 1px; background: {c.hair}; margin: {px(6)}px 0; }}
QMenuBar {{ background: {c.app}; color: {c.ink}; }}
QMenuBar::item {{ padding: {px(4)}px {px(10)}px; background: transparent; border-radius: {Radius.CELL}px; }}
QMenuBar::item:selected {{ background: {c.press}; }}
QScrollBar:vertical {{ width: {px(12)}px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: {px(12)}px; background: transparent; margin: 0; }}
QScrollBar::handle {{
  background: {c.ctl}; border-radius: 3px; margin: 3px; min-height: {px(32)}px; min-width: {px(32)}px;
}}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  width: 0; height: 0; background: transparent;
}}
QTableView, QTreeView, QListView {{ background: {c.paper}; color: {c.ink}; outline: 0; gridline-color: {c.hair}; }}
QTableView[ground="wash"], QTableView[ground="wash"] QHeaderView, QTableView[ground="wash"] QHeaderView::section {{
  background: {c.wash};
}}
QListWidget[kind="float"] {{
  background: {c.float}; border: 1px solid {c.edge}; border-radius: {Radius.CONTROL}px; padding: {px(4)}px;
}}
QListWidget[kind="float"]::item {{ min-height: {px(Size.CONTROL)}px; padding: 0 {px(8)}px; color: {c.ink}; }}
QListWidget[kind="float"]::item:selected {{ background: {c.sel}; color: {c.ink}; border-radius: {Radius.CELL}px; }}
QListView[floating="true"] {{ background: transparent; }}
QHeaderView {{ background: {c.paper}; border: none; }}
QTableCornerButton::section {{ background: {c.paper}; border: none; border-bottom: 1px solid {c.edge}; }}
QHeaderView::section {{
  background: {c.paper}; color: {c.muted}; border: none; border-bottom: 1px solid {c.edge};
  padding: 0 {Space.OUT}px; font-size: {px(Type.META.pixels)}px; font-weight: 500; min-height: {px(32)}px;
}}
QToolTip {{ background: {c.float}; color: {c.ink}; border: 1px solid {c.edge}; padding: {px(6)}px; }}
QProgressBar {{ background: {c.track}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; {outline} }}
QProgressBar::chunk {{ background: {c.bar}; border-radius: 3px; }}
QSplitter::handle {{ background: {c.hair}; }}
"""
