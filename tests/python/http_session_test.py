#!/usr/bin/python3
"""HttpSession sends what requests would send, and tells of it as Locust does."""

import io
import json
import subprocess
import sys
import unittest

import locust  # noqa: F401 it makes the standard library cooperative, before anything else
import gevent
from gevent.pool import Pool
from locust.clients import HttpSession, ResponseContextManager
from locust.env import Environment
from locust.exception import CatchResponseError, LocustError, ResponseError
from support.echo_server import EchoServer


class SessionTest(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(EchoServer())
        self.environment = Environment()
        self.session = self.make_session()

    def make_session(self, url=None):
        session = HttpSession(url or self.server.url, self.environment.events.request, None)
        session.trust_env = False
        return session

    def listen(self):
        told = []
        self.environment.events.request.add_listener(lambda **arguments: told.append(arguments))
        return told

    def errors(self):
        return [(error.name, str(error.error), error.occurrences) for error in self.environment.stats.errors.values()]

    def stats(self, name, method="GET"):
        return self.environment.stats.get(name, method)


class Requests(SessionTest):
    def test_a_get_is_filed_under_its_path(self):
        response = self.session.get("/echo?a=1")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["target"], "/echo?a=1")
        self.assertEqual(self.stats("/echo?a=1").num_requests, 1)
        self.assertEqual(self.stats("/echo?a=1").total_content_length, len(response.content))

    def test_it_says_what_requests_says(self):
        self.session.get("/echo")
        headers = self.server.seen[0]["headers"]
        self.assertEqual({key: headers[key] for key in ("accept-encoding", "accept", "connection")},
                         {"accept-encoding": "gzip, deflate, br", "accept": "*/*", "connection": "keep-alive"})

    def test_bodies(self):
        def gives():
            yield b"ab"
            yield b"cd"

        form = "application/x-www-form-urlencoded"
        for arguments, body, content_type in [
                ({"json": {"a": [1, None]}}, b'{"a": [1, null]}', "application/json"),
                ({"json": {"ä": 10**30}}, json.dumps({"ä": 10**30}).encode(), "application/json"),
                ({"json": {}}, b"{}", "application/json"),
                ({"json": {"a": 1}, "data": {}}, b'{"a": 1}', "application/json"),
                ({"data": "täxt"}, "täxt".encode(), None),
                ({"data": b"\x00\xff"}, b"\x00\xff", None),
                ({"data": {"a": 1, "b": ["x", "y z"], "c": None}}, b"a=1&b=x&b=y+z", form),
                ({"data": [("a", "1")]}, b"a=1", form),
                ({"data": io.BytesIO(b"file")}, b"file", None),
                ({"data": gives()}, b"abcd", None),
                ({}, b"", None)]:
            self.session.post("/echo", **arguments)
            seen = self.server.seen[-1]
            self.assertEqual((seen["body"], seen["headers"].get("content-type")), (body, content_type), arguments)

    def test_files_are_sent_as_a_form(self):
        self.session.post("/echo", data={"k": "v"}, files={"f": ("n.txt", b"cc", "text/plain")})
        seen = self.server.seen[-1]
        boundary = seen["headers"]["content-type"].partition("boundary=")[2]
        self.assertEqual(seen["body"].decode(), f'--{boundary}\r\nContent-Disposition: form-data; name="k"\r\n\r\nv\r\n--{boundary}\r\n'
                         'Content-Disposition: form-data; name="f"; filename="n.txt"\r\nContent-Type: text/plain\r\n\r\ncc\r\n'
                         f"--{boundary}--\r\n")

    def test_paths_are_encoded_as_requests_does(self):
        for path, target in [("/a b", "/a%20b"), ("/ä?ö=ü", "/%C3%A4?%C3%B6=%C3%BC"), ("/a/../b", "/b"), ("/%41%zz", "/%2541%25zz"),
                             ("/x#part", "/x"), ("", "/"), ("?q", "/?q"), ("/a|b\"<>{}^`", "/a%7Cb%22%3C%3E%7B%7D%5E%60"),
                             ("//x", "//x"), ("/a/./b;c=d,e@!$'()*+:[]", "/a/b;c=d,e@!$'()*+:%5B%5D"), ("/%7ea%2f", "/~a%2F")]:
            self.session.get(path)
            self.assertEqual(self.server.seen[-1]["target"], target, path)
            self.assertEqual(self.stats(target).num_requests, 1, path)
            self.environment.stats.clear_all()

    def test_names_that_utf8_cannot_say_are_filed_with_escapes(self):
        self.session.get("/echo", name="part-\udcff")
        self.environment.events.request.fire(request_type="GET", name="part-\udcff", response_time=1, response_length=0)
        self.assertEqual(self.stats("part-\\udcff").num_requests, 2)

    def test_a_name_without_a_text_is_an_error_before_anything_is_sent(self):
        class Nameless:
            def __str__(self):
                raise KeyError("no name")

        with self.assertRaises(KeyError):
            self.session.get("/echo", name=Nameless())
        self.assertEqual(self.server.seen, [])

    def test_params_join_the_query(self):
        self.session.params = {"s": "1"}
        self.session.get("/echo?z=1", params={"q": "a b", "r": [1, 2], "n": None})
        self.assertEqual(self.server.seen[-1]["target"], "/echo?z=1&s=1&q=a+b&r=1&r=2")

    def test_base_urls_may_have_a_path(self):
        session = self.make_session(self.server.url + "/api")
        session.get("/x")
        session.get(self.server.url + "/whole")
        self.assertEqual([seen["target"] for seen in self.server.seen], ["/api/x", "/whole"])

    def test_a_password_in_the_host_is_sent_as_authorization(self):
        self.make_session(self.server.url.replace("//", "//user:pass@")).get("/echo")
        self.session.get("/echo", auth=("u", "p"))
        self.assertEqual([seen["headers"]["authorization"] for seen in self.server.seen], ["Basic dXNlcjpwYXNz", "Basic dTpw"])

    def test_headers_of_a_request_go_before_those_of_the_session(self):
        self.session.headers.update({"X-One": "1", "X-Two": "2", "Authorization": "Bearer x"})
        self.session.get("/echo", headers={"x-two": "3", "Accept": None})
        headers = self.server.seen[-1]["headers"]
        self.assertEqual((headers["x-one"], headers["x-two"], headers["authorization"]), ("1", "3", "Bearer x"))

    def test_a_header_with_a_line_break_is_refused(self):
        import requests

        for value in ("a\nb", 1):
            with self.assertRaises(requests.exceptions.InvalidHeader):
                self.session.get("/echo", headers={"X-A": value})
        self.assertEqual(self.server.seen, [])

    def test_an_argument_that_nobody_knows_is_refused(self):
        with self.assertRaisesRegex(TypeError, "get\\(\\) got an unexpected keyword argument 'timout'"):
            self.session.get("/echo", timout=1)

    def test_methods(self):
        for name in ("get", "post", "put", "patch", "delete", "head", "options"):
            getattr(self.session, name)("/echo")
            self.assertEqual(self.stats("/echo", name.upper()).num_requests, 1)
        self.session.request("get", "/echo")
        self.assertEqual(self.stats("/echo", "get").num_requests, 1)
        self.assertEqual(self.server.seen[-1]["method"], "GET")

    def test_one_connection_serves_all_requests(self):
        for _ in range(20):
            self.session.get("/echo")
        self.assertEqual(self.server.connections, 1)

    def test_many_greenlets_may_use_one_session(self):
        answers = Pool(20).map(lambda number: self.session.get(f"/echo?{number}").json()["target"], range(100))
        self.assertEqual(answers, [f"/echo?{number}" for number in range(100)])

    def test_a_class_that_overrides_request_is_asked_for_everything(self):
        class Mine(HttpSession):
            def request(self, method, url, **options):
                return super().request(method, "/mine" + url, **options)

        session = Mine(self.server.url, self.environment.events.request, None)
        session.post("/x", {"a": 1})
        self.assertEqual((self.server.seen[-1]["target"], self.server.seen[-1]["body"]), ("/mine/x", b"a=1"))


