"""Takes an upload into memory up to a limit, and not a byte further: nothing of a referral lies in a temporary file."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from daybridge.interop.json_text import megabytes
from daybridge.interop.refusals import CannotRead

#: What a browser sends around the file: boundaries, field names, the form's token.
_AROUND_THE_FILE = 64 * 1024


def refuse_by_length(request: HttpRequest, *, limit: int) -> None:
    """Refuse what announces itself as too large before any of it is read. Raises CannotRead."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > limit + _AROUND_THE_FILE:
        raise CannotRead("too_large", value=megabytes(limit))


class UpToALimit(FileUploadHandler):
    """Stops the moment a file grows past the limit, whatever length was announced. Raises CannotRead."""

    def __init__(self, request: HttpRequest, *, limit: int) -> None:
        super().__init__(request)
        self._limit = limit

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self._limit:
            raise CannotRead("too_large", value=megabytes(self._limit))
        self._held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._held.seek(0)
        return InMemoryUploadedFile(
            self._held,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
