"""The parts that pages are made of: about ten, each in every state of the looks page (Parts).

For: text, buttons, chips, fields, the scale, cards, sections, tables, trees, empty states, banners, toasts, and the
boxes that lay them out. A part takes words and plain values and gives signals.
Always true: each part has a name for screen readers, shows keyboard focus, grows with the text size, elides rather
than cuts, and takes colours, fonts and distances from `tokens` through `theme` alone.
Must not know: pages, operations, the desk, or what its words mean.
"""
