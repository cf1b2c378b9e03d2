#!/usr/bin/python3
"""FastHttpSession names requests and tells of errors as Locust's does."""

import ssl
import unittest

import locust  # noqa: F401 it makes the standard library cooperative, before anything else
import gevent
from locust import FastHttpUser
from locust.contrib.fasthttp import ErrorResponse, FastHttpSession, FastResponse, LocustBadStatusCode, ResponseContextManager
from locust.env import Environment
from locust.exception import LocustError
from support.echo_server import EchoServer


class FastSessionTest(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(EchoServer())
        self.environment = Environment()
        self.session = FastHttpSession(self.environment, self.server.url, None)

    def errors(self):
        return [(error.name, str(error.error)) for error in self.environment.stats.errors.values()]

    def stats(self, name, method="GET"):
        return self.environment.stats.get(name, method)


class Requests(FastSessionTest):
    def test_names_are_urls_as_they_were_written(self):
        whole = self.server.url + "/echo?b"
        self.session.get("/echo?a", params={"p": 1})
        self.session.get(whole)
        self.assertEqual([self.stats(name).num_requests for name in ("/echo?a", whole)], [1, 1])
        self.assertEqual(self.server.seen[0]["target"], "/echo?a&p=1")

    def test_bodies(self):
        for arguments, body, content_type in [
                ({"json": {"a": 1}}, b'{"a": 1}', "application/json"),
                ({"data": "täxt"}, "täxt".encode(), "text/plain; charset=utf-8"),
                ({"data": b"by"}, b"by", "application/octet-stream"),
                ({"data": {"a": 1}}, b"a=1", "application/x-www-form-urlencoded; charset=utf-8")]:
            request = self.session.post("/echo", **arguments).request
            seen = self.server.seen[-1]
            self.assertEqual((seen["body"], seen["headers"]["content-type"]), (body, content_type), arguments)
            self.assertEqual(request.body, arguments["data"] if arguments.get("data") == b"by" else body.decode())

    def test_json_asks_for_json(self):
        self.session.post("/echo", json={})
        self.assertEqual(self.server.seen[-1]["headers"]["accept"], "application/json")

    def test_no_more_requests_are_out_than_concurrency_says(self):
        session = FastHttpSession(self.environment, self.server.url, None, concurrency=2)
        gevent.joinall([gevent.spawn(session.get, "/slow/0.01") for _ in range(10)])
        self.assertEqual((self.server.connections, self.stats("/slow/0.01").num_requests), (2, 10))

    def test_one_that_is_killed_while_it_waits_for_its_turn_leaves_it_to_others(self):
        session = FastHttpSession(self.environment, self.server.url, None, concurrency=1)
        greenlets = [gevent.spawn(session.get, "/slow/0.05") for _ in range(3)]
        gevent.sleep(0.01)
        greenlets[1].kill()
        self.assertEqual(greenlets[2].get(timeout=2).status_code, 200)

    def test_lines_come_as_text(self):
        self.assertEqual([line for line in self.session.iter_lines("/stream/3") if line], ["data: 0", "data: 1", "data: 2"])

    def test_users_may_have_headers_and_timeouts_of_their_own(self):
        class User(FastHttpUser):
            host = self.server.url
            default_headers = {"X-A": "1"}
            network_timeout = 0.05

        client = User(self.environment).client
        client.get("/echo", headers={"X-B": "2"})
        headers = self.server.seen[-1]["headers"]
        self.assertEqual((headers["x-a"], headers["x-b"]), ("1", "2"))
        self.assertIsInstance(client.get("/slow/1").error.original, TimeoutError)

    def test_users_with_one_pool_share_connections(self):
        class Pool:
            pass

        class User(FastHttpUser):
            host = self.server.url
            client_pool = Pool()

        for user in (User(self.environment), User(self.environment)):
            user.client.get("/cookie/a=1")
            user.client.get("/echo")
        self.assertEqual(self.server.connections, 1)
        User(self.environment).client.get("/echo")
        self.assertNotIn("cookie", self.server.seen[-1]["headers"])

    def test_an_ssl_context_factory_is_asked_once(self):
        asked = []

        def factory():
            asked.append(1)
            return ssl.create_default_context()

        session = FastHttpSession(self.environment, self.server.url.replace("http", "https"), None, ssl_context_factory=factory)
        session.get("/")
        session.get("/")
        self.assertEqual((asked, session.verify), ([1], True))


class Answers(FastSessionTest):
    def test_a_bad_status_is_an_error_that_does_not_name_the_url(self):
        response = self.session.get("/status/404")
        self.assertIsInstance(response.error, LocustBadStatusCode)
        self.assertEqual(self.errors(), [("/status/404", "LocustBadStatusCode(code=404)")])
        self.assertIn("code=404", str(response.error))
        with self.assertRaises(LocustBadStatusCode):
            response.raise_for_status()
        for status in (206, 304):
            self.assertIsNone(self.session.get(f"/status/{status}").error)

    def test_without_an_answer_all_is_none(self):
        response = self.session.get("http://127.0.0.1:1/")
        self.assertEqual((response.status_code, response.content, response.text, response.headers, response.ok), (0, None, None, None, False))
        self.assertIsInstance(response, ErrorResponse)
        self.assertIsInstance(response.error, ConnectionRefusedError)

    def test_attributes(self):
        response = self.session.get("/utf8")
        self.assertEqual((type(response), response.text, response.ok, response.url), (FastResponse, "ä€", True, self.server.url + "/utf8"))
        self.assertEqual(response.headers["CONTENT-type"], "text/plain; charset=utf-8")
        for lacking in ("elapsed", "cookies", "history"):
            self.assertFalse(hasattr(response, lacking))
        with self.assertRaises(LocustError):
            response.success()

    def test_a_gevent_timeout_is_a_failure(self):
        with gevent.Timeout(0.05):
            response = self.session.get("/slow/1")
        self.assertIsInstance(response.error, gevent.Timeout)
        self.assertEqual(self.stats("/slow/1").num_failures, 1)

    def test_what_is_counted_is_the_repr_of_what_listeners_get(self):
        attempts = ["/status/500", "http://127.0.0.1:1/", "/close", "/redirect?/redirect", "http://nosuchhost.invalid/",
                    self.server.url.replace("http", "https")]
        for url in attempts:
            self.session.get(url)
        without_listener = sorted(text for _, text in self.errors())
        told = []
        self.environment.events.request.add_listener(lambda exception, **_: told.append(repr(exception)))
        for url in attempts:
            self.session.get(url)
        self.assertEqual([text for text in sorted(told) if text != "None"], without_listener)

    def test_blocks_judge(self):
        with self.session.get("/status/404", catch_response=True) as response:
            self.assertIsInstance(response, ResponseContextManager)
            response.success()
        self.assertEqual(self.environment.stats.total.num_failures, 0)


class Rest(FastSessionTest):
    def test_js_is_the_json(self):
        with self.session.rest("POST", "/echo", json={"a": 1}) as response:
            self.assertEqual(response.js["method"], "POST")
        self.assertEqual(self.environment.stats.total.num_failures, 0)

    def test_what_is_raised_or_no_json_makes_it_a_failure(self):
        with self.session.rest("GET", "/status/200"):
            pass
        with self.session.rest("GET", "/echo", name="assert") as response:
            assert response.js["method"] == "POST", "wrong method"
        with self.session.rest("GET", "/echo", name="other") as response:
            response.js["nothing"]
        texts = dict(self.errors())
        self.assertIn("Could not parse response as JSON. status 200, response code 200", texts["/status/200"])
        self.assertEqual(texts["assert"], "CatchResponseError('wrong method')")
        self.assertIn("at fast_http_session_test.py:", texts["other"])


if __name__ == "__main__":
    unittest.main()
