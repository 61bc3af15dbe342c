"""The laptop's settings: defaults, tolerance, what a later release wrote, and writing whole or not at all."""

from __future__ import annotations

import errno
import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import settings, whole_file
from app.domain.refusal import Refusal, Unavailable
from app.settings import SETTINGS, WINDOW, Settings, SettingsRead


def written(profile: Path, text: str) -> Path:
    (profile / SETTINGS).write_text(text, encoding="utf-8")
    return profile


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert settings.read(tmp_path / "nowhere") == SettingsRead(Settings())
    found = settings.read(tmp_path).settings
    assert (found.theme, found.text_size, found.lock_after, found.sync_on_its_own) == (
        "system",
        100,
        15,
        True,
    )
    assert (found.shared, found.language, found.reduced_motion) == (None, None, "system")


def test_what_is_changed_is_read_again(tmp_path: Path) -> None:
    whole = Settings(tmp_path / 'Åsas \\ "mapp"', "en", "contrast", 300, 0, "on", False)
    assert settings.change(tmp_path / "new", lambda before: whole) == whole
    assert settings.read(tmp_path / "new") == SettingsRead(whole)
    less = settings.change(tmp_path / "new", lambda before: replace(before, shared=None, language=None))
    assert less == replace(whole, shared=None, language=None)
    assert settings.read(tmp_path / "new").settings == less


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('theme = "pink"', "theme"), ("theme = 3", "theme"), ("theme = []", "theme"),
        ("text_size = 79", "text_size"), ("text_size = 301", "text_size"), ("text_size = true", "text_size"),
        ("text_size = 100.0", "text_size"), ('text_size = "100"', "text_size"),
        ("lock_after = -1", "lock_after"), ("lock_after = 1441", "lock_after"),
        ("sync_on_its_own = 1", "sync_on_its_own"), ('language = "de"', "language"),
        ("shared = 3", "shared"), ('shared = ""', "shared"), ("reduced_motion = false", "reduced_motion"),
    ],
)  # fmt: skip
def test_a_broken_value_falls_back_alone_and_is_named(tmp_path: Path, line: str, key: str) -> None:
    others = "lock_after = 5\n" if key != "lock_after" else "text_size = 150\n"
    found = settings.read(written(tmp_path, f"{others}{line}\n"))
    assert found.fallen_back == (key,)
    assert getattr(found.settings, key) == getattr(Settings(), key)
    assert (found.settings.lock_after, found.settings.text_size) in ((5, 100), (15, 150))


def test_a_broken_value_is_mended_by_the_next_choice(tmp_path: Path) -> None:
    written(tmp_path, 'theme = "pink"\nshared = "/mapp"\n')
    settings.change(tmp_path, lambda before: replace(before, text_size=120))
    assert settings.read(tmp_path) == SettingsRead(Settings(shared=Path("/mapp"), text_size=120))


LATER = """theme = "dark"
colours = ["röd", "blå"] # of a later release
since = 2031-05-06T07:08:09Z
[later]
deep = { a = 1, "b c" = [1.5, inf], day = 2031-05-06, at = 07:08:09 }
"""


def test_what_a_later_release_wrote_is_kept(tmp_path: Path) -> None:
    written(tmp_path, LATER)
    settings.change(tmp_path, lambda before: replace(before, theme="light"))
    after = tomllib.loads((tmp_path / SETTINGS).read_text(encoding="utf-8"))
    kept = {key: value for key, value in after.items() if key not in settings._KEYS}
    assert {**kept, "theme": "dark"} == tomllib.loads(LATER) and after["theme"] == "light"


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_values = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | _texts
    | st.dates()
    | st.times()
    | st.datetimes(),
    lambda more: st.lists(more, max_size=3) | st.dictionaries(_texts, more, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(_texts, _values, max_size=4))
def test_every_value_of_toml_is_written_as_it_was_read(table: dict[str, settings.Value]) -> None:
    text = "".join(f"{settings._toml(key)} = {settings._toml(value)}\n" for key, value in table.items())
    assert tomllib.loads(text) == table


@pytest.mark.parametrize("text", [b"theme = ", b"\xff\xfe", b"a = 1\na = 2\n", b"[" * 5000, b"#" * 300_000])
def test_a_file_that_is_none_is_refused_and_left_as_it_is(tmp_path: Path, text: bytes) -> None:
    (tmp_path / SETTINGS).write_bytes(text)
    for act in (
        lambda: settings.read(tmp_path),
        lambda: settings.change(tmp_path, lambda before: replace(before, theme="dark")),
    ):
        with pytest.raises(Unavailable) as caught:
            act()
        assert caught.value.code == "settings.unreadable"
    assert (tmp_path / SETTINGS).read_bytes() == text


@pytest.mark.parametrize(
    ("key", "value"), [("text_size", 79), ("text_size", 301), ("lock_after", -1), ("theme", "pink")]
)
def test_a_wrong_choice_changes_nothing(tmp_path: Path, key: str, value: int | str) -> None:
    written(tmp_path, "text_size = 110\n")
    with pytest.raises(Refusal) as caught:
        settings.change(tmp_path, lambda before: replace(before, **{key: value}))
    assert (caught.value.code, caught.value.params["key"]) == ("settings.value", key)
    assert settings.read(tmp_path).settings.text_size == 110


@pytest.mark.parametrize("call", ["replace", "fsync", "open"])
def test_a_full_disk_leaves_the_old_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    settings.change(tmp_path, lambda before: replace(before, theme="dark"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(whole_file.os, call, full)
    with pytest.raises(Refusal) as caught:
        settings.change(tmp_path, lambda before: replace(before, theme="light"))
    monkeypatch.undo()
    assert caught.value.code == "settings.not_written"
    assert settings.read(tmp_path).settings.theme == "dark"
    assert [path.name for path in tmp_path.iterdir()] == [SETTINGS]


@pytest.mark.skipif(os.name == "nt", reason="names of folders are text on Windows")
def test_a_folder_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        settings.change(tmp_path, lambda before: replace(before, shared=Path(os.fsdecode(b"/x\xff"))))
    assert caught.value.code == "settings.not_text" and not list(tmp_path.iterdir())


def test_the_window_is_remembered_and_its_loss_is_harmless(tmp_path: Path) -> None:
    state = {"geometry": "AdnQywAD", "columns/companies": "120,80", "width": 1280}
    assert settings.read_window(tmp_path) == {}
    settings.write_window(tmp_path, state)
    assert settings.read_window(tmp_path) == state
    (tmp_path / WINDOW).write_text("width = 3 =", encoding="utf-8")
    assert settings.read_window(tmp_path) == {}
    (tmp_path / WINDOW).write_text('width = 3\nfull = true\nlist = [1]\nname = "a"\n', encoding="utf-8")
    assert settings.read_window(tmp_path) == {"width": 3, "name": "a"}
    settings.write_window(tmp_path, {})
    assert settings.read_window(tmp_path) == {}