class Cookies(SessionTest):
    def test_they_are_kept_and_sent_and_may_be_set_and_cleared(self):
        self.assertEqual(self.session.get("/cookie/a=1").cookies["a"], "1")
        self.session.cookies.set("b", "2")
        self.session.get("/echo", cookies={"c": "3"})
        self.assertEqual(sorted(self.server.seen[-1]["headers"]["cookie"].split("; ")), ["a=1", "b=2", "c=3"])
        self.assertEqual(dict(self.session.cookies), {"a": "1", "b": "2"})
        del self.session.cookies["a"]
        self.assertEqual(self.session.cookies.get_dict(), {"b": "2"})
        self.session.cookies.clear()
        self.session.get("/echo")
        self.assertNotIn("cookie", self.server.seen[-1]["headers"])

    def test_each_session_has_its_own(self):
        self.session.get("/cookie/a=1")
        self.make_session().get("/echo")
        self.assertNotIn("cookie", self.server.seen[-1]["headers"])


class Answers(SessionTest):
    def test_text_is_decoded_as_requests_does(self):
        self.assertEqual([self.session.get(path).text for path in ("/latin1", "/utf8", "/gzip")], ["ä", "ä€", "unpacked"])

    def test_an_encoding_may_be_set(self):
        response = self.session.get("/utf8")
        response.encoding = "latin-1"
        self.assertEqual(response.text, "ä€".encode().decode("latin-1"))

    def test_json_that_is_none_is_a_value_error(self):
        with self.assertRaises(ValueError):
            self.session.get("/status/200").json()

    def test_attributes(self):
        response = self.session.post("/echo", json={"a": 1})
        self.assertTrue(response.ok)
        self.assertEqual((response.reason, response.url, response.encoding), ("Some Reason", self.server.url + "/echo", "utf-8"))
        self.assertEqual(response.headers["CONTENT-type"], "application/json")
        self.assertEqual((response.request.method, response.request.body), ("POST", b'{"a": 1}'))
        self.assertGreater(response.elapsed.total_seconds(), 0)
        response.raise_for_status()
        response.note = "anything"

    def test_redirects_are_followed_and_remembered(self):
        response = self.session.get("/redirect/302?/redirect/301?/echo")
        self.assertEqual([(hop.status_code, hop.headers["location"]) for hop in response.history],
                         [(302, "/redirect/301?/echo"), (301, "/echo")])
        self.assertEqual(response.url, self.server.url + "/echo")
        self.assertEqual(self.stats("/redirect/302?/redirect/301?/echo").num_requests, 1)
        self.assertEqual(self.session.get("/redirect", allow_redirects=False).status_code, 302)
        self.assertEqual(self.session.head("/redirect").status_code, 302)

    def test_streamed_answers_are_read_as_they_come(self):
        response = self.session.get("/stream/3", stream=True)
        self.assertLess(self.stats("/stream/3").max_response_time, 55)
        self.assertEqual([line for line in response.iter_lines() if line], [b"data: 0", b"data: 1", b"data: 2"])
        self.assertEqual(self.session.get("/stream/2", stream=True).content, b"data: 0\n\ndata: 1\n\n")
        self.assertEqual(self.session.get("/stream/2").text, "data: 0\n\ndata: 1\n\n")
        self.session.get("/stream/50", stream=True).close()
        self.assertEqual(self.session.get("/echo").status_code, 200)


