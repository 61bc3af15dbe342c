"""A key file: a compartment's key of one epoch, wrapped by a holder for a device that may read it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.exchange import frame, sealing
from app.exchange.frame import Header, Kind
from app.exchange.ids import (
    CompanyField,
    CompanyId,
    CompartmentEpoch,
    CompartmentField,
    DeviceField,
    DeviceId,
    EpochField,
    ProjectField,
    ProjectId,
)
from app.exchange.names import KeyName, short
from app.exchange.refused import FileRefused
from app.exchange.sealing import Identity, Recipient, SecretKey, SigningSeed, Unsealable, VerifyKey

SIZE_LIMIT = 64 * 1024


class _KeyHeader(Header, frozen=True, kw_only=True, forbid_unknown_fields=True):
    holder: DeviceField
    to: DeviceField
    compartment: CompartmentField
    epoch: EpochField


class WrappedKey(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What age carries. It repeats the header: a wrapped key that is copied elsewhere says whose it is.

    `kind` (the store's number of the kind of compartment) and `company` say what the compartment is; its id
    in the header does not. That the id is theirs is for the caller to check.
    """

    project: ProjectField
    holder: DeviceField
    to: DeviceField
    compartment: CompartmentField
    epoch: EpochField
    key: Annotated[SecretKey, Meta(min_length=32, max_length=32)]
    kind: Annotated[int, Meta(ge=0, le=255)]
    company: CompanyField | None

    def __repr__(self) -> str:
        return f"WrappedKey({self.compartment.hex()}, epoch {self.epoch}, key not shown)"


def write_key(
    project: ProjectId,
    holder: DeviceId,
    to: DeviceId,
    reader: Recipient,
    place: CompartmentEpoch,
    key: SecretKey,
    seed: SigningSeed,
    kind: int,
    company: CompanyId | None,
) -> bytes:
    """The key file from `holder` (whose seed signs) to the device `to` with the age key `reader`."""
    if len(key) != sealing.KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    header = frame.encode_header(
        _KeyHeader(project=project, holder=holder, to=to, compartment=place.compartment, epoch=place.epoch)
    )
    wrapped = WrappedKey(project, holder, to, place.compartment, place.epoch, key, kind, company)
    payload = sealing.wrap(msgspec.msgpack.encode(wrapped), [reader])
    return frame.seal_frame(Kind.KEY, header, payload, seed)


def key_name(holder: DeviceId, to: DeviceId, place: CompartmentEpoch, data: bytes) -> KeyName:
    """The name under which a key file is published."""
    return KeyName(holder, to, place.compartment, place.epoch, short(sealing.digest(data)))


def open_key(
    data: bytes, name: KeyName, project: ProjectId, signer: VerifyKey, identity: Identity
) -> WrappedKey:
    """The compartment's key, and what it opens. `signer` is the key that the roster gives for the holder.

    Whether the holder may hand it out, and whether it agrees with what other holders sent, is for the caller.
    FileRefused where it is spoiled, forged, under another name, or for somebody else.
    """
    file = name.path
    opened = frame.open_frame(data, Kind.KEY, _KeyHeader, signer, file, name.sha)
    header = opened.header
    if header.project != project:
        raise FileRefused("exchange.file.other_project", file)
    said = (header.holder, header.to, header.compartment, header.epoch)
    if said != (name.holder, name.reader, name.compartment, name.epoch):
        raise FileRefused("exchange.file.name", file)
    try:
        plain = sealing.unwrap(opened.payload, identity)
    except Unsealable as error:
        code = "exchange.key.for_other" if error.why == "key" else "exchange.file.malformed"
        raise FileRefused(code, file) from None
    wrapped = frame.decode(plain, WrappedKey, file)
    if (wrapped.project, wrapped.holder, wrapped.to, wrapped.compartment, wrapped.epoch) != (project, *said):
        raise FileRefused("exchange.key.copied", file)
    return wrapped
