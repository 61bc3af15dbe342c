"""What is kept, round trips of both kinds, and that nothing shows a secret or waits for ever."""

from __future__ import annotations

import base64
import dataclasses
import logging
import re
import string
import threading
import tomllib
import traceback
from pathlib import Path

import pytest
from _vaults import (
    PHRASE,
    A,
    B,
    Memory,
    Telling,
    answers,
    made_secrets,
    refused,
    tree,
)

from app.domain.refusal import Refusal
from app.paths import resource
from app.store import keychain as keychain_module
from app.store.key_file import LOWEST, STANDARD
from app.store.keychain import MOST_BYTES, SERVICE
from app.store.vault import VaultNote, create_vault, open_vault, read_note

# --- what is kept


def test_the_secrets_show_nothing() -> None:
    secrets = made_secrets()
    for shown in (repr(secrets), str(secrets), f"{secrets}", repr([secrets])):
        assert "hidden" in shown
        assert secrets.age_identity not in shown
        assert repr(secrets.store_key) not in shown and secrets.store_key.hex() not in shown


def test_the_secrets_are_compared_by_value_in_constant_time() -> None:
    one = made_secrets()
    assert one == dataclasses.replace(one)
    for change in ({"incarnation": 2}, {"registrar_seed": None}, {"store_key": bytes(32)}):
        assert one != dataclasses.replace(one, **change)
    assert one != "something else"


@pytest.mark.parametrize(
    "change",
    [
        {"store_key": b"x" * 31},
        {"signing_seed": b"x" * 33},
        {"project_secret": b""},
        {"registrar_seed": b"x"},
        {"age_identity": "AGE-SECRET-KEY-1QQQ"},
        {"age_identity": "age1qqq"},
        {"incarnation": -1},
        {"incarnation": 1 << 53},
    ],
)
def test_secrets_of_a_wrong_shape_cannot_be_made(change: dict[str, object]) -> None:
    secrets = made_secrets()
    with pytest.raises(ValueError) as caught:
        dataclasses.replace(secrets, **change)  # type: ignore[arg-type]
    assert "QQQ" not in str(caught.value)


# --- round trips


@pytest.mark.parametrize("registrar", [True, False])
def test_keychain_round_trip(tmp_path: Path, registrar: bool) -> None:
    memory, secrets, profile = Memory(), made_secrets(registrar=registrar), tmp_path / "new" / "profile"
    made = create_vault(profile, A, secrets, None, [lambda: memory])
    assert made.kind == "keychain" and made.secrets() == secrets
    assert list(memory.entries) == [(SERVICE, A)] and SERVICE == "simmitt"
    assert list(tree(profile)) == ["vault.toml"]
    assert read_note(profile) == VaultNote(1, A, "keychain")

    opened = open_vault(profile, A, None, [lambda: memory])
    later = dataclasses.replace(secrets, incarnation=7)
    opened.keep(later)
    assert open_vault(profile, None, None, [lambda: memory]).secrets() == later
    assert (
        open_vault(profile, A, "", [lambda: memory]).kind == "keychain"
    )  # an empty variable is an unset one

    opened.forget()
    opened.forget()
    assert not memory.entries and not tree(profile)


def test_an_entry_fits_into_the_windows_credential_manager(tmp_path: Path) -> None:
    memory, largest = Memory(), dataclasses.replace(made_secrets(), incarnation=(1 << 53) - 1)
    create_vault(tmp_path, "x" * 64, largest, None, [lambda: memory])
    (text,) = memory.entries.values()
    assert len(text.encode("utf-16-le")) < MOST_BYTES == 2_560


