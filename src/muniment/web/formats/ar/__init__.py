"""English is read by many who do not write the month first."""
