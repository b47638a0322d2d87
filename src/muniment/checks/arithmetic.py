"""The arithmetic rules: A101 to A104, A106, A107, A109 and S406, each family in its module."""

from muniment.checks import baselines, changes, parts, rates, rounding, shares

__all__ = ["baselines", "changes", "parts", "rates", "rounding", "shares"]
