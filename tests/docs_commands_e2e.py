#!/usr/bin/python3
"""What the documentation tells people to type works.

Every ```sh block is run as a script, from the repository's root; one that cannot be says so in its first line, with the
reason: `# not run: it serves until it is stopped`; blocks with users in Python rest in builds that have none. Where the documents name what `make start` serves on port 8080, a server
of the model stands on a free port, and what they write under out/ goes into a folder of the test's own. Every ```cpp block
that lists users is compiled, and every target of make and every file that is named exists.
"""
import os
import re
import subprocess
import sys
import unittest

from support.programs import BIN, PATIENCE, ROOT, SANITIZED, ProgramTest

DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "ARCHITECTURE.md",
                               *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "data").glob("*.md"))) if path.exists()]
NOT_RUN = "# not run: "
# Ends with the first command that fails. Exit code 4 is a verdict on this machine, which is busy with other tests.
BASH = ["bash", "-Euo", "pipefail", "-c"]
UNLESS_IT_FAILS = "trap 'code=$?; ((code == 4)) || exit $code' ERR\n"
OF_PYTHON = re.compile(r"acrida .*\.py\b|build/python")


def blocks_of(language):
    """(where, text) of each block of that language."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for block in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            yield f"{document.relative_to(ROOT)}:{text.count(chr(10), 0, block.start()) + 1}", block.group(1)


class DocumentedCommands(ProgramTest):
    def test_each_block_of_commands_ends_in_0(self):
        _, port = self.served_model()
        out = self.folder / "out"
        out.mkdir()
        run = 0
        for where, text in blocks_of("sh"):
            first = text.splitlines()[0]
            if first.startswith(NOT_RUN):
                self.assertGreater(len(first), len(NOT_RUN) + 10, f"{where} gives no reason")
                continue
            if SANITIZED and OF_PYTHON.search(text):
                continue
            with self.subTest(block=where):
                text = text.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace("localhost:8080", f"127.0.0.1:{port}")
                text = re.sub(r"(?<![\w./])build/bin/", f"{BIN}/", text)
                text = re.sub(r"(?<![\w./])build/python\b", f"{BIN.parent}/python", text)
                text = re.sub(r"(?<![\w./])out/", f"{out}/", text)
                done = subprocess.run([*BASH, UNLESS_IT_FAILS + text + "\nexit 0"], cwd=ROOT, capture_output=True, text=True,
                                      env={**os.environ, "XDG_CACHE_HOME": self.cache}, timeout=PATIENCE, check=False,
                                      stdin=subprocess.DEVNULL)
                self.assertEqual(done.returncode, 0, f"{where}\n{text}\n{done.stdout}\n{done.stderr}")
                run += 1
        self.assertGreater(run, 0, "no block was run")

    def test_each_file_of_users_compiles(self):
        listings = [(where, text) for where, text in blocks_of("cpp") if "ACRIDA_USERS" in text]
        self.assertTrue(listings)
        for number, (where, text) in enumerate(listings):
            with self.subTest(block=where):
                done = self.acrida("-f", self.write(f"users_{number}.cpp", text), "--list")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertNotIn("warning:", done.stderr)

    def test_all_that_is_named_exists(self):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        targets = {name for line in re.findall(r"^([a-z][a-z -]*):", makefile, re.MULTILINE) for name in line.split()}
        for document in DOCUMENTS:
            text = document.read_text(encoding="utf-8")
            for target in re.findall(r"(?:`|^)make ([a-z][a-z-]*)", text, re.MULTILINE):
                self.assertIn(target, targets, f"{document.name} names make {target}")
            for link in re.findall(r"\]\(([^)#:]+)\)", text):
                self.assertTrue((document.parent / link).exists(), f"{document.name} links to {link}")
            for script in re.findall(r"`((?:scripts|\.ci)/[\w-]+)", text):
                self.assertTrue((ROOT / script).exists(), f"{document.name} names {script}")


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    if not (ROOT / "README.md").exists():
        print("SKIPPED: there is no README.md whose commands could be run", file=sys.stderr)
        sys.exit(77)
    unittest.main()
