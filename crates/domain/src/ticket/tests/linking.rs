//! Links of a ticket to other records, and its deletion.

use super::*;
use crate::{
    InteractionId, PrincipalId, ServiceAccountId,
    change::Event,
    escalation::EscalationSource,
    interaction::{Direction, NewInteraction},
    message::Channel,
    scopes::{OAuthScope, Scopes},
    text::Reason,
};

fn admin() -> Actor {
    Actor::staff(staff_id(3), Role::Admin)
}

fn program(scopes: &[OAuthScope]) -> Actor {
    let scopes: Scopes = scopes.iter().copied().collect();
    Actor::service(ServiceAccountId::from_uuid(Uuid::from_u128(40)), scopes)
}

fn other_customer() -> Customer {
    let details = CustomerDetails::named("Okafor".parse().unwrap());
    out(Customer::create(CustomerId::from_uuid(Uuid::from_u128(8)), details, &ada(), at(0)))
}

fn reason() -> Reason {
    "She rang from her sister's account.".parse().unwrap()
}

fn call(customer: &Customer, ticket: Option<Ticket>, actor: &Actor, seconds: i64) -> Change<Interaction> {
    Interaction::log(a_call(), customer, ticket, actor, at(seconds)).unwrap()
}

fn a_call() -> NewInteraction {
    NewInteraction {
        id: InteractionId::from_uuid(Uuid::from_u128(21)),
        channel: Channel::Call,
        direction: Direction::Inbound,
        summary: None,
        transcript: None,
        pending: false,
        started_at: None,
        ended_at: None,
        no_answer: false,
    }
}

fn numbered(number: u128, customer: &Customer, interaction: Option<Interaction>, actor: &Actor) -> Result<Change<Ticket>, DomainError> {
    let new = NewTicket {
        id: TicketId::from_uuid(Uuid::from_u128(number)),
        number: TicketNumber::from_value(u64::try_from(number).unwrap()),
        assignee: None,
        fields: TicketFields::new(
            Category::Billing,
            Priority::Medium,
            "Charged twice".parse().unwrap(),
            "The card was charged twice in March.".parse().unwrap(),
        ),
    };
    Ticket::open(new, customer, interaction, actor, at(30))
}

fn fields(event: &Event) -> Vec<String> {
    event.changes().into_iter().map(|(field, _)| field).collect()
}

fn invalid(refused: Result<impl Sized, DomainError>) -> (&'static str, &'static str) {
    let Err(DomainError::Invalid { field, fault }) = refused else { panic!("it must be invalid") };
    (field, fault.code)
}

fn conflict(refused: Result<impl Sized, DomainError>) -> &'static str {
    let Err(DomainError::Conflict { code, .. }) = refused else { panic!("it must be a conflict") };
    code
}

/// Regression: a ticket opened in a call with an agent did not wait, so that a promised call-back was last in the queue.
#[test]
fn open_ticket_in_call_is_waiting_and_links_call() {
    let customer = customer();
    let call = call(&customer, None, &ada(), 10).into_parts().0;
    let (ticket, writes, events) = numbered(22, &customer, Some(call), &ada()).unwrap().into_parts();
    assert_eq!(
        (ticket.interaction.map(|id| id.uuid().as_u128()), ticket.waiting_since, ticket.first_response),
        (Some(21), Some(at(30)), None)
    );
    assert!(ticket.answered_at_opening, "the metrics count it apart");
    let linked = writes.iter().find_map(|write| if let RecordWrite::Interaction(put) = write { put.ticket } else { None });
    assert_eq!(linked, Some(ticket.id));
    assert_eq!(events.iter().map(|event| event.subject().kind).collect::<Vec<_>>(), [SubjectKind::Ticket, SubjectKind::Interaction]);
}

#[test]
fn open_ticket_in_unattended_chat_is_waiting() {
    let customer = customer();
    let app = program(&[OAuthScope::InteractionsWrite, OAuthScope::TicketsWrite]);
    let chat = call(&customer, None, &app, 10).into_parts().0;
    let ticket = out(numbered(22, &customer, Some(chat), &app));
    assert_eq!((ticket.waiting_since, ticket.opened_by), (Some(at(30)), app.principal_id().unwrap()));
}

