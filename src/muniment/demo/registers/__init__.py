"""Invented registers with known truth: people of two invented states on lists with habits.

In: a size and a seed, or the habits of each list. Out: entries that know whom they are about, as
linkable tables for tests and benchmarks, and as files of several formats for the demonstration.
"""
