"""One small file of each kind that travels, and its reader."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from _exchange_samples import (
    ANNA,
    BO,
    COMPANY,
    NOW,
    OFFICE,
    PROJECT,
    REGISTRAR,
    SECRET,
    key_of,
    named,
    place,
    roster,
    roster_named,
    sections,
    seeded,
)

from app.exchange import sealing
from app.exchange.enrolment import new_request, open_request, request_name, write_request
from app.exchange.ids import CompartmentEpoch
from app.exchange.invitation import new_invitation
from app.exchange.key_file import key_name, open_key, write_key
from app.exchange.project_file import OfficeKeys, open_project, write_project
from app.exchange.roster import ROSTER_START, open_roster, write_roster
from app.exchange.segment import CHAIN_START, OpenedSegment, open_segment, seal_segment


def reader(data: bytes, sequence: int = 1) -> Callable[[bytes], OpenedSegment]:
    """Reads bytes under the name that belongs to `data`, as they would lie in the folder when spoiled."""
    name = named(data, sequence)
    return lambda spoiled: open_segment(spoiled, name, PROJECT, ANNA.public.signing, key_of, CHAIN_START)


def segment(units: int = 1, operations: int = 2) -> bytes:
    return seal_segment(place(), sections(1, units, operations), key_of, ANNA.seed, secrets.token_bytes)


INVITATION = new_invitation(
    project=PROJECT,
    name="Anna",
    role="coach",
    office=OfficeKeys(sealing.verify_key(REGISTRAR), OFFICE.public.recipient),
    project_secret=SECRET,
    programme="",
    serials=None,
    now_ms=NOW,
    random=seeded("faults"),
)


def small_files() -> dict[str, tuple[bytes, Callable[[bytes], object]]]:
    """One small file of each kind, and its reader."""
    one = segment()
    registrar = sealing.verify_key(REGISTRAR)
    devices = write_roster(roster(), PROJECT, SECRET, REGISTRAR, secrets.token_bytes)
    project = write_project(PROJECT, OFFICE.public.recipient, REGISTRAR)
    at = CompartmentEpoch(COMPANY, 1)
    key = write_key(
        PROJECT,
        ANNA.device,
        BO.device,
        BO.public.recipient,
        at,
        sealing.SecretKey(b"k" * 32),
        ANNA.seed,
        2,
        None,
    )
    asked = new_request(INVITATION, ANNA, "Anna", "Teknikdalen", "coach", NOW)
    request = write_request(asked, INVITATION.secret, OFFICE.public.recipient, ANNA.seed)
    return {
        "segment": (one, reader(one)),
        "roster": (
            devices,
            lambda data: open_roster(
                data, roster_named(devices, 1), PROJECT, SECRET, registrar, ROSTER_START
            ),
        ),
        "project": (project, lambda data: open_project(data, PROJECT, registrar)),
        "key": (
            key,
            lambda data: open_key(
                data, key_name(ANNA.device, BO.device, at, key), PROJECT, ANNA.public.signing, BO.identity
            ),
        ),
        "request": (
            request,
            lambda data: open_request(
                data, request_name(asked, request), PROJECT, OFFICE.identity, lambda invite: INVITATION, NOW
            ),
        ),
    }
