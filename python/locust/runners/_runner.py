"""What all runners share: the users of this process, and what happened to them."""

import json
import logging

import gevent
from gevent.pool import Group

from .. import runners as settings
from ..exception import StopTest
from ..log import greenlet_exception_logger
from ._usage import Usage

logger = logging.getLogger("locust.runners")
greenlet_exception_handler = greenlet_exception_logger(logger)


class Runner:
    """Starts and stops users. Made by Environment.create_local_runner().

    state: one of STATE_*; user_greenlets: the gevent Group of the users' greenlets; greenlet: the Group of the runner's own,
    which ends with quit(); exceptions: what left tasks, by traceback; target_user_count: how many users are wanted.
    """

    def __init__(self, environment):
        self.environment = environment
        self.user_greenlets = Group()
        self.greenlet = Group()
        self.state = settings.STATE_INIT
        self.spawning_greenlet = None
        self.shape_greenlet = None
        self.shape_last_state = None
        self.current_cpu_usage = 0
        self.current_memory_usage = 0
        self.cpu_warning_emitted = False
        self.target_user_count = 0
        self.target_user_classes_count = {}
        self.exceptions = {}
        self.custom_messages = {}
        self.worker_index = -1
        self.greenlet.spawn(self.monitor_cpu_and_memory).link_exception(greenlet_exception_handler)

        @environment.events.spawning_complete.add_listener
        def on_spawning_complete(user_count, **_):
            if environment.reset_stats:
                logger.info("Resetting stats\n")
                self._reset_stats()

    def _reset_stats(self):
        self.stats.reset_all()

    @property
    def stats(self):
        """The RequestStats of the environment."""
        return self.environment.stats

    @property
    def errors(self):
        """The failures of requests by key."""
        return self.stats.errors

    @property
    def user_classes(self):
        """The user classes of the environment."""
        return self.environment.user_classes

    @property
    def user_classes_by_name(self):
        """{name: user class}."""
        return self.environment.user_classes_by_name

    @property
    def user_count(self):
        """How many users there are in this process."""
        return len(self.user_greenlets)

    @property
    def user_classes_count(self):
        """{name: how many users of the class there are}."""
        counts = {user_class.__name__: 0 for user_class in self.user_classes}
        for user in self._users():
            counts[type(user).__name__] = counts.get(type(user).__name__, 0) + 1
        return counts

    def _users(self):
        # One that has ended is in the group for a moment still, without its arguments.
        return [greenlet.args[0] for greenlet in self.user_greenlets if greenlet.args]

    def update_state(self, new_state):
        """Sets the state, and says so in the log."""
        logger.debug("Updating state to '%s', old state was '%s'", new_state, self.state)
        self.state = new_state

    def spawn_users(self, user_classes_spawn_count, wait=False):
        """Starts users now. user_classes_spawn_count: {class name: how many}; wait: until all of them have ended."""
        logger.debug("Spawning additional %s (%s already running)...", json.dumps(user_classes_spawn_count),
                     json.dumps(self.user_classes_count))
        for name, count in user_classes_spawn_count.items():
            user_class = self.user_classes_by_name[name]
            if self.environment.host is not None:
                user_class.host = self.environment.host
            for _ in range(count):
                try:
                    user = user_class(self.environment)
                except StopTest as stop:
                    self.stop_test(stop)
                    return
                user.start(self.user_greenlets).link_exception(greenlet_exception_handler)
        if wait:
            self.user_greenlets.join()
            logger.info("All users stopped\n")

    def stop_users(self, user_classes_stop_count):
        """Stops users; those in a task get `stop_timeout` seconds to end it.

        user_classes_stop_count: {class name: how many}. Returns when all have ended, but for the one that calls this.
        """
        wanted = dict(user_classes_stop_count)
        chosen = []
        for user in self._users():
            if wanted.get(type(user).__name__, 0) > 0:
                wanted[type(user).__name__] -= 1
                chosen.append(user)
        if not chosen:
            return
        logger.debug("Stopping %d users", len(chosen))
        own = gevent.getcurrent()
        others = [user for user in chosen if user.greenlet is not own]
        timeout = self.environment.stop_timeout
        if timeout:
            for user in others:
                user.stop(force=False)
            gevent.joinall([user.greenlet for user in others], timeout=timeout)
            late = [user for user in others if not user.greenlet.dead]
            if late:
                logger.info("Not all users finished their tasks & terminated in %s seconds. Stopping them...", timeout)
        else:
            late = others
        for user in late:
            user.killed = True
        gevent.killall([user.greenlet for user in late])
        for user in others:
            self.user_greenlets.discard(user.greenlet)  # which the group would notice only later
        for user in chosen:
            if user.greenlet is own:
                user.stop(force=True)

    def monitor_cpu_and_memory(self):
        """Looks now and then at what the process uses; for a greenlet of its own."""
        usage = Usage()
        while True:
            gevent.sleep(settings.CPU_MONITOR_INTERVAL)
            self.current_cpu_usage, self.current_memory_usage = usage.take()
            self.environment.events.usage_monitor.fire(
                environment=self.environment, cpu_usage=self.current_cpu_usage, memory_usage=self.current_memory_usage)
            if self.current_cpu_usage > settings.CPU_WARNING_THRESHOLD:
                self.environment.events.cpu_warning.fire(environment=self.environment, cpu_usage=self.current_cpu_usage)
                if not self.cpu_warning_emitted:
                    logger.warning("CPU usage above %d%%! This may constrain your throughput and may even give inconsistent "
                                   "response time measurements. Use --processes to run users on several cores.",
                                   settings.CPU_WARNING_THRESHOLD)
                    self.cpu_warning_emitted = True

    def log_exception(self, node_id, msg, formatted_tb):
        """Counts an exception that left a task. node_id: where; formatted_tb: its traceback as text."""
        key = hash(formatted_tb)
        row = self.exceptions.setdefault(key, {"count": 0, "msg": msg, "traceback": formatted_tb, "nodes": set()})
        row["count"] += 1
        row["nodes"].add(node_id)

    def register_message(self, msg_type, listener, concurrent=False):
        """Has `listener(environment=…, msg=…)` called for messages of one type. An Exception if somebody listens already.

        concurrent: in a greenlet of its own.
        """
        if msg_type in self.custom_messages:
            raise Exception(f"Tried to register listener method for {msg_type}, but it already had a listener!")
        self.custom_messages[msg_type] = (listener, concurrent)

    def stop_test(self, reason):
        """Ends the test because a user raised `reason`: ends the runner, too, if nobody is at a page to start another."""
        if self.state in (settings.STATE_STOPPING, settings.STATE_STOPPED):
            return
        logger.error("%s", reason)
        # Whoever is in the way of its own end lets others do it.
        gevent.spawn(self._end).link_exception(greenlet_exception_handler)

    def _end(self):
        """Ends a test that has ended by itself."""
        headless = getattr(self.environment.parsed_options, "headless", False)
        if headless or self.environment.web_ui is None:
            self.quit()
        else:
            self.stop()
