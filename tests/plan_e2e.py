#!/usr/bin/python3
"""Plan files through the real programs: what they say is done, their mistakes are told with lines, their secrets never."""
import collections
import json
import re
import unittest

from support.programs import ROOT, ProgramTest, read_csv, read_json
from support.shop_server import ShopServer

LOGIN = """
variables:
  who: ann
secrets:
  password: ${SHOP_PASSWORD}
login:
  post: /login
  json: {user: "${who}", password: "${password}"}
  extract:
    token: /token
    session: {header: X-Session}
    basket: {cookie: basket}
think: 10ms
steps:
  - name: items
    get: /items
    headers: {Authorization: "Bearer ${token}"}
    query: {session: "${session}", basket: "${basket}"}
    checks:
      status: 200
      json: {/items/0/id: 7}
      exists: /items/0/name
      contains: hat
      headers: {Content-Type: json}
    extract: {item: /items/0}
  - name: order
    post: /orders/${who}
    json: {item: "${item}", note: "for ${who}"}
"""
SECRET = {"SHOP_PASSWORD": "sesame-open"}


class PlanTest(ProgramTest):
    def run_plan(self, server, text, *arguments, env=None, limit=("-t", "1s")):
        self.write("plan.yaml", text)
        return self.acrida("-f", "plan.yaml", "-H", server.url, "--headless", *limit, *arguments, env=env)


    def assert_good(self, done):
        """Nothing failed; a machine that is busy with other things makes a run invalid, not bad."""
        self.assertIn(done.returncode, (0, 4), done.stderr)


