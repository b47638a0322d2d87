"""Floor 6: the demonstration documents, written as files of three formats.

In: a folder. Out: an appeal (PDF), the answer to it (DOCX) and a bulletin (HTML), from two
invented states and an office of both, with honest and broken figures on every side.
"""

from muniment.demo.writing import write_demo

__all__ = ["write_demo"]
