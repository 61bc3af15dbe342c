"""Bringing an older store to this release's schema. Imported only when a store is old.

A backup comes first, through SQLite's own backup and under the same key. Then all steps run in one transaction with
`user_version` set last: a step that fails leaves the store as it was, and the sentence names the backup.
"""

from app.store.migrations.upgrading import upgrade

__all__ = ["upgrade"]
