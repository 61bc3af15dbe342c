"""Unlocking: what is asked, what is said in place, and that nothing typed stays behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.desktop.unlock import Unlock


@pytest.fixture
def tried() -> list[str]:
    return []


def test_a_wrong_passphrase_is_said_in_place_and_tried_again(qapp: QApplication, tried: list[str]) -> None:
    view = Unlock(tried.append)
    view.show()
    qapp.processEvents()
    QTest.keyClick(view.line, Qt.Key.Key_Return)
    assert tried == [] and view.error()
    QTest.keyClicks(view.line, "fel fras")
    assert view.error() == ""
    QTest.keyClick(view.line, Qt.Key.Key_Return)
    assert tried == ["fel fras"]
    # While it is being opened nothing can be pressed twice.
    assert not view.button.isEnabled()
    view.unlock()
    assert tried == ["fel fras"]
    view.failed("Den öppnar inte.")
    assert view.error() == "Den öppnar inte." and view.button.isEnabled()
    assert view.line.accessibleDescription() == "Den öppnar inte."
    assert view.line.selectedText() == view.line.text()
    view.line.setText("rätt fras")
    QTest.mouseClick(view.button, Qt.MouseButton.LeftButton)
    assert tried == ["fel fras", "rätt fras"]
    view.clear()
    assert view.line.text() == "" and view.error() == ""


def test_what_is_typed_is_seen_only_when_asked(qapp: QApplication, tried: list[str]) -> None:
    view = Unlock(tried.append)
    view.show()
    assert view.line.echoMode() == QLineEdit.EchoMode.Password
    QTest.mouseClick(view.eye, Qt.MouseButton.LeftButton)
    assert view.line.echoMode() == QLineEdit.EchoMode.Normal
    view.clear()
    assert view.line.echoMode() == QLineEdit.EchoMode.Password


def test_where_the_keychain_has_the_keys_there_is_a_button_alone(
    qapp: QApplication, tried: list[str]
) -> None:
    view = Unlock(tried.append, passphrase=False)
    view.show()
    qapp.processEvents()
    assert not view.line.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert tried == [""]
