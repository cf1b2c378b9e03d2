"""Messages between the processes of a test."""

from . import zmqrpc as rpc
from .protocol import Message

__all__ = ["Message", "rpc"]
