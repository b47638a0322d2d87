"""``muniment register``: arguments and printed answers around ``muniment.registers``."""
