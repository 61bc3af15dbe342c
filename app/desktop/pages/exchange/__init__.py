"""Utbyte: the devices of the project, the folder that they share, and what came of the last run through it.

For: syncing with progress, letting newcomers in, seeing what waits or was refused and why, and what stands in
conflict. `page` talks to the worker; the other modules are its parts. Always true: a file that was not read has its
reason in words; a newcomer is let in only after somebody has said that the fingerprints are alike. Must not know: what
lies in a file, or how keys are made.
"""

from app.desktop.pages.exchange.page import ExchangePage

__all__ = ["ExchangePage"]
