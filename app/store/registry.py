"""Every synced entity and field, once: number, type, compartment, class, and who may write it.

Numbers travel in segments and are never reused (exchange.md 6). Field 0 of every entity is its *birth*: the parts
that a row is born with and that never change, in the order given here; field 1 is *gone*, the tombstone.
Source: record.md 2, 3 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from types import MappingProxyType

BIRTH = 0
GONE = 1

Value = None | int | str | bytes
"""What a field can hold: nothing, a whole number, text, or a row's id (16 bytes)."""


class Compartment(IntEnum):
    """What has a key of its own; the order is that of ever fewer readers (record.md 3)."""

    PROGRAMME = 0
    OFFICE = 1
    COMPANY = 2
    ANALYSIS = 3
    PEOPLE = 4

    @property
    def of_a_company(self) -> bool:
        return self >= Compartment.COMPANY


class Role(StrEnum):
    OFFICE = "office"
    COACH = "coach"
    CONSULTANT = "consultant"


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # ISO local date
    ROW = "row"  # the 16-byte id of another row


class Merge(StrEnum):
    REGISTER = "register"
    TEXT = "text"


class Access(StrEnum):
    """*Öppen, affärskänslig, personuppgift*: what a masked copy leaves out."""

    OPEN = "open"
    BUSINESS = "business"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Field:
    number: int
    name: str
    kind: Kind
    sv: str
    en: str
    access: Access = Access.BUSINESS
    merge: Merge = Merge.REGISTER


