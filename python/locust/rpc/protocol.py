"""One message."""


class Message:
    """type: a str; data: any value that msgpack knows; node_id: from whom, or to whom."""

    def __init__(self, message_type, data, node_id):
        self.type = message_type
        self.data = data
        self.node_id = node_id

    def __repr__(self):
        return f"<Message {self.type}:{self.node_id}>"

    def serialize(self):
        """The message as bytes."""
        import msgpack

        return msgpack.dumps((self.type, self.data, self.node_id))

    @classmethod
    def unserialize(cls, data):
        """The message that serialize() gave as bytes."""
        import msgpack

        return cls(*msgpack.loads(data, raw=False, strict_map_key=False))
