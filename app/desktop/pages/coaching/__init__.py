"""The coaching log: a session in under a minute, the list of all of them, and one put right beside the list.

For: `quick_entry` is also in a company's own page, and so are the rows (`shown`) and the panel in which a session is
changed (`editor`); `page` is the log of all companies.
Always true: a half-typed session is kept with the record, encrypted and unsynced, until it is logged or begun anew; a
session that is changed is saved as it is typed; one that is removed can be brought back.
Must not know: what a session counts for.
"""
