"""SIMMITT: needs analyses, competence matrices and coaching, offline and encrypted."""

__version__ = "0.1.0"
