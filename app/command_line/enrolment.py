"""Verbs of enrolment: profile create, office invite, office approve, device list, company assign."""

from __future__ import annotations

from pathlib import Path

from app.command_line.call import Answer, Call, Json, table
from app.domain.refusal import Refusal
from app.operations import enrolment
from app.operations.devices import DeviceSnapshot
from app.operations.devices import devices as every_device
from app.operations.workspace import iso_instant
from app.store.ids import device_text, hyphenated


def profile_create(call: Call) -> Answer:
    role, shared = call.value("role"), Path(call.value("shared"))
    invitation, words, programme = call.maybe("invitation"), call.maybe("words"), call.maybe("programme")
    if invitation is not None and words is not None:
        if programme is not None:
            raise Refusal("words.programme_with_invitation")
        made = enrolment.join(
            call.profile,
            call.surroundings(),
            role=role,
            name=call.value("name"),
            organisation=call.value("organisation"),
            shared=shared,
            invitation=Path(invitation),
            words=words,
        )
    elif invitation is not None or words is not None:
        raise Refusal("words.invitation_and_words")
    else:
        made = enrolment.create_office(
            call.profile,
            call.surroundings(),
            role=role,
            name=call.value("name"),
            organisation=call.value("organisation"),
            shared=shared,
            programme=Path(programme) if programme is not None else None,
        )
    device = device_text(made.device)
    return Answer(
        {
            "id": device,
            "device": device,
            "role": made.role.value,
            "fingerprint": made.fingerprint,
            "status": made.status,
        },
        call.say(f"said.profile.{made.status}", device=device, fingerprint=made.fingerprint),
    )


def office_invite(call: Call) -> Answer:
    out = Path(call.value("out"))
    with call.workspace() as workspace:
        made = enrolment.invite(workspace, name=call.value("name"), role=call.value("role"), out=out)
    words = " ".join(made.words)
    expires = iso_instant(made.expires)
    return Answer(
        {"id": hyphenated(made.invite), "words": words, "expires": expires},
        call.say("said.invited", file=str(out), words=words, expires=expires),
    )


def office_approve(call: Call) -> Answer:
    with call.workspace() as workspace:
        return _devices(call, enrolment.approve(workspace, call.place("DEVICE"), call.maybe("fingerprint")))


def device_list(call: Call) -> Answer:
    with call.workspace() as workspace:
        return _devices(call, every_device(workspace))


def company_assign(call: Call) -> Answer:
    with call.workspace() as workspace:
        device = enrolment.assign(workspace, call.place("COMPANY"), call.value("to"))
    shown = _device(device)
    return Answer(
        {"id": device_text(device.id), "device": shown, "company": call.place("COMPANY")},
        call.say("said.assigned", device=device.name, company=call.place("COMPANY")),
    )


def _devices(call: Call, devices: tuple[DeviceSnapshot, ...]) -> Answer:
    heads = [
        call.say(f"head.{name}") for name in ("name", "role", "status", "fingerprint", "last_seen", "id")
    ]
    rows = [
        [
            device.name,
            device.role,
            call.say(f"status.{device.status}"),
            device.fingerprint,
            iso_instant(device.last_seen) if device.last_seen is not None else "–",
            device_text(device.id),
        ]
        for device in devices
    ]
    return Answer({"devices": [_device(device) for device in devices]}, table(heads, rows))


def _device(device: DeviceSnapshot) -> dict[str, Json]:
    return {
        "id": device_text(device.id),
        "name": device.name,
        "organisation": device.organisation,
        "role": device.role,
        "status": device.status,
        "fingerprint": device.fingerprint,
        "last_seen": iso_instant(device.last_seen) if device.last_seen is not None else None,
    }
