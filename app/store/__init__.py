"""The laptop's encrypted database, and the one way in which it changes.

For: keeping what was typed, saying what changed, taking it back, and showing any company as it was on a past day.
Always true: the log of field operations (`unit` and `op`) is the record; every synced table is a projection of it,
written by `apply` and by nothing else; an act is applied whole or not at all; what a call returned survives a
pulled plug. `registry` lists every entity and field once, with its number, compartment and class.
The file is SQLCipher under a random key that `vault` keeps. History, undo and outbox are queries over the log.
Must not know: what the fields mean (`domain`), files of the exchange, screens, reports, languages.
"""
