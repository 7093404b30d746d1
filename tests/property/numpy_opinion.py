#!/usr/bin/env python3
"""A second opinion: random models, vectors and positions, computed by the program and again here with NumPy.

    numpy_opinion.py PROGRAM GROUP [CASES [SEED]]     GROUP: frequencies, rotate, scores, decay, base-bound

The formulas are written down anew from the papers and from Hugging Face's modeling_rope_utils, in 80-bit floats; nothing is
read from the program but its answers. Prints the worst error and `N passed, M failed`; exits 1 on any failure.
"""
import json
import math
import subprocess
import sys
import tempfile

import numpy as np

WIDE = np.longdouble
PI = WIDE(np.pi) + WIDE(1.2246467991473532e-16)  # π to the precision of WIDE


def powers(base, exponents):
    return np.exp(np.asarray(exponents, WIDE) * np.log(WIDE(base)))


class Model:
    """A random config.json and what follows from it. theta: one inverse frequency a pair; a: the attention factor."""

    kinds = ("default", "linear", "dynamic", "yarn", "longrope", "llama3", "partial")

    def __init__(self, random, kind=None):
        self.kind = kind or random.choice(self.kinds)
        self.pairs = int(random.integers(2, 65))
        self.d = 2 * self.pairs
        self.head_dim = self.d + (2 * int(random.integers(0, 33)) if self.kind == "partial" else 0)
        self.base = float(10 ** random.uniform(2, 7))
        self.trained = int(2 ** random.integers(9, 15))
        self.factor = float(np.round(random.uniform(1.5, 32), 3))
        self.context = int(self.trained * self.factor)
        self.config = {
            "model_type": "llama", "hidden_size": 4 * self.head_dim, "num_attention_heads": 4, "head_dim": self.head_dim,
            "rope_theta": self.base, "max_position_embeddings": self.context,
        }
        self.options = []
        self.a = WIDE(1)
        self.theta = powers(self.base, -np.arange(0, self.d, 2, dtype=WIDE) / self.d)
        getattr(self, "_" + self.kind)(random)

    def _default(self, random):
        pass

    def _partial(self, random):
        self.config["partial_rotary_factor"] = min(1, (self.d + 0.5) / self.head_dim)  # truncated
        if random.integers(2):
            self.config["model_type"] = "gptj"
            self.config["rotary_dim"] = self.d
            del self.config["partial_rotary_factor"], self.config["rope_theta"]
            self.base = 10000.0
            self.theta = powers(self.base, -np.arange(0, self.d, 2, dtype=WIDE) / self.d)

    def _scaling(self, **fields):
        self.config["rope_scaling"] = {"rope_type": self.kind, "factor": self.factor, **fields}

    def _linear(self, random):
        self._scaling()
        self.theta = self.theta / WIDE(self.factor)

    def _dynamic(self, random):
        self._scaling()
        length = int(self.context * random.uniform(0.5, 3))
        self.options = ["--seq-len", str(length)]
        grown = WIDE(self.factor) * max(length, self.context) / self.context - (WIDE(self.factor) - 1)
        base = WIDE(self.base) * grown ** (WIDE(self.d) / (self.d - 2))
        self.theta = np.exp(-np.arange(0, self.d, 2, dtype=WIDE) / self.d * np.log(base))

    def _yarn(self, random):
        fast, slow = float(random.integers(8, 64)), float(random.integers(1, 8))
        self._scaling(original_max_position_embeddings=self.trained, beta_fast=fast, beta_slow=slow)

        def dimension(turns):
            return self.d * math.log(self.trained / (turns * 2 * math.pi)) / (2 * math.log(self.base))

        low, high = max(math.floor(dimension(fast)), 0), min(math.ceil(dimension(slow)), self.d - 1)
        if low == high:
            high += 0.001
        ramp = np.clip((np.arange(self.pairs, dtype=WIDE) - low) / (WIDE(high) - low), 0, 1)
        self.theta = self.theta / WIDE(self.factor) * ramp + self.theta * (1 - ramp)
        self.a = WIDE(0.1) * np.log(WIDE(self.factor)) + 1 if self.factor > 1 else WIDE(1)

    def _longrope(self, random):
        short = np.round(random.uniform(1, 2, self.pairs), 6)
        long = np.round(random.uniform(1, 40, self.pairs), 6)
        self._scaling(short_factor=short.tolist(), long_factor=long.tolist(), original_max_position_embeddings=self.trained)
        length = int(random.choice([1, self.trained, self.trained + 1, self.context]))
        self.options = ["--seq-len", str(length)]
        self.theta = self.theta / (long if length > self.trained else short).astype(WIDE)
        self.a = np.sqrt(1 + np.log(WIDE(self.factor)) / np.log(WIDE(self.trained)))

    def _llama3(self, random):
        low, high = float(random.integers(1, 3)), float(random.integers(4, 9))
        self._scaling(original_max_position_embeddings=self.trained, low_freq_factor=low, high_freq_factor=high)
        turns = self.trained * self.theta / (2 * PI)
        t = np.clip((turns - low) / (WIDE(high) - low), 0, 1)
        self.theta = (1 - t) * self.theta / WIDE(self.factor) + t * self.theta

    def half(self):
        return self.kind != "partial" or self.config["model_type"] == "llama"

    def rotated(self, x, position):
        """R(position)x: pairs (i, i + d/2), or (2i, 2i + 1) for GPT-J."""
        angle = np.asarray(self.theta * WIDE(position), WIDE)
        first, second = (slice(0, self.pairs), slice(self.pairs, self.d)) if self.half() else (
            slice(0, self.d, 2), slice(1, self.d, 2))
        out = np.array(x, WIDE)
        u, v = out[first].copy(), out[second].copy()
        out[first] = self.a * (u * np.cos(angle) - v * np.sin(angle))
        out[second] = self.a * (u * np.sin(angle) + v * np.cos(angle))
        return out


