"""Tables of text: the first columns to the left, the numbers to the right."""

import math
import statistics


def print_table(lines, left):
    columns = max(map(len, lines))
    widths = [max((len(line[i]) for line in lines if len(line) == columns and i < len(line)), default=0)
              for i in range(columns)]
    for line in lines:
        cells = [cell.ljust(width) if i < left else cell.rjust(width)
                 for i, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())


def middle(rows, name):
    return statistics.median(getattr(row, name) for row in rows)


def ratio(pairs, name):
    """The median of the rounds' own ratios, since a machine's speed drifts from round to round."""
    return f"{statistics.median(getattr(a, name) / getattr(b, name) for a, b in pairs):.2f}x" if pairs else ""


def number(value, form, unit):
    return "—" if math.isnan(value) else f"{value:{form}}{unit}"
