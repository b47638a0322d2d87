"""What reading a list may cost: a hostile file meets one of these bounds, not the machine's."""

from __future__ import annotations

MAX_BYTES = 4_000_000_000
"""The largest file that is opened, in bytes."""
MAX_XML_BYTES = 2_000_000_000
"""The most that a part of an XLSX or ODS file may unpack to, in bytes."""
MAX_RATIO = 1_000
"""How many times its packed size a part may unpack to (parts below 10 MB are let through).
Long lists of like rows pack well: a million empty rows reach 400."""
MAX_PARTS = 5_000
"""The most parts of an XLSX or ODS file."""
MAX_CELL = 1_000_000
"""The longest cell, in code points; spreadsheets allow 32,767."""
MAX_COLUMNS = 16_384
"""The most columns of a sheet, as spreadsheets have them."""
MAX_ROWS = 20_000_000
"""The most rows of a sheet."""
MAX_CELLS = 500_000_000
"""The most cells of a sheet."""
MAX_DEPTH = 60
"""How deep JSON and XML may nest."""
MAX_DOCUMENT = 300_000_000
"""The largest JSON, HTML or XML file that is read at once, in bytes."""
MAX_STRINGS = 600_000_000
"""The most code points that the shared texts of an XLSX file may have together."""
MAX_PROBLEMS = 1_000_000
"""The most problems that are listed one by one; the others are counted."""
OLD_EXCEL_SECONDS = 300
"""The processor time for one XLS file, in seconds."""
OLD_EXCEL_MEMORY = 3_000_000_000
"""The address space for reading one XLS file, in bytes."""
