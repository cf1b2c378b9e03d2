"""Whether this Python can run the package at all. Any Python 3 can read this file, so that it can say what it lacks."""

import glob
import os
import sys

# How a process of users ends when its Python cannot run them, which it has said then (see app/acrida/python_users.cc).
_UNFIT = 69


def check():
    """An ImportError that says what is missing; a program of the package (python3 -m locust) ends with that one sentence."""
    lacking = _lacking()
    if not lacking:
        return
    sentence = "%s is Python %d.%d.%d and lacks %s" % ((sys.executable,) + sys.version_info[:3] + (" and ".join(lacking),))
    if sys.argv[:1] != ["-m"]:  # what Python puts there until it has found the module that it is to run
        raise ImportError(sentence + "; use another Python, such as /usr/bin/python3")
    sentence = "acrida: " + sentence + "; use another Python: --python /usr/bin/python3"
    number_and_count = sys.argv[1:]
    if len(number_and_count) != 2 or not all(each.isdigit() for each in number_and_count):
        sys.exit(sentence)
    if number_and_count[0] == "0":  # the others would only repeat it
        sys.stderr.write(sentence + "\n")
    sys.exit(_UNFIT)


def _lacking():
    lacking = []
    for name, described in (("gevent", "gevent"), ("_acrida", _extension())):
        try:
            __import__(name)
        except ImportError as error:
            missing = type(error).__name__ == "ModuleNotFoundError" and error.name == name
            lacking.append(described if missing else "%s (%s)" % (described, error))
    return lacking


def _extension():
    """The extension module, with the Python that it is made for."""
    beside = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    made_for = ["%s.%s" % (tag[0], tag[1:]) for path in glob.glob(os.path.join(beside, "_acrida.cpython-*.so"))
                for tag in [os.path.basename(path).split("-")[1]]]
    return "acrida's extension module" + (", which is for Python %s" % made_for[0] if made_for else "")