class Plans(PlanTest):
    def test_log_in_and_use_what_they_have_extracted(self):
        with ShopServer() as server:
            done = self.run_plan(server, LOGIN, "-u", "3", "-r", "100", "-s", "5s", env=SECRET)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(server.of("/login")), 3)
        numbers = collections.Counter()
        for asked in server.of("/items"):
            number = asked.headers["authorization"].removeprefix("Bearer t")
            numbers[number] += 1
            self.assertEqual((asked.query["session"], asked.query["basket"]), ([f"s{number}"], [f"b{number}"]))
        self.assertEqual(len(numbers), 3, "each user has its own token")
        orders = server.of("/orders/ann")
        self.assertGreater(len(orders), 3)
        for asked in orders:
            self.assertEqual(asked.json(), {"item": {"id": 7, "name": "hat"}, "note": "for ann"})

    def test_end_a_user_whose_login_fails(self):
        with ShopServer() as server:
            done = self.run_plan(server, LOGIN, env={"SHOP_PASSWORD": "wrong-password"})
        self.assertEqual((done.returncode, len(server.of("/login")), len(server.of("/items"))), (1, 1, 0), done.stderr)
        self.assertIn("exception in on_start: POST /login failed: 401 Unauthorized", done.stderr)

    def test_show_no_secret_in_any_output(self):
        plan = """
secrets: {key: "${KEY}"}
requests:
  - get: /echo
    headers: {X-Key: "${key}", X-Other: "say ${key}!"}
  - name: in the URL
    post: /echo?q=${key}
    json: {deep: ["${key}"]}
  - post: /echo
    form: {f: "${key}"}
  - get: http://${key}.invalid/
"""
        env = {"KEY": 'my "quite/odd" sëcret'}
        forms = ["quite", "odd", "s\u00ebcret", "s\\u00eb", "cret"]
        with ShopServer() as server:
            self.write("plan.yaml", plan)
            checked = self.acrida("check", "-f", "plan.yaml", "-H", server.url, env=env)
            done = self.run_plan(server, plan, "--summary", "summary.json", "--csv", "out", "--logfile", "run.log",
                                 "-L", "DEBUG", "--json-file", "numbers", env=env)
            self.assertEqual(server.of("/echo")[1].json(), {"deep": [env["KEY"]]})
        self.assertEqual((checked.returncode, done.returncode), (1, 1))
        self.assertIn("***", checked.stdout)
        written = [checked.stdout, checked.stderr, done.stdout, done.stderr]
        outputs = [path for path in self.folder.iterdir() if path.name != "plan.yaml"]
        self.assertGreater(len(outputs), 6, outputs)
        written += [path.read_text(encoding="utf-8") for path in outputs]
        self.assertTrue(any("X-Echo" in text or "x-echo" in text.lower() for text in written), "evidence is kept")
        for text in written:
            for form in forms:
                self.assertNotIn(form, text)

    def test_use_each_unique_row_once_over_all_threads(self):
        self.write("rows.csv", "id,name\n" + "".join(f"{i},n{i}\n" for i in range(50)))
        plan = """
data: {row: {file: rows.csv, mode: unique, without: name}}
requests:
  - {name: one, post: "/rows/${row.id}", json: {whole: "${row}", id: "${row.id}", text: "x${row.id}", name: "${row.name}"}}
"""
        with ShopServer() as server:
            done = self.run_plan(server, plan, "-u", "8", "-r", "1000", "--threads", "2", limit=())
        self.assertEqual(done.returncode, 0, done.stderr)
        bodies = sorted((asked.json() for asked in server.asked), key=lambda body: body["id"])
        self.assertEqual(bodies, [{"whole": {"id": i}, "id": i, "text": f"x{i}", "name": f"n{i}"} for i in range(50)])

    def test_take_rows_in_their_order_and_keep_one_for_a_user(self):
        self.write("rows.csv", "id\n1\n2\n3\n")
        plan = """
data:
  turn: {file: rows.csv, mode: sequential}
  own: {file: rows.csv, mode: unique, per: user}
requests: [{name: turn, get: "/turn/${turn.id}/${own.id}"}]
"""
        with ShopServer() as server:
            self.run_plan(server, plan, limit=("-n", "7"))
        self.assertEqual([asked.path for asked in server.asked], [f"/turn/{i}/1" for i in (1, 2, 3, 1, 2, 3, 1)])

    def test_set_up_and_tear_down_once_a_run(self):
        plan = """
setup:
  - {post: /shop, json: {open: true}, extract: {shop: /number}}
user_classes:
  - {name: A, requests: [{name: a, get: "/a/${shop}"}]}
  - {name: B, requests: [{name: b, get: "/b/${shop}"}]}
teardown:
  delete: /shop/${shop}
"""
        with ShopServer() as server:
            done = self.run_plan(server, plan, "-u", "2", "-r", "100", "--threads", "2", "-s", "5s")
        self.assertEqual(done.returncode, 0, done.stderr)
        paths = [asked.path for asked in server.asked]
        self.assertEqual((paths[0], paths[-1], paths.count("/shop"), paths.count("/shop/1")), ("/shop", "/shop/1", 1, 1))
        self.assertEqual(set(paths[1:-1]), {"/a/1", "/b/1"})
        self.assertNotIn("/shop", done.stderr, "the functions of a run are in no statistics")

    def test_walk_through_flows_and_leave_at_the_first_failure(self):
        plan = """
on_stop: {get: /bye}
requests:
  - name: visit
    steps:
      - get: /one
      - think: 1ms
      - {get: /missing, class: malformed, checks: {status: 404}}
      - get: /three
      - {get: /four, checks: {contains: nothing of the kind}}
      - get: /five
"""
        with ShopServer() as server:
            done = self.run_plan(server, plan, "--summary", "summary.json", limit=("-n", "4"))
        paths = [asked.path for asked in server.asked]
        self.assertEqual(paths, ["/one", "/missing", "/three", "/four"] * 4 + ["/bye"])
        self.assertEqual(done.returncode, 1)
        summary = read_json(self.folder / "summary.json")
        self.assertEqual([error["error"] for error in summary["errors"]],
                         ["the body does not contain 'nothing of the kind'"])
        self.assertIn("malformed", [endpoint["class"] for endpoint in summary["endpoints"]])

    def test_draw_random_values_again_for_each_request_the_same_for_the_same_seed(self):
        plan = """
requests:
  - post: /draw
    json:
      whole: ${random.integer(1, 1000000)}
      real: ${random.real(0, 1, 3)}
      pick: ${random.choice(red, 5, true)}
      id: ${uuid}
      at: ${time}
      who: ${user.index}
      price: $${5}
"""
        drawn = []
        for _ in range(2):
            with ShopServer() as server:
                self.run_plan(server, plan, "--seed", "5", limit=("-n", "20"))
            drawn.append([asked.json() for asked in server.asked])
        for body in drawn[0]:
            self.assertIn(body["pick"], ["red", 5, True])
            self.assertRegex(body["id"], r"^[0-9a-f-]{36}$")
            self.assertEqual((body["who"], body["price"], type(body["whole"]), type(body["real"])), (0, "${5}", int, float))
        self.assertEqual(len({body["id"] for body in drawn[0]}), 20)
        self.assertEqual([body["whole"] for body in drawn[0]], [body["whole"] for body in drawn[1]])

    def test_work_with_what_other_users_work_with(self):
        plan = """
user_classes:
  - {name: Reader, weight: 3, requests: [{get: /a, tags: [read, a], weight: 3}, {get: /b, tags: read}]}
  - {name: Writer, requests: [{post: /c, tags: write}]}
"""
        with ShopServer() as server:
            listed = self.run_plan(server, plan, "--list").stdout
            ratios = json.loads(self.run_plan(server, plan, "--show-task-ratio-json", "Reader").stdout)
            self.run_plan(server, plan, "-u", "4", "-r", "100", "--tags", "read", "-E", "a")
        self.assertEqual(listed.split()[2:], ["Reader", "Writer"])
        self.assertEqual(ratios["per_class"]["Reader"]["tasks"]["GET /a"]["ratio"], 0.75)
        self.assertEqual({asked.path for asked in server.asked}, {"/b"})

    def test_offer_open_load_and_give_way_to_the_command_line(self):
        plan = "rate: 200\narrivals: constant\nrun_time: 1s\nrequests: [{get: /a}]\n"
        with ShopServer() as server:
            self.write("plan.yaml", "target: " + server.url + "\n" + plan)
            done = self.acrida("-f", "plan.yaml", "--headless", "--summary", "open.json")
            self.assert_good(done)
            closed = self.acrida("-f", "plan.yaml", "--headless", "-u", "2", "-n", "10", "--summary", "closed.json")
            self.assertEqual(closed.returncode, 0, closed.stderr)
        self.assertEqual(read_json(self.folder / "open.json")["load_model"], "open")
        self.assertEqual(read_json(self.folder / "open.json")["totals"]["requests"], 200)
        self.assertEqual(read_json(self.folder / "closed.json")["totals"]["requests"], 10)