class Failures(SessionTest):
    def test_a_bad_status_is_counted_with_its_url_or_name(self):
        self.session.get("/status/404")
        self.session.get("/status/500", name="other")
        self.assertEqual(sorted(self.errors()), [
            ("/status/404", f"HTTPError('404 Client Error: Some Reason for url: {self.server.url}/status/404')", 1),
            ("other", "HTTPError('500 Server Error: Some Reason for url: other')", 1)])

    def test_what_is_counted_is_the_repr_of_what_listeners_get(self):
        silent = "http://127.0.0.1:1/"
        attempts = [("/status/404", {}), ("/status/503", {"name": "it's"}), (silent, {}), ("/close", {}), ("/slow/1", {"timeout": 0.05}),
                    ("/redirect?/redirect", {}), ("/redirect?/redirect?/redirect?/redirect", {}),
                    (self.server.url.replace("http", "https"), {}), ("http://nosuchhost.invalid/", {})]
        for url, options in attempts:
            self.session.get(url, **options)
        without_listener = sorted(text for _, text, _ in self.errors())
        self.environment.stats.clear_all()
        told = self.listen()
        for url, options in attempts:
            self.session.get(url, **options)
        self.assertEqual(sorted(repr(each["exception"]) for each in told if each["exception"]), without_listener)
        self.assertEqual(sorted(text for _, text, _ in self.errors()), without_listener)

    def test_without_an_answer_there_is_an_empty_one(self):
        import requests

        response = self.session.get("http://127.0.0.1:1/x")
        self.assertEqual((response.status_code, response.content, response.text, response.headers, response.url, response.ok),
                         (0, None, "", {}, None, False))
        self.assertIsInstance(response.error, requests.exceptions.ConnectionError)
        with self.assertRaises(requests.exceptions.ConnectionError):
            response.raise_for_status()

    def test_a_bad_url_is_raised(self):
        import requests

        for base, url, error in [("", "/x", "MissingSchema"), ("ftp://h", "/", "InvalidSchema"), (self.server.url, "ftp://x/", "InvalidURL")]:
            self.session.base_url = base
            with self.assertRaises(getattr(requests.exceptions, error)):
                self.session.get(url)

    def test_a_killed_greenlet_gives_its_request_up_and_counts_nothing(self):
        greenlet = gevent.spawn(self.session.get, "/slow/5")
        gevent.sleep(0.05)
        greenlet.kill()
        self.assertIsInstance(greenlet.value, gevent.GreenletExit)
        self.assertEqual(self.environment.stats.total.num_requests, 0)
        self.assertEqual(self.session.get("/echo").status_code, 200)

    def test_closing_lets_a_request_that_is_out_end(self):
        greenlet = gevent.spawn(self.session.get, "/slow/0.1")
        gevent.sleep(0.05)
        self.session.close()
        self.assertEqual(greenlet.get(timeout=2).status_code, 200)


