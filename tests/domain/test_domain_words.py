"""Every code that the domain raises or names has a sentence in both languages, with the same parameters."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from app.domain.analysis import Standing
from app.domain.coaching import Due
from app.domain.company import Stage
from app.domain.competence import LicenceStatus
from app.domain.scoring import Op
from app.domain.target_curve import WhyNot
from app.domain.targets import Reached, What

ROOT = Path(__file__).resolve().parents[2]
WORDS: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "resources" / "translations" / "domain.toml").read_text(encoding="utf-8")
)
SOURCE = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((ROOT / "app" / "domain").glob("*.py"))
)


def codes_in_source() -> set[str]:
    codes = set(re.findall(r'"(domain\.[a-z0-9_.]+)"', SOURCE))
    for kind in ("programme", "scoring"):
        codes |= {f"domain.{kind}.{what}" for what in ("not_toml", "missing", "wrong_type")}
    codes |= {f"domain.why.{op}" for op in Op}
    codes |= {f"domain.stage.{stage}" for stage in Stage}
    codes |= {f"domain.due.{due}" for due in Due}
    codes |= {f"domain.why_not.{why}" for why in WhyNot}
    codes |= {f"domain.standing.{standing}" for standing in Standing}
    codes |= {f"domain.licence.{status}" for status in LicenceStatus}
    codes |= {f"domain.evidence.{what}" for what in What}
    codes |= {f"domain.reached.{reached.name.lower()}" for reached in Reached}
    return codes


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_code_has_a_sentence() -> None:
    assert len(codes_in_source()) > 50
    assert codes_in_source() - set(WORDS) == set()


def test_every_sentence_is_used() -> None:
    spoken_by_callers = {code for code in WORDS if code.startswith("domain.target.")}
    assert set(WORDS) - codes_in_source() == spoken_by_callers


@pytest.mark.parametrize("code", sorted(WORDS))
def test_both_languages_say_it_with_the_same_parameters(code: str) -> None:
    assert set(WORDS[code]) == {"sv", "en"}
    assert parameters(WORDS[code]["sv"]) == parameters(WORDS[code]["en"])
    assert WORDS[code]["sv"] != WORDS[code]["en"]


@pytest.mark.parametrize(
    ("code", "given"),
    sorted(
        (code, given)
        for code, given in re.findall(
            r'Refusal\(\s*"(domain\.[a-z0-9_.]+)"((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)', SOURCE
        )
    ),
)
def test_a_refusal_fills_its_sentence(code: str, given: str) -> None:
    assert set(re.findall(r"[ (,\n](\w+)=", given)) == parameters(WORDS[code]["sv"])
