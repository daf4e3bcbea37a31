"""A real call of every kind with the client that openapi-python-client generates, as a service account and as staff."""

import io
import os
import unittest
import uuid
from functools import cache
from typing import Any, TypeVar

import httpx
from desk_client import AuthenticatedClient, Client
from desk_client.api.customers import create_customer, import_customers, search_customers, update_customer
from desk_client.api.oversight import get_oversight_summary
from desk_client.api.sign_in import issue_token, login
from desk_client.api.staff import list_staff
from desk_client.api.tickets import (
    change_tickets,
    create_ticket,
    create_ticket_escalation,
    create_ticket_message,
    delete_ticket,
    get_ticket,
    list_ticket_messages,
    list_tickets,
    mark_messages_fetched,
    restore_ticket,
    search_tickets,
    set_ticket_status,
    update_ticket,
)
from desk_client.models import (
    EscalationTargetBody,
    BulkActionKind,
    Category,
    ChangeTickets,
    ChangedTickets,
    CreateCustomer,
    CreateEscalation,
    CreateMessage,
    CreateTicket,
    Customer,
    CustomerSearchResponse,
    Escalation,
    EscalationStatus,
    FetchedMessages,
    IdentifierBody,
    ImportReport,
    ListResponseMessage,
    ListResponseTicket,
    Login,
    MarkedMessages,
    Message,
    MessageKind,
    OversightSummary,
    Priority,
    Problem,
    SearchCustomers,
    SearchTickets,
    SessionStarted,
    SetTicketStatus,
    TargetRole,
    Ticket,
    TicketSearchResponse,
    TicketStatus,
    TokenResponse,
    TokenRequest,
    UpdateCustomer,
    UpdateTicket,
)
from desk_client.types import UNSET, File, Response, Unset

URL = os.environ["CAREDESK_URL"]
CALL_SECONDS = 30
SYSTEM = "https://app.example/python"

C = TypeVar("C", bound=Client | AuthenticatedClient)
T = TypeVar("T")


def parsed(answer: Response[Any], status: int, kind: type[T]) -> T:
    """The body of a response, as the type that the document has for its status."""
    if answer.status_code != status or not isinstance(answer.parsed, kind):
        raise AssertionError(f"{status} {kind.__name__} was expected: {answer.status_code} {answer.content.decode()}")
    return answer.parsed


def open_until_the_end(client: C) -> C:
    unittest.addModuleCleanup(client.get_httpx_client().close)
    return client


@cache
def visitor() -> Client:
    """A client without a token."""
    return open_until_the_end(Client(base_url=URL, timeout=httpx.Timeout(CALL_SECONDS)))


def bearer(token: str) -> AuthenticatedClient:
    return open_until_the_end(AuthenticatedClient(base_url=URL, token=token, timeout=httpx.Timeout(CALL_SECONDS)))


def granted(scope: str) -> TokenResponse:
    """The token response for the service account's client credentials."""
    client_id, client_secret = os.environ["CAREDESK_CLIENT_ID"], os.environ["CAREDESK_CLIENT_SECRET"]
    wanted = TokenRequest("client_credentials", client_id=client_id, client_secret=client_secret, scope=scope)
    return parsed(issue_token.sync_detailed(client=visitor(), body=wanted), 200, TokenResponse)


@cache
def program() -> AuthenticatedClient:
    scopes = "customers:read customers:write tickets:read tickets:write notes:write escalations:read escalations:write reports:read import:write"
    return bearer(granted(scopes).access_token)


@cache
def person() -> AuthenticatedClient:
    who = Login(os.environ["CAREDESK_EMAIL"], os.environ["CAREDESK_PASSWORD"])
    return bearer(parsed(login.sync_detailed(client=visitor(), body=who), 200, SessionStarted).access_token)


def new_customer() -> Customer:
    body = CreateCustomer("Okafor", given_name="Ngozi", email="ngozi@mail.example", identifiers=[IdentifierBody(SYSTEM, str(uuid.uuid4()))])
    return parsed(create_customer.sync_detailed(client=program(), body=body), 201, Customer)


def new_ticket(customer: Customer | None = None) -> Ticket:
    body = CreateTicket((customer or new_customer()).id, Category.BILLING, "Charged twice in March", "The card was charged twice.")
    return parsed(create_ticket.sync_detailed(client=program(), body=body), 201, Ticket)


def set_status(ticket: Ticket, status: TicketStatus) -> Ticket:
    return parsed(set_ticket_status.sync_detailed(str(ticket.id), client=program(), body=SetTicketStatus(status)), 200, Ticket)


