"""Floor 2: bytes in; text with paragraphs, pages, boxes and passages out."""
