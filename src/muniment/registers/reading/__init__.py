"""Bytes of a list as received in; sheets of cells, each as it stood in the file, out.

``reader.read_sheets`` is the way in. The format is told by content, never by the file's name.
"""
