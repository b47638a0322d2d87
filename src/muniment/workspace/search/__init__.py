"""Finding passages, claims and records by words in any script, and by facets."""
