"""The desk under test: the real executable on a fresh demo database, its sign-ins, and the ids of its records."""

import json
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

START_SECONDS = 120
STOP_SECONDS = 20
CALL_SECONDS = 30
# Ids of each kind: enough for records in every state, few enough to be used again after they changed.
IDS = 40


class Desk:
    """One running `caredesk serve --demo`, stopped when the `with` block ends."""

    def __init__(self, program: Path, place: Path):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        self._place = place
        self._data = place / "data"
        self._log = (place / "desk.log").open("wb")
        self._said = (place / "desk.out").open("wb")
        environment = {"CAREDESK_DATA_DIR": str(self._data), "CAREDESK_LISTEN": "127.0.0.1:0"}
        self._program = subprocess.Popen([program, "serve", "--demo"], env=environment, stdout=self._said, stderr=self._log)
        self.url = ""

    def __enter__(self) -> "Desk":
        try:
            self.url = self._address()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._program.terminate()
        try:
            self._program.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        self._said.close()
        self._log.close()

    def _address(self) -> str:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            said = (self._place / "desk.out").read_text()
            # The sign-ins are printed last, together with the address.
            if "Sign in as" in said:
                return re.search(r"^CareDesk on (\S+)$", said, re.MULTILINE)[1]
            if self._program.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the desk did not start: {(self._place / 'desk.log').read_text()[-2000:]}")

    def people(self) -> dict[str, tuple[str, str]]:
        """The first sign-in of each role: e-mail and password."""
        lines = (self._data / "demo-passwords.txt").read_text().splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        return {role: (email, password) for role, _, email, password in reversed(rows)}

    def faults(self) -> list[str]:
        """Log lines of the desk's own failures, without those of unreadable requests."""
        self._log.flush()
        lines = (self._place / "desk.log").read_text().splitlines()
        return [line for line in lines if '"message":"request failed"' in line or "panicked" in line]

    def call(self, method: str, path: str, body=None, token: str | None = None):
        """The JSON response of one call."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=CALL_SECONDS) as answer:
            return json.load(answer)

    def sign_in(self, role: str) -> tuple[str, str]:
        """The token and the id of the first staff member of a role."""
        email, password = self.people()[role]
        answer = self.call("POST", "/api/v1/auth/login", {"email": email, "password": password})
        return answer["access_token"], answer["staff"]["id"]

    def program_account(self, token: str) -> tuple[str, str]:
        """A new service account with every scope of `ServiceAccountScope`: its id and its secret."""
        document = self.call("GET", "/api/v1/openapi.json")
        scopes = document["components"]["schemas"]["ServiceAccountScope"]["enum"]
        end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400))
        account = {"name": "Tried by a test", "scopes": scopes, "expires_at": end}
        answer = self.call("POST", "/api/v1/service-accounts", account, token)
        return answer["id"], answer["secret"]

    def furnish(self, token: str) -> None:
        """Creates a few records of each kind: with an empty list some operations would not be tested."""
        customers = self.call("GET", "/api/v1/customers?limit=3", token=token)["data"]
        for number, customer in enumerate(customers):
            call = {"customer_id": customer["id"], "channel": "call", "summary": "Asked for an earlier appointment."}
            interaction = self.call("POST", "/api/v1/interactions", call, token)["id"]
            self.call("POST", f"/api/v1/interactions/{interaction}/notes", {"body": "Sounded calm."}, token)
            case = {"customer_id": customer["id"], "category": "medical", "subject": "A rash after the tablets", "description": "Since Monday."}
            ticket = self.call("POST", "/api/v1/tickets", case, token)["id"]
            for kind in ("reply", "note"):
                self.call("POST", f"/api/v1/tickets/{ticket}/messages", {"kind": kind, "body": "We are looking into it."}, token)
            question = {"target": {"role": "admin" if number == 0 else "doctor"}, "reason": "Is the dose too high?"}
            self.call("POST", f"/api/v1/tickets/{ticket}/escalations", question, token)

    def ids(self, token: str) -> dict[str, list[str]]:
        """Ids of real records, by resource."""

        def listed(path: str, name: str = "id") -> list[str]:
            return [row[name] for row in self.call("GET", f"/api/v1/{path}", token=token)["data"]]

        tickets = listed(f"tickets?limit={IDS}")
        replies = [reply for id in tickets for reply in listed(f"tickets/{id}/messages?kind=reply")]
        notes = [note for id in tickets for note in listed(f"tickets/{id}/messages?kind=note")]
        return {
            "customers": listed(f"customers?limit={IDS}"),
            "tickets": tickets + listed(f"tickets?limit={IDS}", "number"),
            "interactions": listed(f"interactions?limit={IDS}"),
            "escalations": listed(f"escalations?limit={IDS}"),
            "notes": notes[:IDS],
            "messages": replies[:IDS],
            "staff": listed("staff?active=true"),
            "service-accounts": listed("service-accounts"),
        }
