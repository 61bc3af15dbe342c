"""The pages: each composes parts, reads one snapshot, and says what can be done on it.

For: one module or folder a page of the rail, and the pages behind them (a company, an interview). A page gives
`build`, `read`, `fill`, perhaps `empty`, and its `deeds`; `app.desktop.page` does the rest.
Always true: one primary action, four states (content, nothing yet, reading, went wrong), everything by keyboard, all
words from the translations; a page sets no colour, font, size or margin of its own.
Must not know: another page (it says where to go through the desk), the store, the main window.
"""
