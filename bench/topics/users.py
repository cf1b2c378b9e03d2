"""What being a user costs: CPU per request of `acrida` for users who do ever more than ask."""

import rounds
from acrida_run import compile_users
from loads import PAYLOAD, Request
from tables import middle, print_table, ratio

GETS = [
    Request("cost/plain", "GET", "/health", title="plain loop"),
    Request("cost/five_tasks", "GET", "/health", title="one of 5 tasks at random"),
    Request("cost/named", "GET", "/health", title="named request"),
    Request("cost/check", "GET", "/health", title=".check()"),
    Request("cost/wait", "GET", "/health", title="wait_time(constant(0s))"),
    Request("cost/plan_get.yaml", "GET", "/health", title="plan file: GET"),
    Request("cost/plan_check.yaml", "GET", "/health", title="plan file: GET, status checked"),
]
POSTS = [
    Request("cost/post", "POST", "/predict", PAYLOAD, title="POST of a ready text"),
    Request("cost/built", "POST", "/predict", PAYLOAD, title="POST of 13 fields, drawn and built"),
    Request("cost/plan_built.yaml", "POST", "/predict", PAYLOAD, title="plan file: the same 13 fields"),
]
CONNECTIONS = 100
HEAD = ["user", "requests/s", "CPU/req", "÷ plain loop", "÷ ready POST", "others"]


def users(options):
    compile_users(*(request.users_file for request in GETS + POSTS))
    print(rounds.Row.head(), flush=True)
    rows = []
    for connections in options.connections or [CONNECTIONS]:
        for turn in range(1, options.rounds + 1):
            for request in GETS + POSTS:
                row = rounds.play(request, connections, "acrida-model", "acrida", turn, options.seconds, options.out)
                rows.append(row)
                print(row.line(), flush=True)
    print()
    for connections in dict.fromkeys(row.connections for row in rows):
        print(f"{connections} users")
        print_table(table([row for row in rows if row.connections == connections and row.check == "ok"]), left=1)
    return all(row.check == "ok" for row in rows)


def table(rows):
    lines = [HEAD]
    for request in GETS + POSTS:
        mine = [row for row in rows if row.request == str(request)]
        if mine:
            lines.append([
                str(request), f"{middle(mine, 'rps'):,.0f}", f"{middle(mine, 'cpu_us'):.2f} µs",
                compared(rows, mine, GETS[0]), compared(rows, mine, POSTS[0]) if request in POSTS else "",
                f"{middle(mine, 'others_0'):.0%} {middle(mine, 'others_1'):.0%}",
            ])
        else:
            lines.append([str(request), "no round passed its checks"])
    return lines


def compared(rows, mine, base):
    """CPU per request, this ÷ base, within each round."""
    bases = {row.round: row for row in rows if row.request == str(base)}
    return ratio([(row, bases[row.round]) for row in mine if row.round in bases], "cpu_us")