class Judging(SessionTest):
    def judge(self, path="/echo", **options):
        return self.session.get(path, catch_response=True, **options)

    def test_the_last_verdict_wins(self):
        with self.judge() as response:
            response.failure("bad")
            response.success()
        with self.judge("/status/404") as response:
            response.success()
        self.assertEqual((self.environment.stats.total.num_requests, self.environment.stats.total.num_failures), (2, 0))
        with self.judge(name="x") as response:
            response.failure("why")
        self.assertEqual(self.errors(), [("x", repr(CatchResponseError("why")), 1)])

    def test_without_a_verdict_the_status_decides(self):
        with self.judge("/status/404"):
            pass
        with self.judge("/status/200"):
            pass
        self.assertEqual((self.environment.stats.total.num_requests, self.environment.stats.total.num_failures), (2, 1))

    def test_a_response_error_is_a_failure_and_goes_no_further(self):
        with self.judge():
            raise ResponseError("because")
        self.assertEqual(self.errors()[0][1], "ResponseError('because')")

    def test_other_exceptions_leave_and_only_a_verdict_counts_then(self):
        for verdict, requests in ((False, 0), (True, 1)):
            with self.assertRaises(KeyError), self.judge() as response:
                if verdict:
                    response.failure("bad")
                raise KeyError
            self.assertEqual(self.environment.stats.total.num_requests, requests)

    def test_misuse_is_told(self):
        with self.assertRaisesRegex(LocustError, "catch_response=True"), self.session.get("/echo"):
            pass
        with self.assertRaisesRegex(LocustError, "with-block"):
            self.judge().failure("too early")

    def test_request_meta_may_be_changed_until_the_block_ends(self):
        told = self.listen()
        with self.judge(context={"a": 1}) as response:
            response.request_meta["name"] = "renamed"
            response.request_meta["response_time"] = 1234
            response.request_meta["context"]["b"] = 2
        self.assertEqual(self.stats("renamed").max_response_time, 1234)
        self.assertEqual(told[0]["context"], {"a": 1, "b": 2})

    def test_names(self):
        with self.session.rename_request("block"):
            self.session.get("/echo")
            self.session.get("/echo", name="own")
        self.session.get("/echo")
        self.assertEqual([self.stats(name).num_requests for name in ("block", "own", "/echo")], [1, 1, 1])