#[test]
fn open_ticket_in_call_of_other_customer_is_invalid() {
    let call = call(&other_customer(), None, &ada(), 10).into_parts().0;
    assert_eq!(invalid(numbered(22, &customer(), Some(call), &ada())), ("interaction_id", "other_customer"));
}

#[test]
fn later_call_sets_first_response_and_clears_wait() {
    let (_, writes, _) = call(&customer(), Some(ticket()), &ben(), 50).into_parts();
    let contacted = writes.iter().find_map(|write| if let RecordWrite::Ticket(put) = write { Some(&**put) } else { None }).unwrap();
    assert_eq!((contacted.first_response, contacted.waiting_since), (Some(FirstResponse { at: at(50), by: staff_id(2) }), None));
}

/// Regression: a call of yesterday, logged today, counted as the answer to what the customer wrote since.
#[test]
fn call_logged_late_keeps_wait_of_later_contact() {
    let summary = || Some("She asked when she would be paid back.".parse().unwrap());
    let late = |from, to| NewInteraction { started_at: Some(at(from)), ended_at: Some(at(to)), summary: summary(), ..a_call() };
    let ticket_after = |call, actor: &Actor, ticket| {
        let (_, writes, _) = Interaction::log(call, &customer(), Some(ticket), actor, at(90)).unwrap().into_parts();
        writes.into_iter().find_map(|write| if let RecordWrite::Ticket(put) = write { Some((*put).clone()) } else { None }).unwrap()
    };
    let before = ticket_after(late(-60, -30), &ben(), ticket());
    assert_eq!((before.first_response, before.waiting_since), (None, Some(at(0))));
    let during = ticket_after(late(-1, 30), &ben(), ticket());
    assert_eq!((during.first_response, during.waiting_since), (None, Some(at(0))), "it began before the ticket was opened");
    let after = ticket_after(late(0, 30), &ben(), ticket());
    assert_eq!((after.first_response, after.waiting_since), (Some(FirstResponse { at: at(0), by: staff_id(2) }), None));
    let (replied, _) = out(ticket().reply(message("Hello", None), &ben(), at(5)));
    let (wrote, _) = out(replied.record_customer_message(message("Still nothing.", None), None, &ben(), at(50)));
    assert_eq!(ticket_after(late(20, 40), &ben(), wrote).waiting_since, Some(at(50)));

    let app = program(&[OAuthScope::InteractionsWrite]);
    let (replied, _) = out(ticket().reply(message("Hello", None), &ben(), at(5)));
    let sent = NewInteraction { direction: Direction::Outbound, ..a_call() };
    assert_eq!(ticket_after(sent, &app, replied.clone()).waiting_since, None, "an outbound interaction does not start a wait");
    assert_eq!(ticket_after(a_call(), &app, replied).waiting_since, Some(at(90)));
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ben(), at(5)));
    assert_eq!(ticket_after(a_call(), &app, resolved).waiting_since, None);
}

#[test]
fn reply_by_service_account_keeps_wait_and_assignee() {
    let (ticket, said) = out(ticket().reply(message("We have your message.", None), &program(&[OAuthScope::TicketsWrite]), at(5)));
    assert_eq!((ticket.first_response, ticket.waiting_since, ticket.assignee), (None, Some(at(0)), None));
    assert_eq!(said.author, Author::Service(ServiceAccountId::from_uuid(Uuid::from_u128(40))));
}

