"""What a device may not write is refused before it is applied, however well it is signed (record.md 2 and 3)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection

from app.exchange.refused import FileRefused, FileWaits
from app.exchange.rights import check_operations
from app.exchange.units import Operation, OperationKind
from app.store.ids import DeviceId, RowId
from app.store.registry import BY_NAME, Compartment
from app.store.store import Store
from app.store.units import Act, born

OWN, OTHER = RowId(b"o" * 16), RowId(b"x" * 16)
SESSION, FOREIGN = RowId(b"s" * 16), RowId(b"f" * 16)
FILE = "simmitt/dev/somebody/seg-0000000001-0"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A store that knows a session of each of two companies."""
    store = Store.create(
        tmp_path / "store.db",
        b"k" * 32,
        device=DeviceId(b"d" * 16),
        person="Eva",
        incarnation=1,
        now=lambda: 1_650_000_000_000,
    )
    for company, session in ((OWN, SESSION), (OTHER, FOREIGN)):
        store.commit(Act("coach log", company, born("session", session, company, activity="HA3.2")))
    with contextlib.closing(store), store.connected() as opened:
        yield opened


def said(entity: str, field: int, value: object, row: bytes = SESSION, kind: int = 1) -> Operation:
    return Operation(OperationKind(kind), BY_NAME[entity].number, RowId(row), field, value, 1, ())  # type: ignore[arg-type]


def check(
    connection: Connection, operation: Operation, role: str = "coach", kind: Compartment = Compartment.COMPANY
) -> None:
    check_operations(connection, (operation,), role, kind, OWN, FILE)  # type: ignore[arg-type]


def test_what_a_device_may_write_passes(connection: Connection) -> None:
    check(connection, said("session", 5, "Gick igenom planen"))
    check(connection, said("session", 4, 90))
    check(connection, said("session", 3, "2022-05-12"))
    check(connection, said("session", 1, None, kind=2))
    check(connection, said("company", 4, "Nytt namn AB", row=OWN))
    check(connection, said("session", 0, msgspec.msgpack.encode((OWN,)), row=b"n" * 16))


@pytest.mark.parametrize(
    ("operation", "role", "kind", "code"),
    [
        (said("answer", 2, "3"), "consultant", Compartment.ANALYSIS, "exchange.rights.entity"),
        (said("person", 2, "Anna Berg"), "office", Compartment.PEOPLE, "exchange.rights.entity"),
        (said("alias", 1, None, kind=2), "coach", Compartment.PROGRAMME, "exchange.rights.entity"),
        # An entity of another compartment than the section's, so that a reader's key would open it.
        (said("person", 2, "Anna Berg"), "coach", Compartment.COMPANY, "exchange.rights.entity"),
        (said("session", 4, "ninety"), "coach", Compartment.COMPANY, "exchange.rights.type"),
        (said("session", 3, "2022-02-31"), "coach", Compartment.COMPANY, "exchange.rights.type"),
        (said("session", 5, b"b" * 16), "coach", Compartment.COMPANY, "exchange.rights.type"),
        (said("session", 0, b"\xc1"), "coach", Compartment.COMPANY, "exchange.file.malformed"),
        (said("session", 1, 1), "coach", Compartment.COMPANY, "exchange.file.malformed"),
        # Another company's rows, reached through one's own compartment.
        (said("session", 5, "x", row=FOREIGN), "coach", Compartment.COMPANY, "exchange.rights.company"),
        (said("company", 4, "x", row=OTHER), "coach", Compartment.COMPANY, "exchange.rights.company"),
        (
            said("session", 0, msgspec.msgpack.encode((OTHER,)), row=b"n" * 16),
            "coach",
            Compartment.COMPANY,
            "exchange.rights.company",
        ),
    ],
)
def test_what_it_may_not_write_is_refused(
    connection: Connection, operation: Operation, role: str, kind: Compartment, code: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        check(connection, operation, role, kind)
    assert refused.value.code == code and not isinstance(refused.value, FileWaits)


@pytest.mark.parametrize(
    "operation",
    [
        Operation(OperationKind.SET, 9999, SESSION, 2, "x", 1, ()),
        said("session", 200, "x"),
        said("session", 5, "x", kind=4),
    ],
)
def test_what_only_a_newer_release_knows_waits(connection: Connection, operation: Operation) -> None:
    with pytest.raises(FileWaits):
        check(connection, operation)
