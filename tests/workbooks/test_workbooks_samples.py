"""The samples of the field: what is expected of them is what is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.workbooks import Answer, answer, as_json, read_workbook

COMMENTS = {"note", "rule"}
NAMES = ["01_siffror_0-4", "02_iluo", "04_certifikat_datum"]


@pytest.mark.parametrize("name", NAMES)
def test_sample_is_read_as_expected(shared: Path, name: str) -> None:
    folder = shared / "domain" / "matrix_samples"
    expected = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    read = dict(as_json(read_workbook(folder / f"{name}.xlsx")))
    read["questions"] = [{k: q[k] for k in q if k != "choices"} for q in read["questions"]]  # type: ignore
    assert {key: read.get(key) for key in expected if key not in COMMENTS} == {
        key: value for key, value in expected.items() if key not in COMMENTS
    }


def test_every_ask_of_the_certificates_has_its_question(shared: Path) -> None:
    reading = read_workbook(shared / "domain" / "matrix_samples" / "04_certifikat_datum.xlsx")
    assert [(q.about, q.where) for q in reading.questions] == [
        ("dates", "cell Bo Nordin | HLR"),
        ("dates", "cell David Öberg | Heta arbeten"),
    ]
    answered = answer(reading, [Answer("Behörigheter", "dates", "cell Bo Nordin | HLR", "2021-12-31")])
    people = dict(as_json(answered))["people"]
    assert people["Bo Nordin"]["HLR"] == ["valid_to", "2021-12-31"]  # type: ignore
    assert len(answered.questions) == 1


def test_licences_of_the_first_sample(shared: Path) -> None:
    reading = read_workbook(shared / "domain" / "matrix_samples" / "01_siffror_0-4.xlsx")
    answered = answer(
        reading,
        [
            Answer("Matris", "licence_or_level", "skill Travers", "level"),
            Answer("Matris", "licence_or_level", "skill Truck A–B", "licence"),
        ],
    )
    elin = dict(as_json(answered))["people"]["Elin Sjödin"]  # type: ignore
    assert (elin["Truck A–B"], elin["Travers"]) == ("not_held", 0)
    assert answered.questions == ()
    certain = list(reading.matrices[0].certain())
    assert not any(skill in ("Truck A–B", "Travers") for _, skill, _ in certain)
    assert len(list(answered.matrices[0].certain())) == len(certain) + 15
