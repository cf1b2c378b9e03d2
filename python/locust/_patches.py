"""What has to be replaced in Python before a locustfile imports anything else."""

import importlib.abc
import importlib.machinery
import os
import sys

import _acrida

_QUEUES = "urllib3.connectionpool"


class _QueuesOfGevent(importlib.abc.MetaPathFinder):
    """Gives urllib3's pools of connections gevent's queue as soon as urllib3 is imported, if it ever is."""

    def find_spec(self, name, path, target=None):
        if name != _QUEUES:
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            _patch_queues(module)

        spec.loader.exec_module = exec_module
        return spec


def _patch_queues(module):
    from gevent.queue import LifoQueue

    module.ConnectionPool.QueueCls = LifoQueue


def apply():
    """Makes blocking calls of the standard library cooperative, and urllib3's queues; each may be turned off by a variable.

    The functions of `random` are made fast, so early that files which import them by name get the fast ones.
    """
    _acrida.patch_random()
    if not os.environ.get("LOCUST_SKIP_MONKEY_PATCH"):
        from gevent import monkey

        monkey.patch_all()
    if not os.environ.get("LOCUST_SKIP_URLLIB3_PATCH"):
        if _QUEUES in sys.modules:
            _patch_queues(sys.modules[_QUEUES])
        else:
            sys.meta_path.insert(0, _QueuesOfGevent())
