"""What a device may write: every operation of a segment is held against registry and roster before it is applied.

Source: record.md 2 and 3; exchange.md 2 ("every operation within what that device may write").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from app.exchange.frame import READER
from app.exchange.ids import Role
from app.exchange.refused import FileRefused, FileWaits
from app.exchange.units import Operation as Travelled
from app.exchange.units import OperationKind
from app.store.ids import RowId
from app.store.registry import BIRTH, BY_NAME, BY_NUMBER, GONE, Compartment, Entity, Field, Kind, Value
from app.store.registry import Role as StoreRole
from app.store.units import birth_values

_PLAIN = frozenset({OperationKind.SET, OperationKind.DELETE, OperationKind.RESTORE})


def check_operations(
    connection: Connection,
    operations: Sequence[Travelled],
    role: Role,
    kind: Compartment,
    company: RowId | None,
    file: str,
) -> None:
    """FileRefused for the first operation that this device may not write, or whose value is of another type.

    FileWaits for entities, fields and kinds of operation that only a newer release knows.
    """
    for operation in operations:
        entity = BY_NUMBER.get(operation.entity)
        if entity is None or operation.kind not in _PLAIN:
            raise FileWaits("exchange.file.newer", file, needs=READER + 1, has=READER)
        if entity.compartment is not kind or StoreRole(role) not in entity.writers:
            raise FileRefused("exchange.rights.entity", file, role=role)
        _check_value(operation, entity, file)
    _check_owner(connection, operations, company, file)


def _check_value(operation: Travelled, entity: Entity, file: str) -> None:
    if operation.field == GONE or operation.kind is not OperationKind.SET:
        if operation.field != GONE or operation.kind is OperationKind.SET or operation.value is not None:
            raise FileRefused("exchange.file.malformed", file)
        return
    if operation.field == BIRTH:
        try:
            parts = birth_values(entity, operation.value)
        except ValueError:
            raise FileRefused("exchange.file.malformed", file) from None
        if not all(_fits(part, field) for part, field in zip(parts, entity.birth, strict=True)):
            raise FileRefused("exchange.rights.type", file)
        return
    field = entity.numbered(operation.field)
    if field is None:
        raise FileWaits("exchange.file.newer", file, needs=READER + 1, has=READER)
    if not _fits(operation.value, field):
        raise FileRefused("exchange.rights.type", file)


def _fits(value: Value, field: Field) -> bool:
    match value:
        case None:
            return True
        case int():
            return field.kind is Kind.NUMBER
        case bytes():
            return field.kind is Kind.ROW and len(value) == 16
        case str() if field.kind is Kind.DATE:
            try:
                return date.fromisoformat(value).isoformat() == value
            except ValueError:
                return False
        case str():
            return field.kind is Kind.TEXT


def _check_owner(
    connection: Connection, operations: Sequence[Travelled], company: RowId | None, file: str
) -> None:
    """A row stays in the company that it was born in: nobody reaches another company's row through his own."""
    if company is None:
        return
    rows: dict[int, set[RowId]] = {}
    for operation in operations:
        entity = BY_NUMBER[operation.entity]
        if entity.name == "company" and operation.row != company:
            raise FileRefused("exchange.rights.company", file)
        if operation.field == BIRTH and entity.birth and entity.birth[0].name == "company":
            if birth_values(entity, operation.value)[0] != company:
                raise FileRefused("exchange.rights.company", file)
        elif operation.field == BIRTH and entity.birth and entity.birth[0].name == "interview":
            interview = birth_values(entity, operation.value)[0]
            if isinstance(interview, bytes):
                rows.setdefault(BY_NAME["interview"].number, set()).add(RowId(interview))
        rows.setdefault(operation.entity, set()).add(RowId(operation.row))
    for number, ids in rows.items():
        for row in ids:
            owner = _owner(connection, BY_NUMBER[number], row)
            if owner is not None and owner != company:
                raise FileRefused("exchange.rights.company", file)


def _owner(connection: Connection, entity: Entity, row: RowId) -> bytes | None:
    """The company of a row that is here already; None for a new one."""
    if entity.name == "company" or not entity.birth:
        return None
    first = entity.birth[0].name
    if first == "company":
        query = f"SELECT company FROM {entity.name} WHERE id = ? AND born = 1"
    else:
        query = (
            f"SELECT interview.company FROM {entity.name} JOIN interview ON interview.id = {entity.name}.interview "
            f"WHERE {entity.name}.id = ? AND {entity.name}.born = 1"
        )
    owner: bytes | None = connection.exec_driver_sql(query, (row,)).scalar_one_or_none()
    return owner
