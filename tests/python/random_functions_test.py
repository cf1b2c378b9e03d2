#!/usr/bin/python3
"""The fast functions of `random` draw what Python's own draw, for every kind of argument, and fail as those do."""

import inspect
import pickle
import random
import string
import unittest
import warnings

ORIGINAL = {name: getattr(random, name)
            for name in ("randint", "randrange", "uniform", "choice", "choices", "sample", "shuffle")}

import _acrida  # noqa: E402

_acrida.patch_random()

BIG = 10**30


class Odd(list):
    """A sequence of a class of one's own, which says something else about itself."""

    def __len__(self):
        return 3


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def outcome(function, arguments, keywords):
    """What a call gives or raises, and what it warns of."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            result = ("value", function(*arguments, **keywords))
        except Exception as error:  # whatever it is, it shall be the same
            result = ("error", type(error), str(error))
    return result, [(each.category, str(each.message)) for each in said]


class SameAsPython(unittest.TestCase):
    def assert_same(self, name, calls, seed):
        """All the calls give the same, and leave the generator in the same state."""
        seen = []
        for function in (ORIGINAL[name], getattr(random, name)):
            random.seed(seed)
            seen.append(([outcome(function, *each()) for each in calls], random.getstate()))
        for made, (expected, found) in zip(calls, zip(seen[0][0], seen[1][0])):
            self.assertEqual(repr(expected), repr(found), (name, made()))
        self.assertEqual(seen[0][1], seen[1][1], name)

    def assert_same_draws(self, name, arguments_of, draws, **keywords):
        maker = random.Random(name)
        arguments = [arguments_of(maker) for _ in range(draws)]
        for seed in (0, 7, "seven"):
            drawn = []
            for function in (ORIGINAL[name], getattr(random, name)):
                random.seed(seed)
                drawn.append(([function(*each, **keywords) for each in arguments], random.getstate()))
            self.assertEqual(drawn[0], drawn[1])

    def test_randint_draws_the_same(self):
        def bounds(maker):
            low = maker.randint(-(2 ** maker.randint(0, 63)), 2 ** maker.randint(0, 61))
            return low, low + maker.randint(0, 2 ** maker.randint(0, 64))
        self.assert_same_draws("randint", bounds, 100_000)

    def test_randrange_draws_the_same(self):
        def bounds(maker):
            start, stop = maker.randint(-1000, 1000), maker.randint(1001, 10**maker.randint(4, 20))
            step = maker.randint(1, 2000)
            return maker.choice([(stop,), (start, stop), (start, stop, step), (stop, start, -step), (start, stop, 1)])
        self.assert_same_draws("randrange", bounds, 100_000)

    def test_uniform_draws_the_same(self):
        def bounds(maker):
            return tuple(maker.choice([maker.uniform(-1e300, 1e300), maker.randint(-9, 9), 1e-320, maker.random(),
                                       2**53 - 1, -(2**60)]) for _ in range(2))
        self.assert_same_draws("uniform", bounds, 100_000)

    def test_choice_draws_the_same(self):
        def sequence(maker):
            size = maker.randint(1, 300)
            return maker.choice([list(range(size)), tuple(range(size)), "x" * size + "é", range(size), b"abc" * size]),
        self.assert_same_draws("choice", sequence, 100_000)

    def test_choices_draw_the_same(self):
        def weighted(maker):
            size = maker.randint(1, 70)
            draw = maker.choice([lambda: maker.randint(1, 9), maker.random, lambda: 2**maker.randint(0, 60)])
            return list(range(size)), maker.choice([None, [draw() for _ in range(size)], tuple(draw() for _ in range(size))])
        for k in (0, 1, 5):
            self.assert_same_draws("choices", weighted, 20_000, k=k)
        self.assert_same_draws("choices", lambda _: (string.ascii_letters,), 20_000, k=10)

    def test_sample_draws_the_same(self):
        def population(maker):
            size = maker.randint(0, 400)
            return (maker.choice([list, tuple, lambda r: r])(range(size)), maker.randint(0, min(size, maker.choice([5, 40, 400]))))
        self.assert_same_draws("sample", population, 50_000)
        self.assert_same_draws("sample", lambda _: (range(10**9), 20), 10_000)

    def test_shuffle_leaves_the_same_order(self):
        for seed in range(2_000):
            seen = []
            for function in (ORIGINAL["shuffle"], random.shuffle):
                random.seed(seed)
                items = list(range(seed % 97))
                self.assertIsNone(function(items))
                seen.append((items, random.getstate()))
            self.assertEqual(seen[0], seen[1])

    def test_odd_arguments_give_the_same_results_warnings_and_errors(self):
        values = [0, 1, -1, True, 2.0, 2.5, "a", None, BIG, -BIG, 2**62, 2**63, -(2**63), 2**64, float("inf"), float("nan"), Index(5)]
        calls = [lambda a=a, b=b: ((a, b), {}) for a in values for b in values]
        for name in ("randint", "randrange", "uniform"):
            self.assert_same(name, calls, 1)
        self.assert_same("randrange", [lambda a=a, b=b, c=c: ((a, b, c), {}) for a in values for b in values for c in values], 2)
        sequences = [[], (), "", range(0), range(10**30), {}, {0: 1}, {1, 2}, None, 5, Odd([1, 2, 3, 4, 5]), Odd(), b"", b"ab",
                     bytearray(b"abc"), iter([1]), [1], (1, 2), "ab", range(3)]
        self.assert_same("choice", [lambda s=s: ((s,), {}) for s in sequences], 3)
        self.assert_same("shuffle", [lambda s=s: ((s,), {}) for s in sequences], 4)
        for name in ("sample", "choices"):
            self.assert_same(name, [lambda s=s, k=k: ((s,), {"k": k}) for s in sequences if s != range(10**30)
                                    for k in (0, 1, 2, 3, -1, True, 1.0, None, "a", Index(1))], 5)
            self.assert_same(name, [lambda s=s, k=k: ((s, k), {}) for s in sequences for k in (0, 1, [1], [0, 0], [1, 2])], 6)

    def test_odd_weights_give_the_same_results_and_errors(self):
        weights = [None, [], [1], [1, 2, 3], [0, 0, 0], [1, 0, 0], [0.0, 1, 2], [-1, 2, 3], [3, -2, 1], [1, float("nan"), 1],
                   [float("inf"), 1, 1], [2**53, 2**53, 1], [2**70, 1, 1], [1e308, 1e308, 1], (1, True, 2), [1, "a", 2], 3,
                   {1: 2, 3: 4, 5: 6}, [1, 2.5, 2**62], [0.1] * 3]
        calls = [lambda w=w, k=k: (([1, 2, 3], w), {"k": k}) for w in weights for k in (0, 1, 7)]
        calls += [lambda w=w: (([1, 2, 3],), {"weights": w}) for w in weights]
        calls += [lambda w=w: (([1, 2, 3],), {"cum_weights": w}) for w in weights]
        calls += [lambda w=w: (([1, 2, 3], w), {"weights": w, "k": 2}) for w in weights]
        self.assert_same("choices", calls, 7)

    def test_arguments_by_name_and_wrong_numbers_of_them_are_treated_alike(self):
        names = {"randint": [{"a": 1, "b": 5}, {"a": 1}, {"x": 1}], "randrange": [{"start": 5}, {"start": 1, "stop": 9, "step": 2}],
                 "uniform": [{"a": 1, "b": 5}], "choice": [{"seq": [1, 2]}], "shuffle": [{"x": [1, 2, 3]}, {"random": None}],
                 "choices": [{"population": [1, 2]}, {"k": 2}, {"nonsense": 2}],
                 "sample": [{"population": [1, 2], "k": 1}, {"k": 1, "counts": [1, 2]}, {"counts": None}]}
        for name, keywords in names.items():
            calls = [lambda k=k: ((), dict(k)) for k in keywords] + [lambda k=k: (([1, 2],), dict(k)) for k in keywords]
            calls += [lambda n=n: ((1,) * n, {}) for n in range(6)] + [lambda n=n: (([1, 2],) * n, {}) for n in range(6)]
            self.assert_same(name, calls, 8)
        self.assert_same("sample", [lambda: (([1, 2], 3), {"counts": [2, 2]}), lambda: (([1, 2],), {"k": 3, "counts": (2, 2)})], 9)


class InTheModule(unittest.TestCase):
    def test_the_module_has_the_fast_ones_and_generators_of_others_do_not(self):
        for name, original in ORIGINAL.items():
            self.assertIsNot(getattr(random, name), original)
            self.assertEqual(getattr(random.Random(), name).__func__, original.__func__)

    def test_patching_twice_changes_nothing(self):
        before = {name: getattr(random, name) for name in ORIGINAL}
        _acrida.patch_random()
        for name, function in before.items():
            self.assertIs(getattr(random, name), function)

    def test_they_say_who_they_are(self):
        for name, original in ORIGINAL.items():
            function = getattr(random, name)
            self.assertEqual((function.__name__, function.__module__), (name, "random"))
            self.assertEqual(list(inspect.signature(function).parameters), list(inspect.signature(original).parameters))
            self.assertIs(pickle.loads(pickle.dumps(function)), function)

    def test_all_functions_share_one_generator(self):
        random.seed(3)
        mixed = [random.random(), random.randint(1, 6), random.gauss(0, 1), random.choice("abc"), random.uniform(0, 1)]
        own = random.Random(3)
        self.assertEqual(mixed, [own.random(), own.randint(1, 6), own.gauss(0, 1), own.choice("abc"), own.uniform(0, 1)])


if __name__ == "__main__":
    unittest.main()
