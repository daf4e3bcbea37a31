"""Hooks: values that only the desk can issue, and failures excepted in exceptions.py."""

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
    """Sends an import body as it is: any text is valid."""
    return {"data": value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")}


@schemathesis.hook
def before_call(_, case, kwargs):
    """Removes made-up cursors from valid requests, and gives each its own idempotency key, or later ones would be replays."""
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
    """Keeps a failure unless every fault that the response names is excepted."""
    check, status, told = type(failure).__name__, response.status_code, faults(case, response)
    answers = [excepted(check, status, fault) for fault in told]
    if None not in answers:
        met.update(answers)
        return False
    failed.append({"check": check, "operation": named(case), "status": status, "faults": told})
    return True


def excepted(check: str, status: int, fault: str):
    """The exception for a fault at its pointer, or anywhere."""
    anywhere = f"* {fault.rpartition(' ')[2]}"
    return next((one for one in ((check, status, fault), (check, status, anywhere)) if one in LISTED), None)


def faults(case, response) -> list[str]:
    """The faults in a problem document, or its code if it has none. For any other response the operation id."""
    if not response.headers.get("content-type", [""])[0].startswith("application/problem+json"):
        return [named(case)]
    problem = json.loads(response.content)
    single = [f"{error.get('pointer') or error.get('parameter')} {error['code']}" for error in problem.get("errors", [])]
    return single or [problem["code"]]


def named(case) -> str:
    return case.operation.definition.raw["operationId"]


@atexit.register
def tell():
    """Writes the report for run.py: how often each exception was met, and the remaining failures."""
    report = {"met": [[*one, count] for one, count in met.items()], "failed": failed}
    Path(os.environ["CAREDESK_FUZZ_REPORT"]).write_text(json.dumps(report, indent=1))
