#!/usr/bin/python3
"""encode_json() writes what json.dumps() writes, or leaves it to that."""

import json
import math
import random
import unittest

import _acrida

_TEXTS = ["", "a", "plain text", 'quote " and \\ backslash', "line\nbreak\ttab\r\f\b", "\x00\x1f\x7f", "ä€𝄞", "\ud800", "/<>&'", "x" * 500]
_NUMBERS = [0, -1, 2**31, -2**63, 2**63 - 1, 0.0, -0.0, 0.1, 1e16, 1e-5, 1.5e300, 5e-324, 123456789.125, math.inf, -math.inf]


def made_up(draw, depth=0):
    """Any value of JSON, nested a little."""
    kind = draw.randrange(8 if depth < 4 else 5)
    if kind == 0:
        return draw.choice(_TEXTS)
    if kind == 1:
        return draw.choice(_NUMBERS)
    if kind == 2:
        return draw.choice([draw.randrange(-10**12, 10**12), draw.uniform(-1e6, 1e6), draw.random() * 10**draw.randrange(-300, 300)])
    if kind == 3:
        return draw.choice([None, True, False])
    if kind == 4:
        return "".join(chr(draw.choice([draw.randrange(128), draw.randrange(0x110000)])) for _ in range(draw.randrange(10)))
    if kind == 5:
        return [made_up(draw, depth + 1) for _ in range(draw.randrange(5))]
    if kind == 6:
        return tuple(made_up(draw, depth + 1) for _ in range(draw.randrange(5)))
    return {draw.choice([*_TEXTS, 1, 2.5, None, True, False]): made_up(draw, depth + 1) for _ in range(draw.randrange(5))}


class JsonEncoder(unittest.TestCase):
    def test_writes_what_json_dumps_writes(self):
        draw = random.Random(2026)
        for _ in range(20_000):
            value = made_up(draw)
            self.assertEqual(_acrida.encode_json(value), json.dumps(value), repr(value))

    def test_not_a_number_is_written_as_json_does(self):
        self.assertEqual(_acrida.encode_json([math.nan]), "[NaN]")

    def test_what_only_json_can_write_or_refuse_is_left_to_it(self):
        class Text(str):
            pass

        circle = []
        circle.append(circle)
        for value in (10**30, {1, 2}, b"bytes", object(), Text("x"), {(1, 2): 3}, circle, [[object()]], {"a": 10**30}):
            self.assertIsNone(_acrida.encode_json(value), repr(value)[:50])


if __name__ == "__main__":
    unittest.main()
