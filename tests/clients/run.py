"""Generates a Python and a TypeScript client from the OpenAPI document, checks their types, and makes a real call of every kind with each.

usage: run.py PROGRAM DIRECTORY
"""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from desk import Desk

HERE = Path(__file__).parent
DOCUMENT = HERE.parent.parent / "openapi" / "openapi.json"
TOOLS = Path(sys.executable).parent
PYTHON = HERE / "python"
TYPESCRIPT = HERE / "typescript"
NPM = ["npm", "run", "--silent"]
# Timeout of one step.
STEP_SECONDS = 120


def step(name: str, command: list, environment: dict[str, str], place: Path = HERE) -> bool:
    """Runs one command to its end or timeout; returns whether it passed."""
    print(f"--- {name}", flush=True)
    process = subprocess.Popen(command, env=environment, cwd=place, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        code = process.wait(STEP_SECONDS)
        ending = f"exit code {code}"
    except subprocess.TimeoutExpired:
        code, ending = 1, f"not done after {STEP_SECONDS} s"
    finally:
        # Kill the whole process group, so that nothing the step started stays.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code != 0:
        print(f"FAILED: {name} ({ending})", flush=True)
    return code == 0


def generate(place: Path, environment: dict[str, str]) -> bool:
    """Generates both clients from the document and type-checks the calls."""
    command = [TOOLS / "openapi-python-client", "generate", "--path", DOCUMENT, "--output-path", place / "desk_client", "--overwrite"]
    command += ["--meta", "none", "--config", PYTHON / "generator.yaml", "--fail-on-warning"]
    mypy = [TOOLS / "mypy", "--config-file", PYTHON / "mypy.ini", "--cache-dir", place / "mypy", place / "desk_client", PYTHON / "calls.py"]
    python = step("openapi-python-client", command, environment) and step("types in Python", mypy, environment)
    typescript = step("openapi-typescript", [*NPM, "generate"], environment, TYPESCRIPT)
    typescript = typescript and step("types in TypeScript", [*NPM, "check"], environment, TYPESCRIPT)
    return python and typescript


def call(program: Path, place: Path, environment: dict[str, str]) -> bool:
    """Runs the calls of both clients on one desk."""
    with Desk(program, place / "desk") as desk:
        token, _ = desk.sign_in("admin")
        client_id, client_secret = desk.program_account(token)
        email, password = desk.people()["admin"]
        environment |= {
            "CAREDESK_URL": desk.url,
            "CAREDESK_CLIENT_ID": client_id,
            "CAREDESK_CLIENT_SECRET": client_secret,
            "CAREDESK_EMAIL": email,
            "CAREDESK_PASSWORD": password,
        }
        python = step("calls in Python", [sys.executable, PYTHON / "calls.py"], environment)
        typescript = step("calls in TypeScript", [*NPM, "test"], environment, TYPESCRIPT)
        faults = desk.faults()
    for fault in faults:
        print(f"FAILED: the desk logged {fault}")
    return python and typescript and not faults


def main() -> int:
    # Turn SIGTERM into an exception like Ctrl-C, so that the desk is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    program, place = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    place.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(place), "MYPYPATH": str(place)}
    passed = generate(place, environment) and call(program, place, environment)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
