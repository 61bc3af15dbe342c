"""Words: the sentences, labels and formats of both languages.

Every code that a room raises or shows has a sentence here in Swedish and in English. Swedish is written first.
Always true: a code exists in both languages with the same parameters; what is missing is an error, never an
empty label. Knows nothing of companies, stores or windows, and nothing of Qt: reports and the command line
speak too.
"""

from app.i18n.catalogue import Language, language_of_system, load, say, says

__all__ = ["Language", "language_of_system", "load", "say", "says"]