class Judge:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.passed = self.failed = 0
        self.worst = 0.0

    def ask(self, model, command, *options):
        path = self.folder + "/config.json"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(model.config, file)
        words = [self.program, command, "--config", path, *options, "--format", "json"]
        run = subprocess.run(words, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"{' '.join(words)}\nexit status {run.returncode}: {run.stderr}\n{json.dumps(model.config)}")
        return json.loads(run.stdout)

    def hold(self, what, got, want, tolerance, model):
        got, want = np.asarray(got, WIDE), np.asarray(want, WIDE)
        error = float(np.max(np.abs(got - want) / tolerance)) if got.shape == want.shape else math.inf
        self.worst = max(self.worst, error)
        if error <= 1:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}: {error:g} times the tolerance; {json.dumps(model.config)}\n  got  {got}\n  want {want}")


def texts(values):
    return ",".join(repr(float(value)) for value in values)


def frequencies(judge, random):
    model = Model(random)
    answer = judge.ask(model, "frequencies", *model.options)
    judge.hold("inv_freq", answer["inv_freq"], model.theta, 1e-14 * model.theta, model)
    judge.hold("attention_factor", answer["attention_factor"], model.a, 1e-15, model)


def rotate(judge, random):
    model = Model(random, random.choice(("default", "linear", "yarn", "llama3", "partial")))
    x = random.normal(size=model.head_dim)
    positions = random.integers(0, 10 ** int(random.integers(1, 10)), 5)
    answer = judge.ask(model, "rotate", "--vector", texts(x), "--positions", ",".join(map(str, positions)))
    want = [model.rotated(x, position) for position in positions]
    # Angles are held to 1e-9 rad; here also to what 80 bits leave of a product of 10⁹.
    judge.hold("rotated", answer["rotated"], want, 2e-9 * float(model.a) * np.max(np.abs(x)), model)