@dataclass(frozen=True, slots=True)
class Entity:
    number: int
    name: str
    compartment: Compartment
    sv: str
    en: str
    writers: frozenset[Role]
    birth: tuple[Field, ...]
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the projected columns that carry values, birth first."""
        return tuple(f.name for f in (*self.birth, *self.fields))

    def field(self, name: str) -> Field:
        return _by_name(self.number)[name]

    def numbered(self, number: int) -> Field | None:
        return _by_number(self.number).get(number)


_EVERYBODY = frozenset(Role)
_OFFICE = frozenset({Role.OFFICE})
_VISITORS = frozenset({Role.COACH, Role.CONSULTANT})
_ANALYSTS = frozenset({Role.OFFICE, Role.COACH})

_T, _N, _D, _R = Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.ROW
_OPEN, _PERSONAL = Access.OPEN, Access.PERSONAL


def _answer(number: int, name: str, compartment: Compartment, sv: str, en: str, access: Access) -> Entity:
    """An answer, or the name of a respondent: the same shape in two compartments (record.md 3 and 6)."""
    return Entity(
        number,
        name,
        compartment,
        sv,
        en,
        _ANALYSTS if compartment is Compartment.ANALYSIS else _VISITORS,
        (
            Field(0, "interview", _R, "intervju", "interview"),
            Field(1, "question", _T, "fråga", "question"),
            Field(2, "instances", _T, "upprepning", "repeat"),
            Field(3, "respondent", _T, "svarande", "respondent"),
        ),
        (Field(2, "value", _T, "svar", "answer", access, Merge.TEXT),),
    )


_COMPANY_BIRTH = (Field(0, "company", _R, "företag", "company"),)

ENTITIES: tuple[Entity, ...] = (
    Entity(
        1,
        "programme_revision",
        Compartment.PROGRAMME,
        "programfil",
        "programme file",
        _OFFICE,
        (Field(0, "revision", _N, "revision", "revision", _OPEN),),
        (Field(2, "text", _T, "text", "text", _OPEN),),
    ),
    Entity(
        2,
        "alias",
        Compartment.PROGRAMME,
        "samma företag",
        "same company",
        _OFFICE,
        (
            Field(0, "company", _R, "företag", "company"),
            Field(1, "same_as", _R, "samma som", "same as"),
        ),
        (),
    ),
    Entity(
        10,
        "company",
        Compartment.COMPANY,
        "företag",
        "company",
        _EVERYBODY,
        (),
        (
            Field(2, "orgnr", _T, "organisationsnummer", "organisation number", _OPEN),
            Field(3, "serial", _T, "löpnummer", "serial number", _OPEN),
            Field(4, "name", _T, "namn", "name", _OPEN),
            Field(5, "municipality", _T, "kommun", "municipality", _OPEN),
            Field(6, "sni", _T, "SNI-kod", "SNI code", _OPEN),
            Field(7, "sni_version", _T, "SNI-version", "SNI version", _OPEN),
            Field(8, "legal_form", _T, "företagsform", "legal form", _OPEN),
            Field(9, "women", _N, "anställda kvinnor", "women employed"),
            Field(10, "men", _N, "anställda män", "men employed"),
        ),
    ),
    Entity(
        13,
        "session",
        Compartment.COMPANY,
        "coachningstillfälle",
        "coaching session",
        _EVERYBODY,
        _COMPANY_BIRTH,
        (
            Field(2, "activity", _T, "aktivitet", "activity", _OPEN),
            Field(3, "date", _D, "datum", "date", _OPEN),
            Field(4, "minutes", _N, "minuter", "minutes", _OPEN),
            Field(5, "note", _T, "anteckning", "note", Access.BUSINESS, Merge.TEXT),
            Field(6, "women", _N, "kvinnor", "women", _OPEN),
            Field(7, "men", _N, "män", "men", _OPEN),
            Field(8, "next_step", _T, "nästa steg", "next step", Access.BUSINESS, Merge.TEXT),
            Field(9, "next_by", _D, "nästa steg senast", "next step by"),
        ),
    ),
    Entity(
        20,
        "interview",
        Compartment.ANALYSIS,
        "intervju",
        "interview",
        _ANALYSTS,
        (
            *_COMPANY_BIRTH,
            Field(1, "form", _T, "formulär", "form", _OPEN),
            Field(2, "form_version", _T, "formulärversion", "form version", _OPEN),
        ),
        (
            Field(2, "status", _T, "status", "status", _OPEN),
            Field(3, "finished_on", _D, "avslutad", "finished on", _OPEN),
            Field(4, "reason", _T, "skäl till ändring", "reason for amending"),
        ),
    ),
    Entity(
        21,
        "repeat_instance",
        Compartment.ANALYSIS,
        "upprepning",
        "repeat",
        _ANALYSTS,
        (
            Field(0, "interview", _R, "intervju", "interview"),
            Field(1, "question", _T, "grupp", "group"),
            Field(2, "instances", _T, "upprepning", "repeat"),
        ),
        (Field(2, "place", _T, "ordning", "order", _OPEN),),
    ),
    _answer(22, "answer", Compartment.ANALYSIS, "svar", "answer", Access.BUSINESS),
    Entity(
        23,
        "question_note",
        Compartment.ANALYSIS,
        "anteckning vid fråga",
        "note on a question",
        _ANALYSTS,
        (
            Field(0, "interview", _R, "intervju", "interview"),
            Field(1, "question", _T, "fråga", "question"),
            Field(2, "instances", _T, "upprepning", "repeat"),
        ),
        (
            Field(2, "note", _T, "anteckning", "note", Access.BUSINESS, Merge.TEXT),
            Field(3, "missing", _T, "svar saknas", "why there is no answer"),
        ),
    ),
    Entity(
        30,
        "scale",
        Compartment.PEOPLE,
        "skala",
        "scale",
        _VISITORS,
        _COMPANY_BIRTH,
        (
            Field(2, "name", _T, "namn", "name"),
            Field(3, "steps", _T, "steg", "steps"),
        ),
    ),
    Entity(
        31,
        "skill_group",
        Compartment.PEOPLE,
        "kompetensgrupp",
        "skill group",
        _VISITORS,
        _COMPANY_BIRTH,
        (
            Field(2, "name", _T, "namn", "name"),
            Field(3, "place", _T, "ordning", "order"),
        ),
    ),
    Entity(
        32,
        "skill",
        Compartment.PEOPLE,
        "kompetens",
        "skill",
        _VISITORS,
        _COMPANY_BIRTH,
        (
            Field(2, "name", _T, "namn", "name"),
            Field(3, "skill_group", _R, "grupp", "group"),
            Field(4, "kind", _T, "slag", "kind"),
            Field(5, "scale", _R, "skala", "scale"),
            Field(6, "threshold", _N, "tröskel", "threshold"),
            Field(7, "place", _T, "ordning", "order"),
        ),
    ),
    Entity(
        34,
        "requirement",
        Compartment.PEOPLE,
        "krav",
        "requirement",
        _VISITORS,
        (
            *_COMPANY_BIRTH,
            Field(1, "skill", _R, "kompetens", "skill"),
            Field(2, "scope", _T, "gäller", "applies to"),
        ),
        (
            Field(2, "level", _N, "kravnivå", "required level"),
            Field(3, "headcount", _N, "antal", "headcount"),
        ),
    ),
    Entity(
        35,
        "person",
        Compartment.PEOPLE,
        "person",
        "person",
        _VISITORS,
        _COMPANY_BIRTH,
        (
            Field(2, "name", _T, "namn", "name", _PERSONAL),
            Field(3, "team", _T, "lag", "team", _PERSONAL),
            Field(4, "shift", _T, "skift", "shift", _PERSONAL),
            Field(5, "job", _T, "befattning", "job title", _PERSONAL),
            Field(6, "part_time", _N, "tjänstgöringsgrad %", "part time %", _PERSONAL),
            Field(7, "place", _T, "ordning", "order"),
        ),
    ),
    Entity(
        36,
        "rating",
        Compartment.PEOPLE,
        "bedömning",
        "rating",
        _VISITORS,
        (
            *_COMPANY_BIRTH,
            Field(1, "person", _R, "person", "person", _PERSONAL),
            Field(2, "skill", _R, "kompetens", "skill", _PERSONAL),
            Field(3, "day", _D, "dag", "day", _PERSONAL),
            Field(4, "kind", _T, "slag", "kind", _PERSONAL),
            Field(5, "by_role", _T, "bedömd av", "rated by", _PERSONAL),
            Field(6, "previous", _R, "ersätter", "replaces", _PERSONAL),
        ),
        (Field(2, "level", _N, "nivå", "level", _PERSONAL),),
    ),
    Entity(
        37,
        "licence",
        Compartment.PEOPLE,
        "behörighet",
        "licence",
        _VISITORS,
        (
            *_COMPANY_BIRTH,
            Field(1, "person", _R, "person", "person", _PERSONAL),
            Field(2, "skill", _R, "kompetens", "skill", _PERSONAL),
            Field(3, "day", _D, "dag", "day", _PERSONAL),
            Field(4, "previous", _R, "ersätter", "replaces", _PERSONAL),
        ),
        (
            Field(2, "state", _T, "läge", "state", _PERSONAL),
            Field(3, "valid_to", _D, "giltig till", "valid to", _PERSONAL),
        ),
    ),
    Entity(
        39,
        "matrix_source",
        Compartment.PEOPLE,
        "inläst arbetsbok",
        "imported workbook",
        _VISITORS,
        _COMPANY_BIRTH,
        (
            Field(2, "sheet", _T, "blad", "sheet"),
            Field(3, "day", _D, "dag", "day"),
            Field(4, "answers", _T, "svar", "answers"),
            Field(5, "open_questions", _T, "öppna frågor", "open questions"),
        ),
    ),
    _answer(40, "respondent_name", Compartment.PEOPLE, "svarandes namn", "respondent's name", _PERSONAL),
)

BY_NUMBER: Mapping[int, Entity] = MappingProxyType({e.number: e for e in ENTITIES})
BY_NAME: Mapping[str, Entity] = MappingProxyType({e.name: e for e in ENTITIES})


@cache
def _by_name(entity: int) -> Mapping[str, Field]:
    return {f.name: f for f in BY_NUMBER[entity].fields}


@cache
def _by_number(entity: int) -> Mapping[int, Field]:
    return {f.number: f for f in BY_NUMBER[entity].fields}
