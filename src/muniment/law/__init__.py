"""Floor 2: instruments, states, and who was bound by what on which day.

In: data files that a lawyer can read and mend. Out: the instrument that a citation names, and the
standing of a state towards it on a day, each with its source and its as-of date.
"""
