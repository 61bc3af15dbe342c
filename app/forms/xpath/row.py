"""One row of slots: the form's single root row, or one row of a repeat. Closures read it, the run writes
it."""

from __future__ import annotations

from app.forms.xpath.values import Value


class Row:
    """State of the nodes of one scope (what lies between two repeats), one slot a node, in form order.

    Slot 0 is the row itself. `text` is what is kept, `typed` the same as a value, `seen` what expressions
    read: `typed`, or "" where the node is not relevant. `own` is a node's own condition, `relevant` that
    of all above it too. `rows[n]` are the rows of the scope's n-th repeat, in order. `wrong` says why a
    node is not valid (0 it is valid), `labels` holds the texts that show values.
    """

    __slots__ = (
        "keys",
        "labels",
        "own",
        "parent",
        "readonly",
        "relevant",
        "required",
        "rows",
        "scope",
        "seen",
        "text",
        "typed",
        "wrong",
    )

    def __init__(
        self, scope: int, parent: Row | None, keys: tuple[str, ...], slots: int, repeats: int
    ) -> None:
        self.scope = scope
        self.parent = parent
        self.keys = keys
        self.text: list[str] = [""] * slots
        self.typed: list[Value] = [""] * slots
        self.seen: list[Value] = [""] * slots
        self.own = bytearray(b"\x01" * slots)
        self.relevant = bytearray(b"\x01" * slots)
        self.required = bytearray(slots)
        self.readonly = bytearray(slots)
        self.wrong = bytearray(slots)
        self.labels: dict[int, str] = {}
        self.rows: list[list[Row]] = [[] for _ in range(repeats)]
