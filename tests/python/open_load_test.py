"""What classes want of the load, as acrida is told of it; and which of them need a host that nobody names."""

import unittest

from locust import FastHttpUser, HttpUser, User, task
from locust._engine.loading import _class
from locust.user.users import is_homeless


def described(**attributes):
    """What is told of a class with these attributes."""
    return _class(type(User)("Visitor", (User,), {"tasks": [print], **attributes}))


class Wishes(unittest.TestCase):
    def test_texts_and_numbers_are_told_as_texts(self):
        told = described(rate=50, arrivals="constant")
        self.assertEqual((told["rate"], told["arrivals"], told["users"]), ("50", "constant", None))
        self.assertEqual(described(rate="0s:0/s, 1m:100/s")["rate"], "0s:0/s, 1m:100/s")
        self.assertEqual(described(users=0.5)["users"], "0.5")

    def test_what_is_neither_is_the_files_own_affair(self):
        for own in (["ann", "bob"], {"ann": 1}, None, True, property(lambda self: 5), lambda self: 5):
            self.assertIsNone(described(users=own)["users"])

    def test_a_class_that_runs_itself_says_so(self):
        self.assertFalse(described()["own_run"])
        self.assertTrue(described(run=lambda self: None)["own_run"])


class Hosts(unittest.TestCase):
    def test_a_class_without_a_host_is_homeless_unless_it_finds_one_itself(self):
        for base in (HttpUser, FastHttpUser):
            class Plain(base):
                @task
                def ask(self):
                    pass

            class FindsOne(Plain):
                def __init__(self, environment):
                    self.host = "http://127.0.0.1"
                    super().__init__(environment)

            class HasOne(Plain):
                host = "http://127.0.0.1"

            self.assertEqual([is_homeless(each) for each in (Plain, FindsOne, HasOne)], [True, False, False])
        self.assertFalse(is_homeless(type(User)("Other", (User,), {})))


if __name__ == "__main__":
    unittest.main()
