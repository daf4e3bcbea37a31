"""What schemathesis cannot know of the desk: which values only the desk can make, and which of its reports are none."""

import atexit
import itertools
import json
import os
from collections import Counter
from pathlib import Path

import schemathesis
from exceptions import EXCEPTED, NOT_ON_ONESELF

LISTED = {(one.check, one.status, one.fault) for one in EXCEPTED}
OWN_ID = os.environ["CAREDESK_FUZZ_OWN_ID"]
COLLEAGUE = os.environ["CAREDESK_FUZZ_COLLEAGUE"]

keys = itertools.count(1)
met: Counter = Counter()
failed: list = []


@schemathesis.serializer("application/fhir+ndjson")
def lines(_, value):
    """An import is lines of text, whatever text."""
    return {"data": value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")}


@schemathesis.hook
def before_call(_, case, kwargs):
    """Valid requests carry no made-up cursor, which only the desk can make, and each its own key, or all but the first were repeats."""
    if case.meta is not None and case.meta.generation.mode.is_positive:
        if case.headers and "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = f"key-{next(keys)}"
        if case.query:
            case.query.pop("cursor", None)
        if isinstance(case.body, dict):
            case.body.pop("cursor", None)
    if named(case) in NOT_ON_ONESELF and case.path_parameters.get("id") == OWN_ID:
        case.path_parameters["id"] = COLLEAGUE


@schemathesis.hook
def filter_failure(_, failure, case, response):
    """A failure stays unless everything that the answer names is excepted."""
    check, status, told = type(failure).__name__, response.status_code, faults(case, response)
    answers = [excepted(check, status, fault) for fault in told]
    if None not in answers:
        met.update(answers)
        return False
    failed.append({"check": check, "operation": named(case), "status": status, "faults": told})
    return True


def excepted(check: str, status: int, fault: str):
    """The exception that is made for a fault at its place, or wherever it is."""
    anywhere = f"* {fault.rpartition(' ')[2]}"
    return next((one for one in ((check, status, fault), (check, status, anywhere)) if one in LISTED), None)


def faults(case, response) -> list[str]:
    """What a problem document names: the faults of single values, else its own code. Any other answer is named by its operation."""
    if not response.headers.get("content-type", [""])[0].startswith("application/problem+json"):
        return [named(case)]
    problem = json.loads(response.content)
    single = [f"{error.get('pointer') or error.get('parameter')} {error['code']}" for error in problem.get("errors", [])]
    return single or [problem["code"]]


def named(case) -> str:
    return case.operation.definition.raw["operationId"]


@atexit.register
def tell():
    """Leaves for run.py which exceptions were met how often, and every failure that stays."""
    report = {"met": [[*one, count] for one, count in met.items()], "failed": failed}
    Path(os.environ["CAREDESK_FUZZ_REPORT"]).write_text(json.dumps(report, indent=1))