class Listeners(SessionTest):
    def test_they_get_all_arguments(self):
        told = self.listen()
        response = self.session.get("/echo?x", context={"a": 1})
        arguments = told[0]
        self.assertIsInstance(arguments.pop("start_time"), float)
        self.assertGreater(arguments.pop("response_time"), 0)
        self.assertEqual(arguments, {"request_type": "GET", "name": "/echo?x", "response_length": len(response.content),
                                     "response": response, "context": {"a": 1}, "exception": None, "url": self.server.url + "/echo?x"})
        self.assertIsInstance(response, ResponseContextManager)

    def test_one_that_raises_stops_neither_the_others_nor_the_request(self):
        def bad(**_):
            raise RuntimeError("listener")

        self.environment.events.request.add_listener(bad)
        told = self.listen()
        with self.assertLogs("locust.event", "ERROR"):
            self.assertEqual(self.session.get("/echo").status_code, 200)
        self.assertEqual(len(told), 1)


class WithRequests(SessionTest):
    def test_nothing_imports_requests_that_need_not(self):
        program = (f"import sys, locust; from locust.clients import HttpSession; from locust.env import Environment\n"
                   f"s = HttpSession({self.server.url!r}, Environment().events.request, None); s.trust_env = False\n"
                   f"s.headers['A'] = 'b'; s.get('/status/404').text; s.post('/echo', json={{}}).json(); s.get('http://127.0.0.1:1/')\n"
                   f"print('requests' in sys.modules)")
        done = gevent.spawn(subprocess.run, [sys.executable, "-c", program], capture_output=True, text=True).get()
        self.assertEqual((done.stdout.strip(), done.stderr), ("False", ""))

    def test_it_is_a_session_of_requests_once_that_is_imported(self):
        import requests

        session = self.make_session()
        self.assertIsInstance(session, requests.Session)
        self.assertIsInstance(session.get("/echo"), requests.Response)

    def test_what_only_requests_can_send_is_sent_by_it_and_counted_alike(self):
        import requests

        class Token(requests.auth.AuthBase):
            def __call__(self, request):
                request.headers["X-Token"] = "t"
                return request

        told = self.listen()
        session = self.make_session()
        self.assertEqual(session.get("/echo", auth=Token()).json()["headers"]["x-token"], "t")
        seen = []
        session.get("/status/404", hooks={"response": lambda response, **_: seen.append(response.status_code)})
        self.assertEqual(seen, [404])
        self.assertEqual([(each["name"], bool(each["exception"])) for each in told], [("/echo", False), ("/status/404", True)])
        self.assertEqual(self.errors()[0][1], f"HTTPError('404 Client Error: Some Reason for url: {self.server.url}/status/404')")
        with session.get("/echo", auth=Token(), catch_response=True) as response:
            response.failure("no")
        session.get("/cookie/a=1", auth=Token())
        session.get("/echo")
        self.assertEqual(self.server.seen[-1]["headers"]["cookie"], "a=1")
        prepared = session.prepare_request(requests.Request("GET", self.server.url + "/echo"))
        self.assertEqual(session.send(prepared).json()["headers"]["cookie"], "a=1")
        self.assertEqual((self.stats("/echo").num_requests, self.stats("/echo").num_failures), (3, 1))


if __name__ == "__main__":
    unittest.main()
