"""Muniment: statements about harm to people and land are read, checked, kept and issued."""

__version__ = "0.1.0"
