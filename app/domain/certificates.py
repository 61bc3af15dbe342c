"""The catalogue of licences and certificates that manufacturers meet (competence-matrix 9)."""

from __future__ import annotations

import csv
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Certificate:
    """A kind of licence. `validity_months` is None where no law or issuer sets an end."""

    code: str
    sv: str
    en: str
    validity_months: int | None
    validity_sv: str
    issuer_sv: str
    basis_sv: str
    evidence_sv: str
    warning_days: int


def parse_certificates(csv_text: str) -> tuple[Certificate, ...]:
    """The catalogue `certificates.csv`, in its order. KeyError or ValueError where the file is another."""
    lines = csv_text.removeprefix("\ufeff").splitlines()
    return tuple(
        Certificate(
            code=row["kod"],
            sv=row["sv"],
            en=row["en"],
            validity_months=int(row["giltighet_manader"]) if row["giltighet_manader"] else None,
            validity_sv=row["giltighet_text"],
            issuer_sv=row["utfardare"],
            basis_sv=row["grund"],
            evidence_sv=row["evidens"],
            warning_days=int(row["varning_dagar"]),
        )
        for row in csv.DictReader(lines, delimiter=";")
    )
