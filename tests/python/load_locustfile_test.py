"""Loading locustfiles: what is found in them, and what they find."""

import os
import sys
import tempfile
import unittest

from locust.util.load_locustfile import load, load_locustfile

_USER = "from locust import HttpUser, LoadTestShape, User, constant, task\nclass A(User):\n    'One.'\n"


class Loading(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        before = set(sys.modules)
        self.addCleanup(lambda: [sys.modules.pop(name) for name in set(sys.modules) - before])

    def write(self, text, name="file.py"):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_user_classes_are_found_also_imported_ones_but_not_abstract_ones(self):
        self.write(_USER, "others.py")
        path = self.write("'''About.'''\nfrom others import A, HttpUser, User\nclass B(A):\n    abstract = True\nclass C(B): pass\n"
                          "assert __name__ == 'file'\n")
        docstring, user_classes, shape = load_locustfile(path)
        self.assertEqual((docstring, list(user_classes), shape), ("About.", ["A", "C"], None))
        self.assertIs(sys.modules["file"].C, user_classes["C"])

    def test_shapes_are_made_and_abstract_ones_are_not(self):
        path = self.write(_USER + "class Base(LoadTestShape):\n    abstract = True\nclass S(Base): pass\nclass T(Base): pass\n")
        shapes = load(path)[2]
        self.assertEqual([type(shape).__name__ for shape in shapes], ["S", "T"])
        self.assertEqual(type(load_locustfile(path)[2]).__name__, "S")

    def test_the_path_is_afterwards_what_it_was(self):
        sys.path.append(self.folder)
        self.addCleanup(sys.path.remove, self.folder)
        load_locustfile(self.write(_USER))
        self.assertEqual(sys.path.index(self.folder), len(sys.path) - 1)
        self.assertEqual(sys.path[0], os.getcwd())

    def test_a_file_called_like_the_package_does_not_take_its_place(self):
        import locust

        load_locustfile(self.write(_USER, "locust.py"))
        self.assertIs(sys.modules["locust"], locust)
        self.assertIn("locustfile", sys.modules)

    def test_what_a_file_raises_is_raised(self):
        with self.assertRaises(ZeroDivisionError):
            load_locustfile(self.write("1/0"))

    def test_test_functions_are_users_if_there_are_no_others(self):
        path = self.write("def test_a(session): 'First.'\ndef test_b(fastsession): pass\ndef test_c(other): pass\n"
                          "def helper(session): pass\n")
        user_classes = load_locustfile(path)[1]
        self.assertEqual(list(user_classes), ["test_a", "test_b"])
        self.assertEqual([cls.__mro__[1].__name__ for cls in user_classes.values()], ["HttpUser", "FastHttpUser"])
        self.assertEqual(user_classes["test_a"].__doc__, "First.")
        self.assertEqual(list(load_locustfile(self.write(_USER + "def test_a(session): pass"))[1]), ["A"])


if __name__ == "__main__":
    unittest.main()
