"""Rounding as people do it."""

from decimal import ROUND_HALF_UP, Decimal


def proper_round(val, digits=0):
    """A number rounded to so many digits after the point, halves away from zero."""
    return float(Decimal(str(val)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))
