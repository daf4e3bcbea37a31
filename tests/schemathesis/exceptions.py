"""What schemathesis reports and the desk is right about: all of it, each with its reason.

A schema says what one request must look like. It cannot say what the desk holds, which values of one request rule each other out, or
what only the desk can have made. Where schemathesis takes such a refusal for a fault, its status and *every* fault that the answer
names must be among these; anything else fails the run. No check is switched off.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Excepted:
    """One answer that is right: of which check, with which status, and which fault."""

    check: str
    status: int
    # The problem's `code`; for 422 one of its `errors`, as `<pointer or parameter> <code>` or `* <code>` wherever it is; for a success
    # the `operationId`.
    fault: str
    reason: str


def refused(fault: str, reason: str, status: int = 422) -> Excepted:
    """A request that fits its schema, refused all the same."""
    return Excepted("RejectedPositiveData", status, fault, reason)


STATE = "which records there are, and in what state, no schema says"
NOW = "a schema does not know what time it is"
NOT_STORED = "passports, licences and social-security numbers are known by their systems' URIs, which no pattern lists"
CHECK_CHARACTER = "which ticket numbers have the right last character no pattern says"
TWO_FIELDS = "a rule between two values of one request, which the field's description tells; a schema types each by itself"

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
        "the made-up id in CareDesk-Staff names another person, which is refused before the missing header is looked at",
    ),
    Excepted(
        "AcceptedNegativeData",
        200,
        "import_customers",
        "an import is text, so whatever is sent is some; lines that are no patients are refused in the report, each by its number",
    ),
    refused("stale", "a version is that of a record as it was read; only `*` always fits", status=412),
    refused("invalid_request", "RFC 6749 lets the client's id and secret come by HTTP Basic, so the form cannot require them", status=400),
    refused("#/current_password wrong", "what somebody's password is no schema says"),
    refused("#/token unknown", "which links were given no schema says"),
    refused("* nul", "no text holds NUL; the schemas give the length of a text and leave its letters open"),
    refused("* control", "a name has no control characters; the schemas give the length of a text and leave its letters open"),
    refused("* blank", "a name is more than spaces; the schemas give the length of a text and leave its letters open"),
    refused("#/query format", "a search has a letter or a digit of any script; the schemas give the length of a text and leave its letters open"),
    refused("#/birth_date out_of_range", "a date has an earliest, which a schema gives to numbers only"),
    refused("from out_of_range", "a day has an earliest and a latest, which a schema gives to numbers only"),
    refused("to out_of_range", "a day has an earliest and a latest, which a schema gives to numbers only"),
    refused("from too_long", TWO_FIELDS),
    refused("to before_from", TWO_FIELDS),
    refused("ticket_id format", CHECK_CHARACTER),
    refused("#/ticket_id format", CHECK_CHARACTER),
    refused("#/duplicate_of format", CHECK_CHARACTER),
    refused("invalid_scope", "which scopes an account has no schema says", status=400),
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
    refused("#/summary required", "an interaction that has ended needs one, and whether it has no schema says"),
    refused("#/family_name required", "an upsert needs it where it adds the customer, not where it changes one"),
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

# Operations whose calls upon the caller's own account go to a colleague's instead.
NOT_ON_ONESELF = {
    "update_staff": "an admin who makes themself inactive could try nothing more",
}
