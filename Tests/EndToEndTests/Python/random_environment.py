"""A random environment as a FeatBit document, and random customers who ask about it."""

import datetime
import itertools
import json
import uuid

PLANS = ["Free", "Plus", "Pro", "pro", "é", "e\u0301", ""]
COUNTRIES = ["DE", "FR", "SE", "日本", "us"]
NUMBERS = [
    "0", "-1", "17", "18", "18.0", "42", " 42 ", "1e2", "100", "9.999999", "10.000001", "10",
    "1.23456", "1.234561", "10px", "0x10", "1,000", "1_000", "", "nan", ".5", "5.", "+7",
]
WORDS = ["true", "True", "FALSE", "false", "yes", "1", ""]
EMAILS = ["ann@example.com", "bo@example.org", "Zoë@example.com", "no mail", "👩‍🚀@x.y"]

ATTRIBUTES = {
    "plan": PLANS, "country": COUNTRIES, "age": NUMBERS, "score": NUMBERS, "beta": WORDS,
    "email": EMAILS, "city": ["Kiel", "Lyon", "Umeå", "New York"], "lang-2": ["de", "fr"],
}
PATTERNS = [
    r"^ann", r"@example\.(com|org)$", r"\d+", r"^$", r"(?i)zoë", r"[A-Z]{2}", r"(a)(b)?\1",
    r"^(?!no)", r".*", r"\bx\b", r"^.@", "(", "[",
]
COMPARISONS = [
    "LessThan", "LessEqualThan", "BiggerThan", "BiggerEqualThan", "Equal", "NotEqual", "Contains",
    "NotContain", "StartsWith", "EndsWith", "MatchRegex", "NotMatchRegex", "IsOneOf", "NotOneOf",
    "IsTrue", "IsFalse",
]
BROKEN_LISTS = ["a,b", "[", "{}x"]

# Each is decided otherwise by FeatBit's Python SDK, so every run has a flag with it.
DIVERGENT = [
    ("score", "BiggerThan", "10"), ("age", "LessThan", "1_000"), ("plan", "Equal", ""),
    ("email", "MatchRegex", "("), ("city", "NotOneOf", "a,b"),
]


