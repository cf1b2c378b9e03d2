"""Forms with files, as multipart/form-data."""

import os
from collections.abc import Mapping


def encode_multipart(fields, files):
    """fields: pairs of a form; files: a dict or pairs of name and file, where a file is one of: text, bytes, a file object,
    (filename, one of these), (filename, one of these, content type), (…, headers). Returns (bytes, Content-Type)."""
    boundary = os.urandom(16).hex()
    parts = [_part(name, None, _bytes(value), None, {}) for name, value in fields]
    parts += [_file_part(name, file) for name, file in (files.items() if isinstance(files, Mapping) else files)]
    line = f"--{boundary}\r\n".encode()
    body = b"".join(line + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def _file_part(name, file):
    from ._bodies import name_of_file

    filename, content_type, headers = None, None, {}
    if isinstance(file, (tuple, list)):
        filename, file, content_type, headers = (*file, None, None)[:4]
    else:
        filename = name_of_file(file) or name
    content = file.read() if hasattr(file, "read") else file
    return _part(name, filename, _bytes(content), content_type, headers or {})


def _part(name, filename, content, content_type, headers):
    disposition = f'form-data; name="{_quoted(name)}"'
    if filename is not None:
        disposition += f'; filename="{_quoted(filename)}"'
    lines = [f"Content-Disposition: {disposition}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{key}: {value}" for key, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def _bytes(value):
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    return str(value).encode()


def _quoted(text):
    text = text.decode() if isinstance(text, bytes) else str(text)
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
