"""What the package raises, and what a task raises to steer its user."""


class LocustError(Exception):
    """The package was used in a way that cannot work."""


class ResponseError(Exception):
    """Raise it in a with-block of `catch_response=True` to make the request a failure."""


class CatchResponseError(Exception):
    """What is recorded for a request that `response.failure("text")` called a failure."""


class MissingWaitTimeError(LocustError):
    """Neither the task set nor its user says how long to wait."""


class InterruptTaskSet(Exception):
    """Leaves the current TaskSet; what `TaskSet.interrupt()` raises.

    reschedule: True goes on with the parent's next task at once, False lets the parent wait first.
    """

    def __init__(self, reschedule=True):
        super().__init__(reschedule)
        self.reschedule = reschedule


class StopUser(Exception):
    """Ends the user whose task raises it, with its on_stop."""


class StopTest(Exception):
    """Ends the whole test, wherever in a user it is raised."""


class NoHost(StopTest):
    """A user has nobody to send its requests to. Ends the test, and acrida with exit code 2."""

    def __init__(self, user_class):
        super().__init__(f"You must specify the base host: in {user_class.__name__}.host, or with --host on the command line.")


class RescheduleTask(Exception):
    """Ends the current task as if it had returned: the user waits and goes on."""


class RescheduleTaskImmediately(Exception):
    """Ends the current task; the user goes on with the next one without waiting."""


class RPCError(Exception):
    """The connection between a master and its workers is in trouble."""


class RPCSendError(Exception):
    """A message could not be sent."""


class RPCReceiveError(Exception):
    """A message was not understood.

    addr: whom it came from, if that is known.
    """

    def __init__(self, *args, addr=None):
        super().__init__(*args)
        self.addr = addr


class AuthCredentialsError(ValueError):
    """The user name and password for the web page are not of the form name:password."""


class RunnerAlreadyExistsError(Exception):
    """An Environment has one runner, and it has been made already."""


def unavailable(what, cure):
    """The error for a part of Locust's package that acrida does not have.

    what: its name; cure: what to do instead, as the rest of a sentence. Returns a LocustError to raise.
    """
    return LocustError(f"{what} is not part of acrida: {cure}.")
