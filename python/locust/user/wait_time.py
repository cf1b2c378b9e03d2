"""How long a user waits after a task. Each function returns a callable that gets the user and returns seconds."""

import _acrida


def between(min_wait, max_wait):
    """Any time between two numbers of seconds, each as likely as the others."""
    return _acrida.Between(min_wait, max_wait)


def constant(wait_time):
    """Always the same number of seconds."""
    return _acrida.Constant(wait_time)


def constant_pacing(wait_time):
    """What is missing to one task in `wait_time` seconds; nothing after a task that took longer."""
    return _acrida.ConstantPacing(wait_time)


def constant_throughput(task_runs_per_second):
    """What is missing to so many tasks a second of each user, which is the most it will run."""
    return _acrida.ConstantThroughput(task_runs_per_second)


def poisson(rate):
    """Random times as between independent arrivals, `rate` of them a second on average."""
    return _acrida.Poisson(rate)
