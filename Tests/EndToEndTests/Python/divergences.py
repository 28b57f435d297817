"""What FeatBit's Python SDK 1.2.1 decides otherwise than FeatBit's own evaluation server.

Flagdeck answers as the server does. Each exception has a name and says whether it turns one
condition around for one customer; everything else must agree.
"""

import json
import re

NUMERIC = {"LessThan", "LessEqualThan", "BiggerThan", "BiggerEqualThan"}


def _given(customer, name):
    if name == "keyId":
        return customer["key"]
    return customer.get(name)


def _number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _compare(op, left, right):
    return {
        "LessThan": left < right, "LessEqualThan": left <= right,
        "BiggerThan": left > right, "BiggerEqualThan": left >= right,
    }[op]


def numbers_are_rounded(customer, condition):
    """`BiggerThan 10` is false for 10.000001: both are rounded to five decimals."""
    if condition["op"] not in NUMERIC:
        return False
    left, right = _number(_given(customer, condition["property"])), _number(condition["value"])
    if left is None or right is None or left != left or right != right:
        return False
    rounded = _compare(condition["op"], round(left, 5), round(right, 5))
    return rounded != _compare(condition["op"], left, right)


def underscores_are_digits(customer, condition):
    """`1_000` is a number in Python."""
    if condition["op"] not in NUMERIC:
        return False
    texts = (_given(customer, condition["property"]), condition["value"])
    return all(_number(text) is not None for text in texts) and any("_" in t for t in texts)


def missing_is_not_empty(customer, condition):
    """An attribute that nobody gave is no text at all, where the server reads the empty text."""
    if _given(customer, condition["property"]) is not None:
        return False
    op, value = condition["op"], condition["value"]
    if op in ("Equal", "NotEqual", "Contains", "NotContain", "StartsWith", "EndsWith"):
        return value == ""
    if op in ("MatchRegex", "NotMatchRegex") and not pattern_is_broken(customer, condition):
        return re.search(value, "") is not None
    if op in ("IsOneOf", "NotOneOf") and not _is_broken_list(value):
        return "" in json.loads(value)
    return False


def pattern_is_broken(_, condition):
    """A pattern that is none is an error, and the application gets its own default."""
    if condition["op"] not in ("MatchRegex", "NotMatchRegex"):
        return False
    try:
        re.compile(condition["value"])
        return False
    except re.error:
        return True


def _is_broken_list(value):
    try:
        return not isinstance(json.loads(value), list)
    except ValueError:
        return True


def list_is_broken(_, condition):
    """`NotOneOf` holds for everybody when its list is none."""
    return condition["op"] == "NotOneOf" and _is_broken_list(condition["value"])


EXCEPTIONS = [
    numbers_are_rounded, underscores_are_digits, missing_is_not_empty, pattern_is_broken,
    list_is_broken,
]


def conditions(flag, segments):
    """Every condition that can decide about a flag, those of its segments included."""
    for rule in flag["rules"]:
        for condition in rule["conditions"]:
            if condition["op"]:
                yield condition
                continue
            for key in json.loads(condition["value"]):
                for part in segments[key]["rules"]:
                    yield from part["conditions"]


def explaining(customer, flag, segments):
    """The name of an exception that can explain another answer of the SDK; None for none."""
    for condition in conditions(flag, segments):
        for exception in EXCEPTIONS:
            if exception(customer, condition):
                return exception.__name__
    return None
