"""Floor 6: one module or folder a command: arguments in, one call, printed answers out."""
