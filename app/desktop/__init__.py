"""The window: one program that people like to open. Qt lives here, and nothing else does.

For: showing frozen snapshots of `operations`, and turning what a person does into its verbs. `tokens` and `theme` hold
every colour, size and typeface; `widgets` are the parts; `pages` compose parts and set no colour, font or margin of
their own. `desk` is the one way to the record: a worker thread owns the open workspace, and pages are told by topic.
Always true: the main thread never touches store or folder, and no event of it lasts; every action stands once in
`actions`; every widget has a name; what is typed is saved without a button.
Must not know: SQL, files of the profile, how a figure is reckoned. Operations are imported on the worker alone, so
that the window paints before SQLAlchemy is loaded.
"""