#[test]
fn service_account_ticket_actions_require_scope_and_exclude_claim() {
    let reader = program(&[OAuthScope::TicketsRead]);
    assert!(ticket().reply(message("Hello", None), &reader, at(5)).is_err());
    let writer = program(&[OAuthScope::TicketsWrite]);
    assert!(ticket().note(message("Hello", None), &writer, at(5)).is_err());
    assert!(ticket().claim(&writer, at(5)).is_err());
    // Regression: a service account with the notes scope alone resolved a ticket by a note.
    let noter = program(&[OAuthScope::NotesWrite]);
    assert!(ticket().note(message("Done", Some(TicketStatus::Resolved)), &noter, at(5)).is_err());
    assert!(ticket().note(message("Done", None), &noter, at(5)).is_ok());
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &writer, at(5)));
    assert_eq!(resolved.state, TicketState::Resolved { at: at(5), by: PrincipalId::from_uuid(Uuid::from_u128(40)) });
}

#[test]
fn resolve_as_duplicate_sets_duplicate_of() {
    let original = ticket();
    let copy = out(out(numbered(22, &customer(), None, &ada())).resolve_as_duplicate(&original, &ben(), at(40)));
    assert_eq!((copy.state.status(), copy.duplicate_of), (TicketStatus::Resolved, Some(original.id)));
    let reopened = out(copy.clone().set_status(TicketStatus::Open, &ben(), at(50)));
    assert_eq!((reopened.duplicate_of, reopened.previous_duplicate_of()), (None, Some(original.id)));
    let undone = |ticket: Ticket| out(ticket.undo_status(TicketStatus::Resolved, &ben(), at(55))).duplicate_of;
    assert_eq!(undone(reopened.clone()), Some(original.id));
    assert_eq!(undone(reopened.clone().relink_duplicate(Some(&original))), Some(original.id));
    // Regression: it named a ticket that was another customer's, or its own duplicate, by then.
    assert_eq!(undone(reopened.clone().relink_duplicate(None)), None);
    let its_copy = out(original.resolve_as_duplicate(&reopened, &ben(), at(52)));
    assert_eq!(undone(reopened.relink_duplicate(Some(&its_copy))), None);
}

#[test]
fn resolve_as_duplicate_of_itself_duplicate_or_foreign_is_invalid() {
    let original = ticket();
    let copy = || out(numbered(22, &customer(), None, &ada()));
    assert_eq!(invalid(original.clone().resolve_as_duplicate(&original, &ada(), at(40))), ("duplicate_of", "same_ticket"));
    let foreign = out(numbered(23, &other_customer(), None, &ada()));
    assert_eq!(invalid(copy().resolve_as_duplicate(&foreign, &ada(), at(40))), ("duplicate_of", "other_customer"));
    let duplicate = out(copy().resolve_as_duplicate(&original, &ada(), at(40)));
    assert_eq!(invalid(original.clone().resolve_as_duplicate(&duplicate, &ada(), at(41))), ("duplicate_of", "duplicate"));
    assert_eq!(conflict(duplicate.resolve_as_duplicate(&original, &ada(), at(42))), "illegal_transition");
}

#[test]
fn move_ticket_has_events_for_both_customers() {
    let change =
        ticket().move_to_customer(&other_customer(), LinkedInteractions::Unlinked(Vec::new()), Some(&reason()), &ada(), at(40)).unwrap();
    let (moved, _, events) = change.into_parts();
    assert_eq!(moved.customer, other_customer().id);
    assert_eq!(events.iter().map(|event| event.customer().unwrap().uuid().as_u128()).collect::<Vec<_>>(), [8, 7]);
    assert_eq!(fields(&events[0]), ["customer", "reason"]);
    assert_eq!(fields(&events[1]), ["moved_to", "reason"]);
}

#[test]
fn move_ticket_moves_or_unlinks_its_interactions() {
    let customer = customer();
    let (call, writes, _) = call(&customer, Some(ticket()), &ada(), 10).into_parts();
    let linked =
        writes.into_iter().find_map(|write| if let RecordWrite::Ticket(put) = write { Some((*put).clone()) } else { None }).unwrap();
    let written = |change: Change<Ticket>| {
        let found = change
            .into_parts()
            .1
            .into_iter()
            .find_map(|write| if let RecordWrite::Interaction(put) = write { Some((*put).clone()) } else { None });
        found.map(|call| (call.customer.uuid().as_u128(), call.ticket))
    };
    let along = linked
        .clone()
        .move_to_customer(&other_customer(), LinkedInteractions::Relinked(vec![call.clone()]), Some(&reason()), &ada(), at(40))
        .unwrap();
    assert_eq!(written(along), Some((8, Some(linked.id))));
    let left = linked
        .clone()
        .move_to_customer(&other_customer(), LinkedInteractions::Unlinked(vec![call]), Some(&reason()), &ada(), at(40))
        .unwrap();
    assert_eq!(written(left), Some((7, None)));
}

