"""All reports of schemathesis in which the desk is right, each with its reason.

A schema describes one request. It cannot describe the records of the desk, which values of one request exclude each other, or
values that only the desk can issue. Where schemathesis reports such a rejection as a failure, its status and *every* fault that it
names must be listed here; anything else fails the run. No check is switched off.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Excepted:
    """One correct response: its check, status and fault."""

    check: str
    status: int
    # The problem's `code`; for 422 one of its `errors`, as `<pointer or parameter> <code>` or `* <code>` wherever it is; for a success
    # the `operationId`.
    fault: str
    reason: str


def refused(fault: str, reason: str, status: int = 422) -> Excepted:
    """A request that matches its schema and is rejected."""
    return Excepted("RejectedPositiveData", status, fault, reason)


STATE = "a schema does not know which records exist, and in what state"
NOW = "a schema does not know the current time"
NOT_STORED = "passports, licences and social-security numbers are known by their systems' URIs, which no pattern lists"
CHECK_CHARACTER = "a pattern cannot calculate the check character of a ticket number"
TWO_FIELDS = "a rule between two values of one request, in the field's description; a schema checks each by itself"

EXCEPTED = [
    Excepted(
        "MissingHeaderNotRejected",
        428,
        "if_match_required",
        "RFC 6585 has 428 for exactly this; schemathesis knows only 400, 401, 403, 406, 415 and 422",
    ),
    Excepted(
        "MissingHeaderNotRejected",
        409,
        "another_person",
        "the made-up id in CareDesk-Staff names another person, which is rejected before the missing header is checked",
    ),
    Excepted(
        "AcceptedNegativeData",
        200,
        "import_customers",
        "an import is text, so any body is valid; lines that are no Patient are refused in the report by line number",
    ),
    refused("stale", "If-Match needs the current version of the record; only `*` always matches", status=412),
    refused("invalid_request", "RFC 6749 lets the client's id and secret come by HTTP Basic, so the form cannot require them", status=400),
    refused("#/current_password wrong", "a schema does not know the password"),
    refused("#/token unknown", "a schema does not know which links were issued"),
    refused("* nul", "no text contains NUL; the schemas limit the length of a text, not its characters"),
    refused("* control", "a name has no control characters; the schemas limit the length of a text, not its characters"),
    refused("* blank", "a name is not blank; the schemas limit the length of a text, not its characters"),
    refused("#/query format", "a search has a letter or a digit of any script; the schemas limit the length of a text, not its characters"),
    refused("#/birth_date out_of_range", "a date has an earliest, which a schema gives to numbers only"),
    refused("from out_of_range", "a day has an earliest and a latest, which a schema gives to numbers only"),
    refused("to out_of_range", "a day has an earliest and a latest, which a schema gives to numbers only"),
    refused("from too_long", TWO_FIELDS),
    refused("to before_from", TWO_FIELDS),
    refused("ticket_id format", CHECK_CHARACTER),
    refused("#/ticket_id format", CHECK_CHARACTER),
    refused("#/duplicate_of format", CHECK_CHARACTER),
    refused("invalid_scope", "a schema does not know the scopes of an account", status=400),
    refused("#/email taken", STATE),
    refused("#/customer_id not_found", STATE),
    refused("#/customer_id deleted", STATE),
    refused("#/customer_id same_customer", STATE),
    refused("#/agent_id not_found", STATE),
    refused("#/agent_id wrong_role", STATE),
    refused("#/agent_id not_active", STATE),
    refused("#/assignee_id not_found", STATE),
    refused("#/assignee_id wrong_role", STATE),
    refused("#/assignee_id not_active", STATE),
    refused("#/target/staff_id not_found", STATE),
    refused("#/target/staff_id wrong_role", STATE),
    refused("#/target/staff_id not_active", STATE),
    refused("#/ticket_id not_found", STATE),
    refused("#/ticket_id other_customer", STATE),
    refused("#/interaction_id not_found", STATE),
    refused("#/interaction_id other_customer", STATE),
    refused("#/closes_escalation not_found", STATE),
    refused("#/closes_escalation other_ticket", STATE),
    refused("#/duplicate_of not_found", STATE),
    refused("#/duplicate_of same_ticket", STATE),
    refused("#/duplicate_of other_customer", STATE),
    refused("#/duplicate_of duplicate", STATE),
    refused("#/summary required", "required for an ended interaction, and a schema does not know whether it has ended"),
    refused("#/family_name required", "required where an upsert creates the customer, not where it updates one"),
    refused("#/identifier ambiguous", STATE),
    refused("#/identifier not_stored", NOT_STORED),
    refused("#/identifiers not_stored", NOT_STORED),
    refused("match_system not_stored", NOT_STORED),
    refused("#/expires_at past", NOW),
    refused("#/birth_date future", NOW),
    refused("#/deceased_at future", NOW),
    refused("#/started_at future", NOW),
    refused("#/ended_at future", NOW),
    refused("#/ended_at before_start", TWO_FIELDS),
    refused("#/status ended", TWO_FIELDS),
    refused("#/status resolved", TWO_FIELDS),
    refused("#/action mismatch", TWO_FIELDS),
    refused("#/kind kind", TWO_FIELDS),
    refused("#/via via", TWO_FIELDS),
    refused("#/closes_escalation closes_escalation", TWO_FIELDS),
    refused("#/duplicate_of duplicate_of", TWO_FIELDS),
]

# Operations that are redirected from the caller's own account to another one.
NOT_ON_ONESELF = {
    "update_staff": "an admin who deactivates themselves has no session any more",
}
