"""What the program says no to: a code with parameters, put into words by `app.i18n`."""

from __future__ import annotations


class Refusal(Exception):
    """Input that is refused; nothing has changed (exit code 1).

    `code` names a sentence in `resources/translations/`; `params` fill it. Parameters are shown to people, so
    they never hold a personal identity number.
    """

    exit_code = 1

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({shown})"


class Unavailable(Refusal):
    """The profile or the shared folder cannot be opened (exit code 3)."""

    exit_code = 3
