"""Floor 4: claims in; findings out. One file a rule family, one rule book."""
