"""The settings of one role's run: schemathesis.toml, the sign-in of the role, and ids of real records for id parameters."""

import json
from pathlib import Path

HERE = Path(__file__).parent
# Share of generated ids that are real. The others test unknown ids.
REAL = 0.8
# Fields with ids in bodies, and the resource of each.
IN_BODIES = {
    "customer_id": "customers",
    "ticket_id": "tickets",
    "interaction_id": "interactions",
    "duplicate_of": "tickets",
    "assignee_id": "staff",
    "agent_id": "staff",
    "target.staff_id": "staff",
    "ids.[*]": "tickets",
}
PERSON = """
[auth.dynamic.openapi.bearer]
path = "/api/v1/auth/login"
payload = { email = "${CAREDESK_FUZZ_NAME}", password = "${CAREDESK_FUZZ_SECRET}" }
extract_selector = "/access_token"
"""
PROGRAM = """
[auth.dynamic.openapi.bearer]
path = "/api/v1/auth/token"
payload = { grant_type = "client_credentials", client_id = "${CAREDESK_FUZZ_NAME}", client_secret = "${CAREDESK_FUZZ_SECRET}" }
payload_content_type = "application/x-www-form-urlencoded"
extract_selector = "/access_token"
"""


def settings(role: str, ids: dict[str, list[str]]) -> str:
    """The text of the whole file."""
    text = (HERE / "schemathesis.toml").read_text().replace('"hooks.py"', json.dumps(str(HERE / "hooks.py")))
    text += PROGRAM if role == "program" else PERSON
    for kind, values in ids.items():
        text += f"\n[dictionaries.{kind}]\nvalues = {json.dumps(values)}\n"
    text += "\n[parameters]\n"
    for place, kind in IN_BODIES.items():
        text += f'"body.{place}" = {drawn(kind)}\n'
    for kind in ids:
        bound = {"path.id": kind} | ({"path.message_id": "messages"} if kind == "tickets" else {})
        pairs = ", ".join(f'"{place}" = {drawn(of)}' for place, of in bound.items())
        text += f'\n[[operations]]\ninclude-path-regex = "^/api/v1/{kind}/\\\\{{id"\nparameters = {{ {pairs} }}\n'
    return text


def drawn(kind: str) -> str:
    return f'{{ dictionary = "{kind}", probability = {REAL} }}'
