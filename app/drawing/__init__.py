"""Shapes that screen and paper share: one vocabulary, and the drawings of the field made with it.

For: level glyphs, licence glyphs, matrix cells, bars and the EU emblem, drawn alike by a printed page and by
a window. `surface.py` is the vocabulary; `paper.py` (reportlab) and `screen.py` (QPainter) are its backends.
Always true: lengths are points (1/72 inch), the origin is top left and y grows downwards; colours are
"#RRGGBB"; the same calls give the same picture on both backends; text is put in NFC before it is drawn.
Must not know: companies, figures, sentences, languages, files of the program (the folder with the fonts is
given), and outside the two backends neither Qt nor reportlab.
"""
