"""Floor 1: values that may be uncertain.

In: numbers, dates and positions as they were written. Out: quantities, periods and passages
that keep their uncertainty through every sum and comparison.
"""
