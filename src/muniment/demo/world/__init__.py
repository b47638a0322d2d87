"""Floor 6: a workspace filled with an invented war: documents of both sides, and work on them.

``world.toml`` says what is in it and what was done with it; ``filling`` does that through the
services, so that its history is a real one.
"""

ACCOUNT = "administrator"
PASSWORD = "valley of the Esk"
"""Of every account of the demonstration: all in it is invented and known to everybody."""
NAME = "Valley of the Esk"
