"""One user of a run, as the engine starts and stops it."""

import traceback

import _acrida
import gevent
from gevent import GreenletExit

from ..exception import NoHost, StopTest
from ..runners._runner import logger
from ..user._states import LOCUST_STATE_RUNNING, LOCUST_STATE_STOPPING
from ..user.users import User

# Seconds between two looks at users that were stopped, and how often one is told so again before it is given up.
_PATIENCE = 0.25
_REMINDERS = 2


class RunningUser:
    """Makes a user in a greenlet of its own and runs it there. No method waits: the engine calls them from its loop."""

    __slots__ = ("_index", "_on_call", "_run", "_user", "_greenlet", "_user_class", "_begun", "_ended", "_reminded")

    def __init__(self, run, user_class, index, on_call):
        self._run = run
        self._user_class = user_class
        self._index = index
        self._on_call = on_call  # its tasks are begun by arrivals
        self._user = None  # until it is made
        self._begun = False
        self._ended = False
        self._reminded = 0
        self._greenlet = gevent.spawn(_acrida.run_user, self)

    def begin(self):
        """Makes the user and does all before its first task. Returns its set of tasks; None: it has ended already."""
        self._begun = True
        try:
            user = self._make()
            if type(user).run is not User.run:
                user.run()
            elif user._begin():
                return user._taskset_instance
        except BaseException as end:
            self.finish(end)
        else:
            self._end()
        return None

    def _make(self):
        run = self._run
        user = self._user_class(run.environment)
        user._greenlet = self._greenlet
        user._group = run.runner.user_greenlets
        run.runner.live_users.add(user)
        self._user = user
        if self._on_call:
            run.child.attend(self._index, user)
        return user

    def finish(self, end):
        """Does all after the last task. end: the exception that has ended the tasks."""
        user = self._user
        try:
            if user is None or type(user).run is not User.run:
                raise end
            user._finish(end)
        except StopTest as reason:  # of its __init__: a user without a host, for one
            environment = self._run.environment
            if isinstance(reason, NoHost) and environment.process_exit_code is None:
                environment.process_exit_code = 2
            environment._stop_test(reason)
        except GreenletExit:
            pass
        except Exception as error:
            self._report(error)
        finally:
            self._end()

    def _report(self, error):
        self._run.report(self._user or self._user_class, error)
        logger.error("A user of %s ended: %s\n%s", self._user_class.__name__, error, traceback.format_exc())

    def _end(self):
        if self._ended:
            return
        self._ended = True
        self._run.runner.live_users.discard(self._user)
        self._user = None
        self._run.child.user_ended(self._index)

    def stop_gently(self):
        """Its task may end; if it waits it ends now."""
        user = self._user
        if user is not None and user._state in (LOCUST_STATE_RUNNING, LOCUST_STATE_STOPPING):
            user._state = LOCUST_STATE_STOPPING
        else:
            self.stop()

    def stop(self):
        """Its task is cut off, and it ends after on_stop."""
        if self._user is not None:
            self._user.killed = True
        self._greenlet.kill(block=False)
        if self._begun:
            self._run.see_off(self)
        else:  # and now it never will
            self._end()

    def abort(self):
        """It ends now, without on_stop."""
        if self._user is not None:
            self._user.on_stop = _nothing
        self.stop()

    def remind(self):
        """For a user that was stopped: whether it is there still, because its task swallows what stops it."""
        user = self._user
        if self._ended or user is None or not user.killed:  # or it is in its on_stop already
            return False
        self._reminded += 1
        if self._reminded <= _REMINDERS:
            self._greenlet.kill(block=False)
            return True
        gevent.spawn(self._abandon)
        return False

    def _abandon(self):
        """Leaves the task where it is, for good, and ends the user without it."""
        user = self._user
        user.killed = False
        try:
            user.on_stop()
        except Exception as error:
            self._report(error)
        finally:
            user.killed = True
            self._end()


def see_off(leaving):
    """Looks after users that were stopped, until all have ended. leaving: a list of them, which may grow."""
    while leaving:
        gevent.sleep(_PATIENCE)
        leaving[:] = [user for user in leaving if user.remind()]


def _nothing():
    pass
