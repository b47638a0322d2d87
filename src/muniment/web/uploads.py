"""Uploads are bounded while they come in, file by file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _


class TooLarge(SuspiciousOperation):
    """More was sent than the workspace takes; the message is a sentence for whoever sent it."""


class Bounded(FileUploadHandler):
    """Stops at a file larger than the settings allow; the next handler keeps what passes."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The same bytes. Raises TooLarge when there are too many of them."""
        self._size += len(raw_data)
        if self._size > settings.LARGEST_FILE:
            raise TooLarge(
                _(
                    "A file may have %d MB at most (largest_file_mb in workspace.toml); "
                    "nothing was taken in."
                )
                % (settings.LARGEST_FILE // 1_000_000)
            )
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
