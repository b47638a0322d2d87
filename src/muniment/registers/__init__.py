"""Lists of people, sites and incidents: rows as received in, checked records and revisions out.

In: spreadsheets and exports of other systems, through a mapping to a declared kind.
Out: records with their original cells, differences between revisions, counts and exports.
"""
