"""An answer as a file."""


class Raw:
    """Reads the decoded body: of a streamed answer as it comes."""

    def __init__(self, response):
        self._response = response
        self._left = b""
        self._ended = False
        self.status, self.headers, self.reason = response.status_code, response.headers, response.reason
        if response._content_taken():
            self._left = response.content or b""
            self._ended = True

    def read(self, amt=None, decode_content=None):
        """At most so many bytes, None for all; b"" at the end."""
        while not self._ended and (amt is None or len(self._left) < amt):
            piece = self._response._read()
            if piece is None:
                self._ended = True
            else:
                self._left += piece
        if amt is None:
            amt = len(self._left)
        taken, self._left = self._left[:amt], self._left[amt:]
        return taken

    def stream(self, amt=65536, decode_content=None):
        """Pieces of at most so many bytes."""
        while piece := self.read(amt):
            yield piece

    def readable(self):
        return True

    def close(self):
        self._response._close()

    def release_conn(self):
        """Connections see to themselves."""
