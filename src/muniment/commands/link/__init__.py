"""``muniment link``: arguments, terminal and files around ``muniment.linkage``."""
