"""One reader a format: bytes in; the text, its pages and what the file says of itself out."""
