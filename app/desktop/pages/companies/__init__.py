"""The register of companies: the list with its search and its stages, and the form in which one is added.

For: finding one company among hundreds at each letter typed, seeing which are late, and adding a new one beside the
list. `lines` makes rows on the worker; `form` is the panel of a new company; `page` holds both.
Always true: what is searched is in memory; the number is judged while it is typed; nothing typed is lost by a refusal.
Must not know: what a stage or a next step is derived from.
"""
