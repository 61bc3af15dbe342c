"""`project`: which project a folder belongs to, and the office's public keys. No names and no secrets."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from app.domain.refusal import Unavailable
from app.exchange import frame, names
from app.exchange.folder import Folder
from app.exchange.frame import Header, Kind
from app.exchange.ids import ProjectId
from app.exchange.refused import FileRefused
from app.exchange.sealing import Recipient, SigningSeed, VerifyKey, is_recipient, verify_key

FORMAT = 1
SIZE_LIMIT = 64 * 1024

VerifyKeyField = Annotated[VerifyKey, Meta(min_length=32, max_length=32)]
RecipientField = Annotated[Recipient, Meta(min_length=62, max_length=62)]


class OfficeKeys(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The office's public keys: the registrar's, which signs, and the one that requests are sealed to."""

    registrar: VerifyKeyField
    recipient: RecipientField


class ProjectFile(Header, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: Annotated[int, Meta(ge=1)] = FORMAT
    office: OfficeKeys


def write_project(project: ProjectId, recipient: Recipient, registrar: SigningSeed) -> bytes:
    """The file that the first office publishes when it makes the project."""
    office = OfficeKeys(verify_key(registrar), recipient)
    header = frame.encode_header(ProjectFile(project=project, office=office))
    return frame.seal_frame(Kind.PROJECT, header, b"", registrar)


def open_project(data: bytes, project: ProjectId, registrar: VerifyKey) -> ProjectFile:
    """The file, signed by the registrar that this device knows.

    FileRefused where it is spoiled or forged, and `exchange.file.other_project` where another project's own
    registrar has signed it.
    """
    file = names.PROJECT
    signer = frame.unsigned_header(data, Kind.PROJECT, ProjectFile, file).office.registrar
    opened = frame.open_frame(data, Kind.PROJECT, ProjectFile, signer, file, None)
    if opened.header.project != project:
        raise FileRefused("exchange.file.other_project", file)
    if signer != registrar:
        raise FileRefused("exchange.file.forged", file)
    if opened.payload or not is_recipient(opened.header.office.recipient):
        raise FileRefused("exchange.file.malformed", file)
    return opened.header


def check_folder(folder: Folder, project: ProjectId, registrar: VerifyKey) -> ProjectFile:
    """That the shared folder is the project's own, before anything else in it is read or written.

    Unavailable where it is empty (`exchange.project.missing`), another project's (`exchange.project.other`), or
    its project file is spoiled or cannot be read: such a share stops the exchange, and deletes nothing.
    """
    if not folder.exists(names.PROJECT):
        raise Unavailable("exchange.project.missing")
    try:
        return open_project(folder.read(names.PROJECT, SIZE_LIMIT), project, registrar)
    except FileRefused as refused:
        if refused.code == "exchange.file.other_project":
            raise Unavailable("exchange.project.other") from refused
        raise Unavailable(refused.code, **refused.params) from refused