def test_too_long_an_entry_is_never_written() -> None:
    memory = Memory()
    with pytest.raises(ValueError):
        keychain_module.Keychain(memory).write(A, "x" * (MOST_BYTES // 2 + 1))
    assert not memory.entries


def test_passphrase_round_trip(tmp_path: Path) -> None:
    secrets = made_secrets()
    made = create_vault(tmp_path, A, secrets, PHRASE, None, None, LOWEST)
    assert made.kind == "passphrase" and made.secrets() == secrets
    assert sorted(tree(tmp_path)) == ["keys", "vault.toml"]
    opened = open_vault(tmp_path, A, PHRASE)
    before = (tmp_path / "keys").read_bytes()
    later = dataclasses.replace(secrets, incarnation=9, registrar_seed=None)
    opened.keep(later)
    assert (tmp_path / "keys").read_bytes()[:37] == before[:37]  # the same cost and salt …
    assert (tmp_path / "keys").read_bytes()[37:61] != before[37:61]  # … and never the same nonce
    assert open_vault(tmp_path, None, PHRASE).secrets() == later
    assert made.secrets() == later
    opened.forget()
    opened.forget()
    assert not tree(tmp_path)


def test_a_passphrase_is_used_instead_of_the_keychain(tmp_path: Path) -> None:
    def never() -> Memory:
        raise AssertionError("the keychain was asked")

    create_vault(tmp_path, A, made_secrets(), PHRASE, [never], None, LOWEST)
    open_vault(tmp_path, A, PHRASE, [never])


def test_the_passphrase_is_asked_for(tmp_path: Path) -> None:
    secrets = made_secrets()
    create_vault(tmp_path, A, secrets, None, [], answers(PHRASE, PHRASE), LOWEST)
    assert open_vault(tmp_path, A, None, [], answers(PHRASE)).secrets() == secrets
    refused("vault.passphrase.wrong", lambda: open_vault(tmp_path, A, None, [], answers("not this one")))
    refused("vault.passphrase.empty", lambda: open_vault(tmp_path, A, None, [], answers("")))

    def closed(code: str) -> str:
        raise EOFError

    refused("vault.passphrase.empty", lambda: open_vault(tmp_path, A, None, [], closed))


def test_two_profiles_side_by_side(tmp_path: Path) -> None:
    memory = Memory()
    backends = [lambda: memory]
    kept = {}
    for name, profile_id, passphrase in (("a", A, None), ("b", B, None), ("c", A, PHRASE), ("d", B, PHRASE)):
        kept[name] = made_secrets(len(kept) + 1)
        create_vault(tmp_path / name, profile_id, kept[name], passphrase, backends, None, LOWEST)
    for name, passphrase in (("a", None), ("b", None), ("c", PHRASE), ("d", PHRASE)):
        assert open_vault(tmp_path / name, None, passphrase, backends).secrets() == kept[name]
    open_vault(tmp_path / "a", A, None, backends).forget()
    assert open_vault(tmp_path / "b", B, None, backends).secrets() == kept["b"]
    assert open_vault(tmp_path / "c", A, PHRASE, backends).secrets() == kept["c"]


# --- bounded, silent, said in words


def test_a_keychain_that_never_answers_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    class Hangs(Memory):
        def get_password(self, service: str, username: str) -> str | None:
            release.wait(30)
            return None

    monkeypatch.setattr(keychain_module, "_SECONDS_FOR_A_PERSON", 0.05)
    try:
        refused("vault.keychain.silent", lambda: create_vault(tmp_path, A, made_secrets(), None, [Hangs]))
    finally:
        release.set()
    assert not tree(tmp_path)


def test_no_secret_in_errors_logs_or_reprs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets, memory = made_secrets(), Memory()
    shown = []
    vaults = [
        create_vault(tmp_path / "a", A, secrets, None, [lambda: memory]),
        create_vault(tmp_path / "b", A, secrets, PHRASE, None, None, LOWEST),
    ]
    shown += [repr(vault) for vault in vaults]
    for act in (
        lambda: create_vault(tmp_path / "c", A, secrets, None, [Telling]),
        lambda: open_vault(tmp_path / "b", A, PHRASE + " nej"),
        lambda: open_vault(tmp_path / "a", A, PHRASE),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        shown.append("".join(traceback.format_exception(caught.value)) + repr(caught.value.params))
    out, err = capfd.readouterr()
    everything = "\n".join([*shown, caplog.text, out, err])
    assert PHRASE not in "".join(line for line in everything.splitlines() if "PHRASE" not in line)
    assert secrets.age_identity not in everything
    for key in (secrets.store_key, secrets.signing_seed, secrets.project_secret):
        assert key.hex() not in everything and repr(key)[2:-1] not in everything
    (text,) = memory.entries.values()
    assert text not in everything and base64.b64encode(secrets.store_key).decode() not in everything


def test_no_secret_in_clear_on_disk(tmp_path: Path) -> None:
    secrets = made_secrets()
    create_vault(tmp_path, A, secrets, PHRASE, None, None, LOWEST)
    for data in tree(tmp_path).values():
        for planted in (
            secrets.store_key,
            secrets.signing_seed,
            secrets.project_secret,
            secrets.age_identity.encode(),
            PHRASE.encode(),
        ):
            assert planted not in data and planted[:8] not in data


def test_the_standard_cost_is_what_the_design_says(tmp_path: Path) -> None:
    assert (STANDARD.opslimit, STANDARD.memlimit) == (3, 256 * 1024 * 1024)
    secrets = made_secrets()
    create_vault(tmp_path, A, secrets, PHRASE)
    assert open_vault(tmp_path, A, PHRASE).secrets() == secrets


def test_every_code_has_its_sentences() -> None:
    """Each code raised is said in both languages with the same parameters, and none is left over."""
    folder = Path(keychain_module.__file__).parent
    source = "".join(
        (folder / name).read_text("utf-8") for name in ("vault.py", "keychain.py", "key_file.py")
    )
    raised = set(re.findall(r'"(vault\.[a-z_.]+)"', source)) - {"vault.toml"}
    said = tomllib.loads(resource("translations", "vault.toml").read_text("utf-8"))
    assert raised == set(said)
    given = {
        code: set(re.findall(r"(\w+)=", rest))
        for code, rest in re.findall(
            r'(?:Unavailable|Refusal)\(\s*"(vault[^"]+)"((?:[^()]|\([^()]*\))*)\)', source
        )
    }
    given |= {code: {"file"} for code in ("vault.key_file.missing", "vault.passphrase.no_key_file")}
    for code, words in said.items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(words[lang]) if name} for lang in ("sv", "en")
        ]
        assert set(words) == {"sv", "en"} and fields[0] == fields[1] <= given.get(code, set()), code
