"""Messages between the processes of a test."""

from .protocol import Message

__all__ = ["Message"]
