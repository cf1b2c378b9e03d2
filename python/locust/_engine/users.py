"""One user of a run, as the engine starts and stops it."""

import traceback

from gevent import GreenletExit

from ..exception import StopTest
from ..runners._runner import logger


class RunningUser:
    """Makes a user in a greenlet of its own and runs it there. No method waits: the engine calls them from its loop."""

    __slots__ = ("_index", "_run", "_user", "_greenlet", "_user_class", "_begun")

    def __init__(self, run, user_class, index):
        self._run = run
        self._user_class = user_class
        self._index = index
        self._user = None  # until it is made
        self._begun = False
        self._greenlet = run.runner.user_greenlets.spawn(self._live)

    def _live(self):
        self._begun = True
        run = self._run
        users = run.runner.live_users
        try:
            user = self._user_class(run.environment)
            user._greenlet = self._greenlet
            user._group = run.runner.user_greenlets
            users.add(user)
            self._user = user
            user.run()
        except StopTest as reason:  # of its __init__: a user without a host, for one
            run.environment._stop_test(reason)
        except GreenletExit:
            pass
        except Exception as error:
            run.report(self._user or self._user_class, error)
            logger.error("A user of %s ended: %s\n%s", self._user_class.__name__, error, traceback.format_exc())
        finally:
            users.discard(self._user)
            self._user = None
            run.child.user_ended(self._index)

    def stop_gently(self):
        """Its task may end; if it waits it ends now."""
        if self._user is None:
            self.stop()
        else:
            self._user.stop(force=False)

    def stop(self):
        """Its task is cut off, and it ends after on_stop."""
        if self._user is not None:
            self._user.killed = True
        self._greenlet.kill(block=False)
        if not self._begun:  # and now it never will
            self._begun = True
            self._run.child.user_ended(self._index)

    def abort(self):
        """It ends now, without on_stop."""
        if self._user is not None:
            self._user.on_stop = _nothing
        self.stop()


def _nothing():
    pass
