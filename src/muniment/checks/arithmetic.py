"""The arithmetic rules (A101 to A109 but for restatements, S406): each family in its module."""
