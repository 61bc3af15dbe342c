"""Project file, roster and key files: signed, sealed, never put back, never moved."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec
import pytest
from _exchange_samples import (
    ANNA,
    BO,
    COMPANY,
    OFFICE,
    OTHER_PROJECT,
    PROJECT,
    REGISTRAR,
    SECRET,
    code_of,
    device_keys,
    roster,
    roster_named,
    signed,
)

from app.domain.refusal import Unavailable
from app.exchange import frame, sealing
from app.exchange.folder import OsFolder
from app.exchange.frame import Kind
from app.exchange.ids import CompanyId, CompartmentEpoch, DeviceId, SerialRange
from app.exchange.key_file import key_name, open_key, write_key
from app.exchange.names import PROJECT as PROJECT_PATH
from app.exchange.names import RosterName
from app.exchange.project_file import OfficeKeys, check_folder, open_project, write_project
from app.exchange.refused import FileRefused
from app.exchange.roster import ROSTER_START, Roster, RosterHead, open_roster, roster_name, write_roster
from app.exchange.sealing import ProjectSecret, SecretKey, SigningSeed

REGISTRAR_KEY = sealing.verify_key(REGISTRAR)
OFFICE_KEYS = OfficeKeys(REGISTRAR_KEY, OFFICE.public.recipient)

# --- the project file ---


def test_the_project_file_says_whose_folder_it_is(tmp_path: Path) -> None:
    folder = OsFolder(tmp_path)
    with pytest.raises(Unavailable) as refused:
        check_folder(folder, PROJECT, REGISTRAR_KEY)
    assert refused.value.code == "exchange.project.missing"
    data = write_project(PROJECT, OFFICE.public.recipient, REGISTRAR)
    folder.publish(PROJECT_PATH, data)
    assert check_folder(folder, PROJECT, REGISTRAR_KEY).office == OFFICE_KEYS
    with pytest.raises(Unavailable) as refused:
        check_folder(folder, OTHER_PROJECT, REGISTRAR_KEY)
    assert refused.value.code == "exchange.project.other"
    (tmp_path / PROJECT_PATH).unlink()
    other = SigningSeed(b"o" * 32)
    folder.publish(PROJECT_PATH, write_project(OTHER_PROJECT, OFFICE.public.recipient, other))
    with pytest.raises(Unavailable) as refused:
        check_folder(folder, PROJECT, REGISTRAR_KEY)
    assert refused.value.code == "exchange.project.other"
    # The right project id under a key that is not the registrar's.
    forged = write_project(PROJECT, OFFICE.public.recipient, other)
    assert code_of(lambda: open_project(forged, PROJECT, REGISTRAR_KEY)) == "exchange.file.forged"
    (tmp_path / PROJECT_PATH).write_bytes(data[:-1])
    assert code_of(lambda: check_folder(folder, PROJECT, REGISTRAR_KEY)) == "exchange.file.short"


# --- the roster ---


def put(devices: Roster, secret: ProjectSecret = SECRET, seed: SigningSeed = REGISTRAR) -> bytes:
    return write_roster(devices, PROJECT, secret, seed, secrets.token_bytes)


def got(data: bytes, sequence: int, accepted: RosterHead = ROSTER_START) -> tuple[Roster, RosterHead]:
    return open_roster(data, roster_named(data, sequence), PROJECT, SECRET, REGISTRAR_KEY, accepted)


def test_a_roster_is_read_by_the_enrolled_and_shows_no_names() -> None:
    devices = roster(3)
    first = msgspec.structs.replace(
        devices.devices[1], companies=(CompanyId(b"f" * 16),), serials=SerialRange(1, 100), revoked_at=7
    )
    devices = Roster(3, (devices.devices[0], first, devices.devices[2]))
    data = put(devices)
    read_back, head = got(data, 3)
    assert read_back == devices
    assert roster_name(devices, data) == roster_named(data, 3)
    assert head.sequence == 3
    for word in ("Anna", "Öberg", "Teknikdalen", "Kontoret", "coach"):
        assert word.encode() not in data
    assert ANNA.public.recipient.encode() not in data


def test_a_roster_only_grows() -> None:
    old, new = put(roster(1)), put(roster(2))
    head = got(new, 2, got(old, 1)[1])[1]
    assert code_of(lambda: got(old, 1, head)) == "exchange.roster.older"
    assert got(new, 2, head)[1] == head
    assert code_of(lambda: got(put(roster(2)), 2, head)) == "exchange.roster.twice"
    # The old one under a new number: the name is not the signed content's.
    renamed = RosterName(9, sealing.digest(old).hex()[:32])
    call = lambda: open_roster(old, renamed, PROJECT, SECRET, REGISTRAR_KEY, head)  # noqa: E731
    assert code_of(call) == "exchange.file.name"


def test_a_roster_by_another_hand_is_refused() -> None:
    assert code_of(lambda: got(put(roster(), seed=ANNA.seed), 1)) == "exchange.file.forged"
    assert (
        code_of(lambda: got(put(roster(), secret=ProjectSecret(b"q" * 32)), 1))
        == "exchange.file.other_project"
    )
    other = write_roster(roster(), OTHER_PROJECT, SECRET, REGISTRAR, secrets.token_bytes)
    assert code_of(lambda: got(other, 1)) == "exchange.file.other_project"


@pytest.mark.parametrize(
    "wrong", ["device twice", "key twice", "serials", "name", "recipient", "range", "role"]
)
def test_a_roster_that_contradicts_itself_is_neither_written_nor_read(wrong: str) -> None:
    one, two, three = roster().devices
    replace = msgspec.structs.replace
    two = {
        "device twice": lambda: replace(two, id=one.id),
        "key twice": lambda: replace(two, signing=one.signing),
        "serials": lambda: replace(two, serials=SerialRange(50, 150)),
        "name": lambda: replace(two, name="gpj\u202eexe"),
        "recipient": lambda: replace(two, recipient="age1" + "q" * 58),
        "range": lambda: replace(two, serials=SerialRange(9, 8)),
        "role": lambda: replace(two, role="registrar"),
    }[wrong]()
    one = replace(one, serials=SerialRange(100, 200))
    devices = Roster(1, (one, two, three))
    with pytest.raises(ValueError, match="roster|serials"):
        put(devices)
    # Signed all the same by a registrar whose program is wrong.
    raw = msgspec.msgpack.encode({"reader": 1, "project": PROJECT, "sequence": 1})
    key = sealing.derived_key(SECRET, "roster")
    plain = msgspec.msgpack.encode(devices.devices)
    sealed = sealing.seal(key, plain, frame.associated(Kind.ROSTER, raw), secrets.token_bytes)
    assert code_of(lambda: got(signed(Kind.ROSTER, raw, sealed, REGISTRAR), 1)) == "exchange.file.malformed"


def test_the_roster_says_whose_signature_counts() -> None:
    devices = roster()
    revoked = Roster(2, (*devices.devices[:2], msgspec.structs.replace(devices.devices[2], revoked_at=5)))
    assert devices.signer(BO.device, 6, "f") == BO.public.signing
    assert revoked.signer(BO.device, 5, "f") == BO.public.signing
    assert code_of(lambda: revoked.signer(BO.device, 6, "f")) == "exchange.roster.revoked"
    assert code_of(lambda: devices.signer(DeviceId(b"n" * 16), 1, "f")) == "exchange.roster.unknown"
    assert devices.device(ANNA.device) == devices.devices[1]
    assert devices.device(DeviceId(b"n" * 16)) is None


# --- key files ---

PLACE = CompartmentEpoch(COMPANY, 1)
COMPANY_ID = CompanyId(b"f" * 16)
KEY = SecretKey(b"k" * 32)


def key_file(holder=ANNA, to=BO) -> bytes:
    return write_key(
        PROJECT, holder.device, to.device, to.public.recipient, PLACE, KEY, holder.seed, 2, COMPANY_ID
    )


def test_a_wrapped_key_reaches_its_reader_and_nobody_else() -> None:
    data = key_file()
    name = key_name(ANNA.device, BO.device, PLACE, data)
    wrapped = open_key(data, name, PROJECT, ANNA.public.signing, BO.identity)
    assert (wrapped.key, wrapped.kind, wrapped.company) == (KEY, 2, COMPANY_ID)
    assert KEY not in data and COMPANY_ID not in data and KEY.hex() not in repr(wrapped)
    for identity, signer, project, code in (
        (OFFICE.identity, ANNA.public.signing, PROJECT, "exchange.key.for_other"),
        (BO.identity, BO.public.signing, PROJECT, "exchange.file.forged"),
        (BO.identity, ANNA.public.signing, OTHER_PROJECT, "exchange.file.other_project"),
    ):
        assert code_of(lambda i=identity, s=signer, p=project: open_key(data, name, p, s, i)) == code
    with pytest.raises(ValueError, match="32 bytes"):
        write_key(
            PROJECT, ANNA.device, BO.device, BO.public.recipient, PLACE, SecretKey(b"k"), ANNA.seed, 0, None
        )


def test_a_key_file_under_another_name_or_copied_by_another_holder_is_refused() -> None:
    data = key_file()
    sha = sealing.digest(data).hex()[:32]
    name = key_name(ANNA.device, BO.device, PLACE, data)
    for wrong in (
        key_name(OFFICE.device, BO.device, PLACE, data),
        key_name(ANNA.device, OFFICE.device, PLACE, data),
        key_name(ANNA.device, BO.device, CompartmentEpoch(COMPANY, 2), data),
    ):
        assert wrong.sha == sha
        call = lambda wrong=wrong: open_key(data, wrong, PROJECT, ANNA.public.signing, BO.identity)  # noqa: E731
        assert code_of(call) == "exchange.file.name"
    # The office's device takes Anna's wrapped key for Bo and offers it as the key of another epoch.
    end = 17 + int.from_bytes(data[9:13], "big")
    raw = msgspec.msgpack.encode(
        {
            "reader": 1,
            "project": PROJECT,
            "holder": OFFICE.device,
            "to": BO.device,
            "compartment": COMPANY,
            "epoch": 2,
        }
    )
    copied = signed(Kind.KEY, raw, data[end:-64], OFFICE.seed)
    place = CompartmentEpoch(COMPANY, 2)
    with pytest.raises(FileRefused) as refused:
        open_key(
            copied,
            key_name(OFFICE.device, BO.device, place, copied),
            PROJECT,
            OFFICE.public.signing,
            BO.identity,
        )
    assert refused.value.code == "exchange.key.copied"
    assert name.holder == ANNA.device


def test_what_a_device_wraps_for_itself_it_can_read_later() -> None:
    later = device_keys("anna")
    assert later.device == ANNA.device and later.identity != ANNA.identity  # age draws its own
    data = key_file(ANNA, ANNA)
    name = key_name(ANNA.device, ANNA.device, PLACE, data)
    assert open_key(data, name, PROJECT, ANNA.public.signing, ANNA.identity).key == KEY
