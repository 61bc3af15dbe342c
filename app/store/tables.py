"""SQLAlchemy Core tables, made from the registry: the log, one projection an entity, and what stays on this laptop.

`unit` and `op` are the record. An operation's key is its unit's number and its place in the unit, so that a unit's
operations lie together and no second index is needed. All operations of a unit share the unit's stamp: a unit sets
a field at most once, so stamp, row and field name an operation. Each projected row carries its own heads, so that
the present value, its age and its conflicts are one look-up by id.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.types import UserDefinedType

from app.store.registry import ENTITIES, Entity, Kind

SCHEMA = 2
"""`user_version` of the store; a larger one is a newer release's."""

ORDINAL_BITS = 24
COMPARTMENT_BITS = 20

metadata = MetaData()


class Untyped(UserDefinedType[object]):
    """A column that holds whatever a field holds, as SQLite itself stores it."""

    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return ""


unit = Table(
    "unit",
    metadata,
    Column("number", Integer, primary_key=True),  # the order of arrival on this laptop
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("stamp", LargeBinary, nullable=False, unique=True),
    Column("person", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("undoes", LargeBinary),
    Column("company", LargeBinary),
    Column("incarnation", Integer, nullable=False),
    Column("sequence", Integer),  # of the segment that carries it; null until sealed
)
# No index by company or by what is unsent: a commit pays for every index, and a look through all units takes
# milliseconds where somebody asks for a history or a run through the folder begins.

op = Table(
    "op",
    metadata,
    Column("id", Integer, primary_key=True),  # unit.number << 24 | compartment << 20 | place in that section
    Column("kind", Integer, nullable=False),
    Column("entity", Integer, nullable=False),
    Column("row", LargeBinary, nullable=False),
    Column("field", Integer, nullable=False),
    Column("value", Untyped),
    Column(
        "bases", LargeBinary, nullable=False
    ),  # the stamps that the writer saw and replaced, one after another
)

awaited = Table(  # operations that others name as replaced, and that have not arrived yet
    "awaited",
    metadata,
    Column("entity", Integer, primary_key=True),
    Column("row", LargeBinary, primary_key=True),
    Column("field", Integer, primary_key=True),
    Column("stamp", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)

_SQL_TYPE = {Kind.TEXT: Text, Kind.NUMBER: Integer, Kind.DATE: Text, Kind.ROW: LargeBinary}


def _projection(entity: Entity) -> Table:
    columns: list[Column[object]] = [Column("id", LargeBinary, primary_key=True)]
    columns += [Column(f.name, _SQL_TYPE[f.kind]) for f in (*entity.birth, *entity.fields)]
    columns += [
        Column("born", Integer, nullable=False, server_default=text("0")),
        Column("gone", Integer, nullable=False, server_default=text("0")),
        Column("heads", LargeBinary, nullable=False),
        Column("contested", Integer, nullable=False, server_default=text("0")),
    ]
    table = Table(entity.name, metadata, *columns, sqlite_with_rowid=False)
    Index(f"{entity.name}_contested", table.c.contested, sqlite_where=text("contested > 0"))
    for part in entity.birth[:1]:  # what a row belongs to is what it is asked for by
        if part.kind is Kind.ROW:
            Index(f"{entity.name}_{part.name}", table.c[part.name])
    return table


PROJECTIONS: dict[int, Table] = {e.number: _projection(e) for e in ENTITIES}

local_state = Table(
    "local_state",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

compartment_key = Table(
    "compartment_key",
    metadata,
    Column("compartment", LargeBinary, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column(
        "key", LargeBinary, primary_key=True
    ),  # two holders may have made the first key at once: both are read
    Column("kind", Integer, nullable=False),
    Column("company", LargeBinary),
)

applied = Table(  # how far each device's chain has been read, and this one's own has been written
    "applied",
    metadata,
    Column("device", LargeBinary, primary_key=True),
    Column("incarnation", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

unread_section = Table(  # sections of applied segments for which no key has come yet
    "unread_section",
    metadata,
    Column("device", LargeBinary, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("compartment", LargeBinary, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("file", Text, nullable=False),
)

outgoing = Table(  # files on their way to the shared folder, in order; gone when read back there
    "outgoing",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

search_entry = Table(  # each row that was ever looked at for the search, and what it is found by (`search`)
    "search_entry",
    metadata,
    Column(
        "place", Integer, primary_key=True
    ),  # the `op.id` that named the row last: the newest is the largest
    Column("entity", Integer, nullable=False),
    Column("row", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),  # empty where the row is gone or says nothing: not in the index
    UniqueConstraint("row", "entity"),
)

search_again = Table(  # units that were given more operations after the index had passed them
    "search_again",
    metadata,
    Column("unit", Integer, primary_key=True),
)

SEARCH_INDEX = (
    # No sizes of rows, since nothing is ranked; lists of beginnings, or one letter would read every word that it
    # begins; what is deleted is taken out of the index's own pages at once.
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_entry', content_rowid='place', "
    "columnsize=0, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')",
    "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)",
)
"""What `MetaData` cannot say: the full-text index over `search_entry`. Local, never synced."""


@event.listens_for(search_entry, "after_create")
def _make_index(_: Table, connection: Connection, **__: object) -> None:
    for statement in SEARCH_INDEX:
        connection.exec_driver_sql(statement)
