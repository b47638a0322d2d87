"""The ones nobody listed: overlapping lists in, totals with intervals out.

In: an overlap table, or many that differ by draws over linkage.
Out: estimates of several models side by side, each with its interval, or a refusal with its reason.
"""
