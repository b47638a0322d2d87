"""Records out: what may leave for whom (``release``), then one module a format.

In: records of one kind, an audience. Out: files, and sentences on what they leave out or cannot
carry.
"""
