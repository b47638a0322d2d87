"""How dates are written in the language."""