class Mistakes(PlanTest):
    def complaint(self, text, env=None, arguments=()):
        self.write("plan.yaml", text)
        done = self.acrida("-f", "plan.yaml", "-H", "http://127.0.0.1:1", "--headless", *arguments, env=env)
        return done.returncode, done.stderr.removeprefix("acrida: ").strip()

    def test_are_all_told_with_their_places_before_the_first_request(self):
        code, said = self.complaint("""\
variables:
  port: ${NO_SUCH_PORT}
thnk: 1s
requests:
  - get: /a
    jsn: {x: 1}
  - {get: "/b/${tokn}", checks: {status: many}}
  - {get: /c, extract: {token: /token}, timeout: soon}
""")
        self.assertEqual(code, 1)
        self.assertEqual(re.findall(r"^(plan\.yaml:\d+:\d+): (.{28})", said, re.MULTILINE), [
            ("plan.yaml:2:9", "the environment has no varia"),
            ("plan.yaml:3:1", "a plan has no key 'thnk'; di"),
            ("plan.yaml:6:5", "a request has no key 'jsn'; "),
            ("plan.yaml:7:11", "there is no variable 'tokn';"),
            ("plan.yaml:7:42", "status is a number such as 2"),
            ("plan.yaml:8:50", "timeout is a time such as 50"),
        ], said)
        self.assertIn("did you mean ${token}?", said)
        self.assertIn("did you mean 'think'?", said)

    def test_of_the_run_are_told_with_their_places(self):
        code, said = self.complaint("requests: [{get: /a}]\nusers: many\n")
        self.assertEqual((code, said), (2, "plan.yaml:2:8: users: 'many' is not a whole number from 0 to 10000000"))
        code, said = self.complaint("requests: [{get: /a}]\nrate: fast\n")
        self.assertEqual(code, 2)
        self.assertTrue(said.startswith("plan.yaml:2:7: rate: 'fast' is no level"), said)

    def test_in_files_beside_it_are_told_where_they_are_named(self):
        code, said = self.complaint("data:\n  row: {file: none.csv}\nrequests: [{get: /a}]\n")
        self.assertEqual(code, 1)
        self.assertRegex(said, r"^plan\.yaml:2:15: .*none\.csv")

    def test_of_the_language_are_told_with_their_lines(self):
        for text, place in {"a: [1\nb: 2": "2:", "requests: *none": "1:11", "a: 1\na: 2": "2:1", "a: !!python/object:os.system {}": "1:4",
                            "": "1:1", "- 1": "1:1", "a: 1\n---\nb: 2": "2:1"}.items():
            code, said = self.complaint(text)
            self.assertEqual(code, 1, text)
            self.assertTrue(said.startswith("plan.yaml:" + place), said)

    def test_a_plan_runs_alone(self):
        self.write("plan.yaml", "requests: [{get: /a}]")
        done = self.acrida("-f", "plan.yaml,users.cpp", "--headless")
        self.assertEqual(done.returncode, 2)
        self.assertIn("plan.yaml is a plan, which runs alone", done.stderr)

    def test_laughs_do_not_become_billions(self):
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
        code, said = self.complaint("\n".join(lines))
        self.assertEqual(code, 1)
        self.assertIn("more than 200000 values", said)


