"""Opening: what cannot be opened is refused with a sentence and exit 3, and nothing is made beside it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from _store_laptops import KEY, Laptop, birth, reprojected, to
from _store_profiles import ANNA, ORGNR, PHRASE, Project, new_project
from _vaults import Memory
from sqlalchemy.exc import DatabaseError

from app.domain.refusal import Refusal, Unavailable
from app.i18n import say
from app.operations import companies
from app.operations.workspace import STORE, Surroundings, open_workspace
from app.store import opening
from app.store.key_file import LOWEST
from app.store.keychain import Backends
from app.store.tables import SCHEMA

ROOT = Path(__file__).resolve().parents[2]
Files = dict[str, bytes]


def files(folder: Path) -> Files:
    """Every file below a folder with its bytes, and every folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"folder"
        for path in sorted(folder.rglob("*"))
    }


def refused(code: str, folder: Path, act: Callable[[], object]) -> Refusal:
    """The refusal, after having seen that not a byte is another and no file more or less."""
    before = files(folder)
    with pytest.raises(Unavailable) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.exit_code == 3
    for language in ("sv", "en"):
        sentence = say(code, language, **caught.value.params)
        assert len(sentence.split()) > 8 and "{" not in sentence
    assert files(folder) == before
    return caught.value


def _store(folder: Path) -> Path:
    laptop = Laptop(folder, "anna")
    for index in range(40):
        laptop.act("company add", birth("company", index), *to("company", index, name=f"Företag {index}"))
    laptop.close()
    (folder / "empty.db").unlink()
    return laptop.path


def test_a_store_is_encrypted_from_its_first_byte(tmp_path: Path) -> None:
    data = _store(tmp_path).read_bytes()
    assert not data.startswith(b"SQLite format 3")
    for word in ("Företag", "company", "CREATE TABLE"):
        assert word.encode() not in data
    if os.name == "posix":
        laptop = opening.create(tmp_path / "new.db", KEY)
        laptop.close()
        assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0, "for its owner alone"


def test_a_store_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    path = _store(tmp_path)
    before = files(tmp_path)
    with pytest.raises(FileExistsError):
        opening.create(path, KEY)
    assert files(tmp_path) == before


def test_a_store_from_a_newer_release_is_refused(tmp_path: Path) -> None:
    path = _store(tmp_path)
    engine = opening.writer_of(path, KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA + 1}")
    engine.dispose()
    refusal = refused("store.newer", tmp_path, lambda: opening.open_store(path, KEY))
    assert (refusal.params["version"], refusal.params["known"]) == (SCHEMA + 1, SCHEMA)