class Maker:
    """Makes everything from one source of random numbers."""

    def __init__(self, random):
        self.random = random
        self.time = 1_767_225_600_000
        self.comparisons = itertools.cycle(COMPARISONS)

    def customers(self, count):
        """Customers by FeatBit's names: key, name and whatever else is known."""
        return [self._customer(number) for number in range(count)]

    def _customer(self, number):
        shapes = [
            f"user-{number}", f"C {number}", f"Zoë-{number}", f"用户{number}", f"👩‍🚀{number}",
            f"{uuid.UUID(int=self.random.getrandbits(128))}", f"\"{number}\\", f"{number}",
        ]
        customer = {"key": self.random.choice(shapes), "name": f"Name {number % 7}"}
        for name, values in ATTRIBUTES.items():
            if self.random.random() < 0.7:
                customer[name] = self.random.choice(values)
        return customer

    def document(self, customers, flag_count, segment_count):
        """A data-sync document."""
        segments = [self._segment(number, customers) for number in range(segment_count)]
        living = [segment["id"] for segment in segments if not segment["isArchived"]]
        flags = [self._flag(number, customers, living) for number in range(flag_count)]
        data = {"eventType": "full", "featureFlags": flags, "segments": segments}
        return {"messageType": "data-sync", "data": data}

    def _id(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def _tick(self):
        self.time += self.random.randint(1, 5000)
        return self.time

    def _stamp(self):
        seconds, milliseconds = divmod(self._tick(), 1000)
        moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds:03}Z"

    def _keys(self, customers, most):
        some = self.random.sample(customers, self.random.randint(0, most))
        return list(dict.fromkeys(customer["key"] for customer in some))

    def _segment(self, number, customers):
        return {
            "id": self._id(), "envId": "", "name": f"Segment {number}", "description": "",
            "key": f"segment-{number}", "type": "environment-specific", "scopes": [],
            "included": self._keys(customers, 60), "excluded": self._keys(customers, 60),
            "rules": [
                {"id": self._id(), "name": f"Part {part}", "conditions": self._conditions([])}
                for part in range(self.random.randint(0, 2))
            ],
            "tags": [], "isArchived": number % 5 == 4, "updatedAt": self._stamp(),
        }

    def _conditions(self, segments):
        return [self._condition(segments) for _ in range(self.random.choice([0, 1, 1, 1, 2, 3]))]

    def _condition(self, segments):
        if segments and self.random.random() < 0.25:
            chosen = self.random.sample(segments, self.random.randint(1, min(2, len(segments))))
            side = self.random.choice(["User is in segment", "User is not in segment"])
            return {"id": self._id(), "property": side, "op": None, "value": json.dumps(chosen)}
        op = next(self.comparisons)
        name, value = self._operand(op)
        return {"id": self._id(), "property": name, "op": op, "value": value}

    def _operand(self, op):
        pick = self.random.choice
        if "Than" in op:
            return pick(["age", "score", "age", "plan"]), pick(NUMBERS)
        if op in ("IsTrue", "IsFalse"):
            return pick(["beta", "beta", "plan"]), op
        if op in ("MatchRegex", "NotMatchRegex"):
            # Most patterns make sense.
            patterns = PATTERNS if self.random.random() < 0.3 else PATTERNS[:-2]
            return pick(["email", "city", "plan", "keyId", "name"]), pick(patterns)
        name = pick(["plan", "country", "city", "lang-2", "keyId", "name", "nobody-has-it"])
        values = ATTRIBUTES.get(name, ["user-1", "Name 3", "user", "Zoë", ""])
        if op in ("IsOneOf", "NotOneOf"):
            if self.random.random() < 0.1:
                return name, pick(BROKEN_LISTS)
            some = self.random.sample(values, self.random.randint(0, len(values) - 1))
            return name, json.dumps(some)
        value = pick(values)
        return name, value[: self.random.randint(1, 3)] if "With" in op else value

    def _serving(self, variations):
        whole = 100_000
        inner = [self.random.randint(0, whole) for _ in range(self.random.choice([0, 0, 1, 2, 3]))]
        edges = [0, *sorted(inner), whole]
        return {
            "dispatchKey": self.random.choice(
                [None, None, "keyId", "country", "plan", "name", "nobody-has-it"]
            ),
            "includedInExpt": self.random.random() < 0.5,
            "variations": [
                {
                    "id": self.random.choice(variations)["id"],
                    "rollout": [lower / whole, upper / whole],
                    "exptRollout": self.random.randint(0, upper - lower) / whole,
                }
                for lower, upper in zip(edges, edges[1:])
            ],
        }

    def _divergent_rule(self, number, variations):
        name, op, value = DIVERGENT[number]
        condition = {"id": self._id(), "property": name, "op": op, "value": value}
        return {
            "id": self._id(), "name": "Divergent", "conditions": [condition],
            **self._whole(variations[0]),
        }

    def _whole(self, variation):
        share = {"id": variation["id"], "rollout": [0, 1], "exptRollout": 1}
        return {"dispatchKey": None, "includedInExpt": True, "variations": [share]}

    def _flag(self, number, customers, segments):
        kind = self.random.choice(["boolean", "string", "number", "json"])
        values = {
            "boolean": ["true", "false"],
            "string": ["red", "grün", "", "💚"][: self.random.randint(1, 4)],
            "number": self.random.choice([["1", "2", "-3"], ["0.5", "2", "1e3"]]),
            "json": ['{"a":1}', "[1,2.5,null]", '"text"', "true"],
        }[kind]
        variations = [
            {"id": self._id(), "name": f"Version {place}", "value": value}
            for place, value in enumerate(values)
        ]
        return {
            "id": self._id(), "envId": "", "revision": self._id(), "name": f"Flag {number}",
            "description": "", "key": f"flag-{number}", "variationType": kind,
            "variations": variations,
            "targetUsers": [
                {"keyIds": self._keys(customers, 40), "variationId": variation["id"]}
                for variation in variations
                if self.random.random() < 0.3
            ],
            "rules": [
                {
                    "id": self._id(), "name": f"Rule {place}",
                    "conditions": self._conditions(segments), **self._serving(variations),
                }
                for place in range(self.random.choice([0, 1, 2, 3, 4]))
            ] if number >= len(DIVERGENT) else [self._divergent_rule(number, variations)],
            "fallthrough": self._serving(variations)
            if number >= len(DIVERGENT) else self._whole(variations[-1]),
            "isEnabled": number % 8 != 7,
            "disabledVariationId": self.random.choice(variations)["id"],
            "exptIncludeAllTargets": self.random.random() < 0.3, "tags": [],
            "isArchived": number % 12 == 11, "updatedAt": self._stamp(),
        }