class Example(PlanTest):
    def test_is_valid_and_every_request_comes_out_well(self):
        _, port = self.served_model()
        env = {"TARGET": f"http://127.0.0.1:{port}"}
        plan = ROOT / "examples" / "plan.yaml"
        checked = self.acrida("check", "-f", plan, env=env)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        self.assertTrue(checked.stdout.endswith("\n4 requests, 0 failed, 0 exceptions\n"), checked.stdout)
        done = self.acrida("-f", plan, "--headless", "-t", "2s", "--csv", "out", "--summary", "summary.json", env=env)
        self.assert_good(done)
        names = {row["Name"] for row in read_csv(self.folder / "out_stats.csv")}
        self.assertEqual(names, {"/health", "a known patient", "a patient of this moment", "a patient without an age", "Aggregated"})


class Schema(unittest.TestCase):
    """What editors know of plans, against plans that acrida takes and refuses."""

    def test_takes_the_examples_and_refuses_what_acrida_refuses(self):
        try:
            import jsonschema
            import yaml
        except ImportError as missing:
            self.skipTest(f"{missing.name} is not installed")
        schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        good = [(ROOT / "examples" / "plan.yaml").read_text(encoding="utf-8"), LOGIN]
        good += re.findall(r"^```yaml\n# plan\.yaml\n(.*?)^```$", (ROOT / "docs" / "plan-files.md").read_text(encoding="utf-8"),
                           re.MULTILINE | re.DOTALL)
        self.assertGreater(len(good), 3)
        for text in good:
            validator.validate(yaml.safe_load(text))
        for text in ("{}", "requests: [{}]", "requests: [{get: /a, jsn: 1}]", "requests: [{get: /a}]\nsteps: [{get: /a}]",
                     "requests: [{get: /a, post: /b}]", "requests: [{get: /a, checks: {status: many}}]",
                     "data: {row: {mode: random}}\nrequests: [{get: /a}]", "requests: [{get: /a, extract: {a: {json: /a, header: b}}}]",
                     "user_classes: [{name: A, requests: [{get: /a}]}]\nthink: 1s", "requests: [{get: /a, steps: [{get: /a}]}]"):
            self.assertFalse(validator.is_valid(yaml.safe_load(text)), text)


class Documents(ProgramTest):
    def test_the_plans_of_the_documents_are_taken(self):
        text = (ROOT / "docs" / "plan-files.md").read_text(encoding="utf-8")
        plans = re.findall(r"^```yaml\n# plan\.yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        self.assertGreater(len(plans), 1)
        self.write("patients.csv", "id,name,age\n1,ann,52\n")
        self.write("accounts.csv", "name,password\nann,sesame-open\n")
        self.write("scan.png", b"\x89PNG")
        for plan in plans:
            self.write("plan.yaml", plan)
            done = self.acrida("-f", "plan.yaml", "--list", env={"API_KEY": "a long key", "PASSWORD": "a long one"})
            self.assertEqual(done.returncode, 0, plan + done.stderr)


if __name__ == "__main__":
    unittest.main()