class Calls(unittest.TestCase):
    def test_token_by_client_credentials_has_the_scope_asked_for(self) -> None:
        token = granted("tickets:read")
        self.assertEqual((token.token_type, token.scope), ("Bearer", "tickets:read"))
        self.assertGreater(token.expires_in, 0)

    def test_list_of_several_values_goes_on_by_its_cursor(self) -> None:
        customer = new_customer()
        tickets = [new_ticket(customer) for _ in range(3)]
        set_status(tickets[1], TicketStatus.PENDING)
        set_status(tickets[2], TicketStatus.RESOLVED)
        wanted = [TicketStatus.OPEN, TicketStatus.PENDING]

        def page(cursor: str | Unset = UNSET) -> ListResponseTicket:
            since = tickets[0].created_at
            answer = list_tickets.sync_detailed(
                client=program(), status=wanted, customer_id=customer.id, updated_atgte=since, limit=1, include_total=True, cursor=cursor
            )
            return parsed(answer, 200, ListResponseTicket)

        first = page()
        self.assertEqual((len(first.data), first.page.total), (1, 2))
        assert first.page.next_cursor
        second = page(first.page.next_cursor)
        self.assertEqual({row.id for row in first.data + second.data}, {ticket.id for ticket in tickets[:2]})
        self.assertIsNone(second.page.next_cursor)

    def test_search_by_post_finds_customers_and_tickets(self) -> None:
        customer = new_customer()
        ticket = new_ticket(customer)
        by_identifier = search_customers.sync_detailed(client=program(), body=SearchCustomers(query=customer.identifiers[0].value))
        self.assertEqual([found.id for found in parsed(by_identifier, 200, CustomerSearchResponse).data], [customer.id])
        wanted = SearchTickets(query="charged", status=[TicketStatus.OPEN], customer_id=customer.id)
        by_word = search_tickets.sync_detailed(client=program(), body=wanted)
        self.assertEqual([found.id for found in parsed(by_word, 200, TicketSearchResponse).data], [ticket.id])

    def test_create_repeated_with_its_key_is_replayed(self) -> None:
        body = CreateTicket(new_customer().id, Category.TECHNICAL, "The app is frozen", "It froze at the payment.", priority=Priority.HIGH)
        key = str(uuid.uuid4())
        first = create_ticket.sync_detailed(client=program(), body=body, idempotency_key=key)
        again = create_ticket.sync_detailed(client=program(), body=body, idempotency_key=key)
        made = parsed(first, 201, Ticket)
        self.assertEqual(first.headers["Location"], f"/api/v1/tickets/{made.id}")
        self.assertEqual((made.priority, made.assignee), (Priority.HIGH, None))
        self.assertEqual(parsed(again, 201, Ticket).id, made.id)
        self.assertNotIn("Idempotency-Replayed", first.headers)
        self.assertEqual(again.headers["Idempotency-Replayed"], "true")

    def test_get_with_the_etag_is_not_modified(self) -> None:
        ticket = new_ticket()
        answer = get_ticket.sync_detailed(ticket.number, client=program())
        self.assertEqual(parsed(answer, 200, Ticket).id, ticket.id)
        etag = answer.headers["ETag"]
        unchanged = get_ticket.sync_detailed(ticket.number, client=program(), if_none_match=etag)
        self.assertEqual((unchanged.status_code, unchanged.content, unchanged.parsed), (304, b"", None))
        set_status(ticket, TicketStatus.PENDING)
        changed = get_ticket.sync_detailed(ticket.number, client=program(), if_none_match=etag)
        self.assertEqual(parsed(changed, 200, Ticket).status, TicketStatus.PENDING)

    def test_patch_changes_what_is_named_and_null_empties(self) -> None:
        customer = new_customer()
        body = UpdateCustomer(family_name="Eze", email=None)
        answer = update_customer.sync_detailed(customer.id, client=program(), body=body, if_match="*")
        changed = parsed(answer, 200, Customer)
        self.assertEqual((changed.given_name, changed.family_name, changed.email), ("Ngozi", "Eze", None))

    def test_patch_of_another_version_is_412(self) -> None:
        ticket = new_ticket()
        read = get_ticket.sync_detailed(str(ticket.id), client=program())
        body, etag = UpdateTicket(priority=Priority.URGENT), read.headers["ETag"]
        changed = update_ticket.sync_detailed(str(ticket.id), client=program(), body=body, if_match=etag)
        self.assertEqual(parsed(changed, 200, Ticket).priority, Priority.URGENT)
        late = update_ticket.sync_detailed(str(ticket.id), client=program(), body=UpdateTicket(priority=Priority.LOW), if_match=etag)
        self.assertEqual(parsed(late, 412, Problem).status, 412)

    def test_actions_set_a_status_note_and_escalate(self) -> None:
        ticket = new_ticket()
        self.assertEqual(set_status(ticket, TicketStatus.RESOLVED).status, TicketStatus.RESOLVED)
        set_status(ticket, TicketStatus.OPEN)
        note = CreateMessage(MessageKind.NOTE, "Second time for her: be quick.")
        noted = create_ticket_message.sync_detailed(str(ticket.id), client=person(), body=note)
        self.assertEqual(parsed(noted, 201, Message).body, note.body)
        question = CreateEscalation(EscalationTargetBody(TargetRole.DOCTOR), "Is the dose too high?", priority=Priority.HIGH)
        asked = create_ticket_escalation.sync_detailed(str(ticket.id), client=program(), body=question)
        self.assertEqual(parsed(asked, 201, Escalation).status, EscalationStatus.PENDING)

    def test_bulk_has_a_result_for_each(self) -> None:
        ticket, missing = new_ticket(), uuid.uuid4()
        body = ChangeTickets([ticket.id, missing], BulkActionKind.SET_PRIORITY, priority=Priority.URGENT)
        done, refused = parsed(change_tickets.sync_detailed(client=program(), body=body), 200, ChangedTickets).data
        self.assertEqual((done.id, done.status, done.problem), (ticket.id, 200, None))
        self.assertEqual(done.ticket and done.ticket.priority, Priority.URGENT)
        self.assertEqual((refused.id, refused.status, refused.ticket), (missing, 404, None))
        self.assertEqual(refused.problem and refused.problem.status, 404)

    def test_import_of_lines_tells_what_became_of_each(self) -> None:
        value = uuid.uuid4()
        patient = f'{{"resourceType":"Patient","identifier":[{{"system":"{SYSTEM}","value":"{value}"}}],"name":[{{"family":"Sani"}}]}}'
        lines = File(io.BytesIO(f"{patient}\n{{}}\n".encode()))
        answer = import_customers.sync_detailed(client=program(), body=lines, match_system=SYSTEM)
        report = parsed(answer, 200, ImportReport)
        self.assertEqual((report.lines, report.created, report.refused), (2, 1, 1))
        self.assertEqual([refused.line for refused in report.refusals], [2])

    def test_replies_are_acknowledged_by_their_ids(self) -> None:
        ticket = new_ticket()
        reply = CreateMessage(MessageKind.REPLY, "We have asked the bank to pay it back.")
        said = parsed(create_ticket_message.sync_detailed(str(ticket.id), client=person(), body=reply), 201, Message)
        body = FetchedMessages([said.id])
        first = parsed(mark_messages_fetched.sync_detailed(client=program(), body=body), 200, MarkedMessages).data
        again = parsed(mark_messages_fetched.sync_detailed(client=program(), body=body), 200, MarkedMessages).data
        self.assertEqual([row.id for row in first], [said.id])
        self.assertEqual([row.fetched_at for row in again], [row.fetched_at for row in first])
        shown = parsed(list_ticket_messages.sync_detailed(str(ticket.id), client=program()), 200, ListResponseMessage).data
        self.assertEqual([row.fetched_at for row in shown], [row.fetched_at for row in first])

    def test_a_person_deletes_and_restores(self) -> None:
        ticket = new_ticket()
        deleted = delete_ticket.sync_detailed(str(ticket.id), client=person(), if_match="*")
        self.assertEqual((deleted.status_code, deleted.parsed), (204, None))
        parsed(get_ticket.sync_detailed(str(ticket.id), client=program()), 404, Problem)
        restored = parsed(restore_ticket.sync_detailed(str(ticket.id), client=person(), if_match="*"), 200, Ticket)
        self.assertEqual(restored.id, ticket.id)

    def test_a_report_is_json_and_csv(self) -> None:
        report = parsed(get_oversight_summary.sync_detailed(client=program()), 200, OversightSummary)
        figure = report.figures[0]
        # The generated code parses the first media type only: request the other one with the generated request arguments.
        request = get_oversight_summary._get_kwargs(from_=report.period.from_, to=report.period.to)
        request["headers"]["Accept"] = "text/csv"
        answer = program().get_httpx_client().request(**request)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"].split(";")[0]), (200, "text/csv"))
        self.assertIn(figure.metric.value, answer.text)

    def test_refused_values_are_a_problem_with_their_places(self) -> None:
        body = CreateTicket(new_customer().id, Category.BILLING, "Hi", "")
        problem = parsed(create_ticket.sync_detailed(client=program(), body=body), 422, Problem)
        self.assertEqual((problem.code, {fault.pointer for fault in problem.errors or []}), ("invalid", {"#/subject", "#/description"}))

    def test_what_is_not_allowed_is_a_problem_with_its_reason(self) -> None:
        reader = bearer(granted("tickets:read").access_token)
        body = CreateTicket(uuid.uuid4(), Category.BILLING, "Charged twice in March", "The card was charged twice.")
        unscoped = parsed(create_ticket.sync_detailed(client=reader, body=body), 403, Problem)
        self.assertEqual((unscoped.code, unscoped.reason), ("forbidden", "insufficient_scope"))
        unpersonal = parsed(list_staff.sync_detailed(client=program()), 403, Problem)
        self.assertEqual(unpersonal.reason, "people_only")


if __name__ == "__main__":
    unittest.main(verbosity=2)