def test_another_key_does_not_open(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = _store(tmp_path)
    for wrong in (bytes(32), KEY[:31] + b"\xff", KEY[::-1]):
        refused("store.not_opened", tmp_path, partial(opening.open_store, path, wrong))
    assert capfd.readouterr() == ("", ""), "not a word outside the refusal"
    opening.open_store(path, KEY).close()


def test_a_missing_store_stays_missing(tmp_path: Path) -> None:
    refused("store.missing", tmp_path, lambda: opening.open_store(tmp_path / "store.db", KEY))
    (tmp_path / "folder.db").mkdir()
    refused("store.missing", tmp_path, lambda: opening.open_store(tmp_path / "folder.db", KEY))


def test_an_empty_store_is_not_filled(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    refused("store.empty", tmp_path, lambda: opening.open_store(tmp_path / "store.db", KEY))


@pytest.mark.parametrize("length", [15, 16, 100, 4095, 4096, 4097, 8192, -4096])
def test_a_store_that_was_cut_off_is_refused(tmp_path: Path, length: int) -> None:
    path = _store(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:length])
    refused("store.not_opened", tmp_path, lambda: opening.open_store(path, KEY))


@pytest.mark.parametrize("length", [1, 2, 7])
def test_a_few_bytes_are_not_made_into_a_new_store(tmp_path: Path, length: int) -> None:
    path = _store(tmp_path)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(Unavailable) as caught:
        opening.open_store(path, KEY)
    assert caught.value.code in ("store.empty", "store.not_opened")
    assert path.stat().st_size == length and len(files(tmp_path)) == 1


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    chance = random.Random(3)
    plain = sys.modules["sqlcipher3.dbapi2"].connect(str(tmp_path / "plain.db"))
    plain.execute("CREATE TABLE company (id)")
    plain.commit()
    plain.close()
    for content in (
        b"\0" * 8192,
        chance.randbytes(8192),
        b"PK\x03\x04" + chance.randbytes(5000),
        "Anteckningar från mötet".encode() * 400,
        (tmp_path / "plain.db").read_bytes(),
    ):
        path.write_bytes(content)
        refused("store.not_opened", tmp_path, lambda: opening.open_store(path, KEY))


def test_a_flipped_bit_in_the_first_page_is_refused(tmp_path: Path) -> None:
    path = _store(tmp_path)
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(data)
    refused("store.not_opened", tmp_path, lambda: opening.open_store(path, KEY))


def test_a_damaged_page_is_never_shown_as_something_else(tmp_path: Path) -> None:
    """Every other page with one flipped bit, and the last one cut off: what can be read is what was written."""
    path = _store(tmp_path)
    whole = path.read_bytes()
    expected = _rows(path)
    assert expected is not None
    spoiled = [whole[:-1]]
    for page in range(1, len(whole) // 4096):
        data = bytearray(whole)
        data[page * 4096 + 200] ^= 1
        spoiled.append(bytes(data))
    unread = 0
    for content in spoiled:
        path.write_bytes(content)
        found = _rows(path)
        assert found is None or found == expected
        unread += found is None
    assert unread >= 2, "the company and the log were not damaged at all"


def _rows(path: Path) -> list[object] | None:
    """All rows of the log and of the companies; None where it is refused, or a page cannot be read."""
    try:
        engines = opening.open_store(path, KEY)
    except Unavailable as refusal:
        assert refusal.code == "store.not_opened"
        return None
    try:
        with engines.reader.connect() as connection:
            return [
                row
                for name in ("unit", "op", "company")
                for row in connection.exec_driver_sql(f"SELECT * FROM {name}")
            ]
    except DatabaseError:
        return None
    finally:
        engines.close()


def test_a_wrong_key_does_not_harm_what_a_killed_process_left_in_the_journal(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "anna")
    laptop.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    left = tmp_path / "left"
    left.mkdir()
    for name in ("anna.db", "anna.db-wal"):
        shutil.copyfile(tmp_path / name, left / name)
    laptop.close()
    assert (left / "anna.db-wal").stat().st_size > 0
    with pytest.raises(Unavailable):
        opening.open_store(left / "anna.db", bytes(32))
    laptop.path = left / "anna.db"
    laptop.open()
    assert [unit.verb for unit in laptop.log()] == ["company add"]
    stands, again = reprojected(laptop.store)
    assert stands == again
    laptop.close()


# --- the profile as a whole ---


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


def _open(project: Project, **given: object) -> Callable[[], object]:
    surroundings = Surroundings(now=project.wall, cost=LOWEST, **given)  # type: ignore[arg-type]
    return lambda: open_workspace(project.profile(ANNA), surroundings)


def test_a_wrong_passphrase(project: Project) -> None:
    refused("vault.passphrase.wrong", project.folder, _open(project, passphrase=PHRASE + "!"))
    refused("vault.passphrase.needed", project.folder, _open(project))


def test_an_emptied_keychain_makes_no_new_store(tmp_path: Path) -> None:
    """Signal-Desktop 7005: the keychain changed, and the program started empty."""
    from app.operations import enrolment

    keychain = Memory()
    backends: Backends = [lambda: keychain]
    profile, shared = tmp_path / "eva", tmp_path / "shared"
    shared.mkdir()
    surroundings = Surroundings(now=lambda: 1_650_000_000_000, backends=backends)
    enrolment.create_office(
        profile,
        surroundings,
        role="office",
        name="Eva Lind",
        organisation="Region",
        shared=shared,
        programme=None,
    )
    workspace = open_workspace(profile, surroundings)
    companies.add(workspace, orgnr=ORGNR, sole_trader=False, name="Alfa", municipality="Krokom")
    workspace.close()
    kept = dict(keychain.entries)
    assert kept
    keychain.entries.clear()
    refused("vault.keychain.emptied", tmp_path, lambda: open_workspace(profile, surroundings))
    assert keychain.entries == {}
    keychain.entries.update(kept)
    workspace = open_workspace(profile, surroundings)
    assert [company.name for company in companies.list_companies(workspace)] == ["Alfa"]
    workspace.close()


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("store.missing", lambda store: store.unlink()),
        ("store.empty", lambda store: store.write_bytes(b"")),
        ("store.not_opened", lambda store: store.write_bytes(b"x" * 9000)),
        ("store.not_opened", lambda store: store.write_bytes(store.read_bytes()[:-4096])),
    ],
)
def test_a_profile_whose_store_is_spoiled(
    project: Project, code: str, spoil: Callable[[Path], object]
) -> None:
    spoil(project.profile(ANNA) / STORE)
    refused(code, project.folder, _open(project, passphrase=PHRASE))


def test_another_laptops_store_in_this_profile(project: Project) -> None:
    shutil.copyfile(project.profile("Bo Nordin") / STORE, project.profile(ANNA) / STORE)
    refused("store.not_opened", project.folder, _open(project, passphrase=PHRASE))


def test_a_profile_whose_making_was_cut_off(project: Project, tmp_path: Path) -> None:
    """Keys and an empty store of the right shape, but no laptop in it: not a profile yet."""
    store = project.profile(ANNA) / STORE
    workspace = open_workspace(project.profile(ANNA), project.surroundings())
    key = workspace.secrets.store_key
    workspace.close()
    store.unlink()
    opening.create(store, key).close()
    refused("workspace.half_made", project.folder, _open(project, passphrase=PHRASE))


def test_a_folder_without_a_profile(tmp_path: Path) -> None:
    surroundings = Surroundings(now=lambda: 0, passphrase=PHRASE)
    refused("workspace.no_profile", tmp_path, lambda: open_workspace(tmp_path / "nowhere", surroundings))
    refused("workspace.no_profile", tmp_path, lambda: open_workspace(tmp_path, surroundings))
    (tmp_path / "settings.toml").write_text("shared = 3 =", encoding="utf-8")
    refused("settings.unreadable", tmp_path, lambda: open_workspace(tmp_path, surroundings))


def test_the_command_line_says_it_in_one_sentence_and_ends_with_3(project: Project) -> None:
    before = files(project.folder)
    ran = subprocess.run(
        [sys.executable, "-m", "app", "--profile", str(project.profile(ANNA)), "company", "list"],
        cwd=ROOT,
        env={**os.environ, "SIMMITT_PASSPHRASE": "fel fras", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 3
    assert ran.stdout == ""
    assert len(ran.stderr.strip().splitlines()) == 1 and "Traceback" not in ran.stderr
    assert files(project.folder) == before