#[test]
fn move_ticket_keeps_opening_interaction_only_if_moved() {
    let customer = customer();
    let call = call(&customer, None, &ada(), 10).into_parts().0;
    let opened = || out(numbered(22, &customer, Some(call.clone()), &ada()));
    let moved = |linked| out(opened().move_to_customer(&other_customer(), linked, Some(&reason()), &ada(), at(40))).interaction;
    assert_eq!(moved(LinkedInteractions::Relinked(vec![call.clone()])), Some(call.id));
    assert_eq!(moved(LinkedInteractions::Unlinked(vec![call.clone()])), None);
}

#[test]
fn unlink_drops_links_to_other_customers_records_only() {
    let (customer, original) = (customer(), ticket());
    let call = call(&customer, None, &ada(), 10).into_parts().0;
    let ticket = out(out(numbered(22, &customer, Some(call.clone()), &ada())).resolve_as_duplicate(&original, &ada(), at(40)));
    let cause = original
        .clone()
        .move_to_customer(&other_customer(), LinkedInteractions::Unlinked(Vec::new()), None, &ada(), at(50))
        .unwrap()
        .cause()
        .unwrap();
    let links = |gone| {
        let parted = out(ticket.clone().unlink(gone, &cause, at(50)));
        (parted.interaction, parted.duplicate_of)
    };
    assert_eq!(links(EscalationSource::Interaction(call.id)), (None, Some(original.id)));
    assert_eq!(links(EscalationSource::Ticket(original.id)), (Some(call.id), None));
    assert_eq!(links(EscalationSource::Interaction(InteractionId::from_uuid(Uuid::from_u128(99)))), (Some(call.id), Some(original.id)));
    assert_eq!(links(EscalationSource::Ticket(TicketId::from_uuid(Uuid::from_u128(99)))), (Some(call.id), Some(original.id)));
}

#[test]
fn move_ticket_to_same_or_deleted_customer_is_invalid() {
    let to = |customer: &Customer| {
        ticket().move_to_customer(customer, LinkedInteractions::Unlinked(Vec::new()), Some(&reason()), &ada(), at(40))
    };
    assert_eq!(invalid(to(&customer())), ("customer_id", "same_customer"));
    let hidden = out(other_customer().delete(crate::customer::Unended::default(), &admin(), at(1)));
    assert_eq!(invalid(to(&hidden)), ("customer_id", "deleted"));
}

#[test]
fn delete_and_restore_ticket_by_admin_only() {
    assert!(matches!(ticket().delete(&ada(), at(5)), Err(DomainError::Forbidden { .. })));
    let hidden = out(ticket().delete(&admin(), at(5)));
    assert_eq!(hidden.allowed_actions(&admin(), at(6)), [Action::RestoreTicket, Action::Redact]);
    assert_eq!(hidden.allowed_actions(&ada(), at(6)), []);
    assert_eq!(conflict(hidden.clone().delete(&admin(), at(6))), "deleted");
    assert_eq!(out(hidden.restore(&admin(), at(7))).deleted, None);
    assert_eq!(conflict(ticket().restore(&admin(), at(8))), "not_deleted");
}

#[test]
fn deleted_ticket_does_not_allow_undo() {
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &admin(), at(5)));
    assert!(resolved.allowed_actions(&admin(), at(7)).contains(&Action::UndoStatus));
    assert_eq!(out(resolved.delete(&admin(), at(6))).allowed_actions(&admin(), at(7)), [Action::RestoreTicket, Action::Redact]);
}