def scores(judge, random):
    model = Model(random, random.choice(("default", "linear", "yarn", "llama3", "partial")))
    q, k = random.normal(size=model.head_dim), random.normal(size=model.head_dim)
    positions = np.sort(random.choice(4096, 12, replace=False))
    options = ["--queries", texts(q), "--keys", texts(k), "--positions", ",".join(map(str, positions))]
    qm = np.array([model.rotated(q, position) for position in positions])
    kn = np.array([model.rotated(k, position) for position in positions])
    want = qm @ kn.T / np.sqrt(WIDE(model.head_dim))
    answer = judge.ask(model, "scores", *options)
    judge.hold("scores", answer["scores"], want, 1e-13, model)
    visible = np.tril(np.ones(want.shape, bool))
    weights = np.where(visible, np.exp(want - want.max(axis=1, keepdims=True)), 0)
    weights /= weights.sum(axis=1, keepdims=True)
    answer = judge.ask(model, "scores", *options, "--softmax", "--causal")
    got = [[0 if value is None else value for value in row] for row in answer["scores"]]
    hidden = [[value is None for value in row] for row in answer["scores"]]
    judge.hold("weights", got, weights, 1e-13, model)
    judge.hold("mask", hidden, ~visible, 0.5, model)


def decay(judge, random):
    model = Model(random, random.choice(("default", "linear", "yarn", "llama3", "partial")))
    distances = np.unique(random.integers(0, 10 ** int(random.integers(2, 7)), 16))
    angles = np.outer(distances.astype(WIDE), model.theta)
    waves = np.cos(angles) + 1j * np.sin(angles)
    cosines = np.cos(angles)
    asked = ["--distances", ",".join(map(str, distances))]
    tolerance = 1e-12 * model.pairs
    answer = judge.ask(model, "decay", "--measure", "rotation-bound", *asked)
    judge.hold("rotation-bound", answer["values"], np.abs(np.cumsum(waves, axis=1)).mean(axis=1), tolerance, model)
    answer = judge.ask(model, "decay", "--measure", "cosine-sum", *asked)
    judge.hold("cosine-sum", answer["values"], cosines.sum(axis=1), tolerance, model)
    if model.a == 1 and model.head_dim == model.d:
        root = np.sqrt(WIDE(model.head_dim))
        answer = judge.ask(model, "decay", "--measure", "random-same", *asked)
        judge.hold("random-same mean", answer["values"], 2 * cosines.sum(axis=1) / root, tolerance, model)
        judge.hold("random-same deviation", answer["deviation"], 2 * np.sqrt((cosines ** 2).sum(axis=1)) / root, tolerance, model)
    q, k = random.normal(size=model.head_dim), random.normal(size=model.head_dim)
    answer = judge.ask(model, "decay", "--measure", "query-key", *asked, "--query", texts(q), "--key", texts(k))
    fixed = model.rotated(k, 0)
    want = [model.rotated(q, delta) @ fixed / np.sqrt(WIDE(model.head_dim)) for delta in distances]
    judge.hold("query-key", answer["values"], want, tolerance * float(model.a) ** 2, model)


def base_bound(judge, random):
    model = Model(random, random.choice(("default", "linear", "yarn", "llama3")))
    limit = 20000
    answer = judge.ask(model, "base-bound", "--limit", str(limit))
    sums = np.cos(np.outer(np.arange(1, limit + 1, dtype=WIDE), model.theta)).sum(axis=1)
    negative = np.flatnonzero(sums < 0)
    want = int(negative[0]) + 1 if negative.size else -1
    got = answer["first_negative"]
    judge.hold("first_negative", -1 if got is None else got, want, 0.5, model)


GROUPS = {"frequencies": frequencies, "rotate": rotate, "scores": scores, "decay": decay, "base-bound": base_bound}


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in GROUPS:
        sys.exit(__doc__)
    program, group = sys.argv[1:3]
    cases = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    random = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(program, folder)
        for _ in range(cases):
            GROUPS[group](judge, random)
    print(f"{group}, seed {seed}: worst error {judge.worst:.2g} of the tolerance")
    print(f"{judge.passed} passed, {judge.failed} failed")
    sys.exit(1 if judge.failed or not judge.passed else 0)


main()
