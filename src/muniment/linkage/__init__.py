"""Who is who: registers in, pairs with their reasons, clusters and the count with its interval out.

In: linkable tables (``record_id``, ``list`` and one column a role) and people's decisions.
Out: scored pairs, clusters, draws over what is uncertain.
"""
