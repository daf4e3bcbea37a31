"""Tests every operation of the OpenAPI document with schemathesis, once for each kind of caller, each on its own desk.

usage: run.py PROGRAM DIRECTORY EXAMPLES [ROLE…]
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from desk import Desk
from exceptions import EXCEPTED
from settings import settings

HERE = Path(__file__).parent
ROLES = ["agent", "doctor", "admin", "auditor", "program"]
SEED = 20260301
# Timeout of one role's run.
BASE_SECONDS = 900
SECONDS_AN_EXAMPLE = 60


def attempt(program: Path, place: Path, role: str, examples: int) -> dict:
    """One role's run: the number of cases, the failures, and the exceptions met."""
    began = time.monotonic()
    with Desk(program, place) as desk:
        environment = prepare(desk, place, role)
        code = schemathesis(desk, place, environment, examples)
        logged = desk.faults()
    if not (place / "report.json").exists():
        raise SystemExit(f"{role}: schemathesis ended before it began:\n{(place / 'schemathesis.txt').read_text()[-2000:]}")
    report = json.loads((place / "report.json").read_text())
    found = json.loads((place / "failures.json").read_text())
    cases, counted = report["test_cases"], report["test_cases"]["generated"]
    failed = cases["with_failures"] + cases["errored"] + len(logged)
    # An early stop, or a fault outside any case, is a failure too.
    if failed == 0 and (code != 0 or not report["complete"]):
        failed = 1
    met = {tuple(one): count for *one, count in found["met"]}
    operations, seconds = report["operations"]["tested"], round(time.monotonic() - began)
    print(f"{role}: {counted} cases of {operations} operations, {failed} failed, {sum(met.values())} refusals excepted, {seconds} s")
    kinds = Counter((one["check"], one["operation"], one["status"], ", ".join(one["faults"])) for one in found["failed"])
    for (check, operation, status, faults), times in kinds.items():
        print(f"  {times} × {check}: {operation} answered {status} {faults}")
    for line in [*report["errors"], *logged]:
        print(f"  {line}")
    if failed:
        print(f"  details with requests: {place / 'schemathesis.txt'}")
    sys.stdout.flush()
    return {"passed": max(counted - failed, 0), "failed": failed, "met": met}


def prepare(desk: Desk, place: Path, role: str) -> dict[str, str]:
    """Creates records, writes the settings of the run, and returns the environment with its credentials."""
    token, admin = desk.sign_in("admin")
    _, colleague = desk.sign_in("agent")
    account = desk.program_account(token)
    desk.furnish(token)
    (place / "schemathesis.toml").write_text(settings(role, desk.ids(token)))
    name, secret = account if role == "program" else desk.people()[role]
    return os.environ | {
        "CAREDESK_FUZZ_NAME": name,
        "CAREDESK_FUZZ_SECRET": secret,
        "CAREDESK_FUZZ_OWN_ID": admin,
        "CAREDESK_FUZZ_COLLEAGUE": colleague,
        "CAREDESK_FUZZ_REPORT": str(place / "failures.json"),
        "PYTHONPATH": str(HERE),
    }


def schemathesis(desk: Desk, place: Path, environment: dict[str, str], examples: int) -> int:
    """Runs schemathesis to its end or timeout; returns the exit code."""
    command = [Path(sys.executable).parent / "st", "--config-file", place / "schemathesis.toml"]
    command += ["run", f"{desk.url}/api/v1/openapi.json", "--seed", str(SEED), "--max-examples", str(examples)]
    command += ["--report", "json", "--report-json-path", place / "report.json"]
    with (place / "schemathesis.txt").open("wb") as said:
        process = subprocess.Popen(command, env=environment, cwd=place, stdout=said, stderr=said)
        try:
            return process.wait(BASE_SECONDS + SECONDS_AN_EXAMPLE * examples)
        except subprocess.TimeoutExpired:
            # Like Ctrl-C: schemathesis reports its findings so far, as an incomplete run.
            process.send_signal(signal.SIGINT)
            return process.wait(BASE_SECONDS)
        finally:
            process.kill()


def main() -> int:
    # Turn SIGTERM into an exception like Ctrl-C, so that the desk is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    program, directory, examples = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), int(sys.argv[3])
    outcomes = [attempt(program, directory / role, role, examples) for role in sys.argv[4:] or ROLES]
    met = {one for outcome in outcomes for one in outcome["met"]}
    unmet = [f"{one.status} {one.fault}" for one in EXCEPTED if (one.check, one.status, one.fault) not in met]
    if unmet:
        print(f"exceptions that were not met this time: {', '.join(unmet)}")
    passed, failed = (sum(outcome[name] for outcome in outcomes) for name in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
