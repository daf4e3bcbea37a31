//! All that is in a seeded desk.

use caredesk_domain::{
    customer::Customer,
    escalation::{Escalation, EscalationMessage},
    event::EventSubject,
    interaction::Interaction,
    message::{Conversation, Message, MessageKind},
    staff::Staff,
    ticket::Ticket,
};
use caredesk_persistence::{
    Audited, CustomerFilter, CustomerSort, EscalationFilter, EscalationSort, InteractionFilter, Page, PageRequest, StaffFilter,
    TicketFilter, TicketSort,
};

use super::*;

/// A record with what was messages on it and what events to it, both from the first to the last.
#[derive(Debug)]
pub(super) struct RecordHistory<T, M> {
    pub(super) row: T,
    pub(super) messages: Vec<M>,
    pub(super) events: Vec<TimelineEntry>,
}

/// A seeded desk, and all that is in it.
pub(super) struct SeededDesk {
    pub(super) store: Store,
    pub(super) counts: Counts,
    pub(super) staff: Vec<Staff>,
    pub(super) customers: Vec<RecordHistory<Customer, ()>>,
    pub(super) tickets: Vec<RecordHistory<Ticket, Message>>,
    pub(super) interactions: Vec<RecordHistory<Interaction, Message>>,
    pub(super) escalations: Vec<RecordHistory<Escalation, EscalationMessage>>,
}

impl SeededDesk {
    pub(super) async fn seed(test: &TestDatabase, plan: &Plan) -> Self {
        let (store, counts) = fill(test, plan).await;
        Self::read(store, counts).await
    }

    pub(super) async fn read(store: Store, counts: Counts) -> Self {
        let staff = pages(async |request| store.list_staff(&StaffFilter::default(), request).await.unwrap()).await;
        let mut made = Self {
            counts,
            staff: staff.into_iter().map(|view| view.staff).collect(),
            customers: Vec::new(),
            tickets: Vec::new(),
            interactions: Vec::new(),
            escalations: Vec::new(),
            store,
        };
        for row in customers(&made.store).await {
            let events = made.events(row.subject(), row.id).await;
            made.customers.push(RecordHistory { row, messages: Vec::new(), events });
        }
        for row in tickets(&made.store).await {
            let (messages, events) =
                (made.messages(Conversation::Ticket(row.id), row.customer).await, made.events(row.subject(), row.customer).await);
            made.tickets.push(RecordHistory { row, messages, events });
        }
        for row in interactions(&made.store).await {
            let place = Conversation::Interaction(row.id);
            let (messages, events) = (made.messages(place, row.customer).await, made.events(row.subject(), row.customer).await);
            made.interactions.push(RecordHistory { row, messages, events });
        }
        for row in escalations(&made.store).await {
            let messages = pages(async |request| {
                let messages = made.store.list_escalation_messages(row.id, row.customer, request).await.unwrap();
                show(&made.store, messages).await
            });
            let messages = messages.await.into_iter().map(|view| view.message).collect();
            let events = made.events(row.subject(), row.customer).await;
            made.escalations.push(RecordHistory { row, messages, events });
        }
        made
    }

    async fn events(&self, subject: EventSubject, customer: caredesk_domain::CustomerId) -> Vec<TimelineEntry> {
        let mut events =
            pages(async |request| show(&self.store, self.store.timeline(subject, &[], Some(customer), &[], request).await.unwrap()).await)
                .await;
        events.reverse();
        events
    }

    async fn messages(&self, place: Conversation, customer: caredesk_domain::CustomerId) -> Vec<Message> {
        let kinds = [MessageKind::Reply, MessageKind::Note];
        let messages =
            pages(async |request| show(&self.store, self.store.list_messages(place, customer, &kinds, request).await.unwrap()).await);
        messages.await.into_iter().map(|view| view.message).collect()
    }
}

pub(super) async fn fill(test: &TestDatabase, plan: &Plan) -> (Store, Counts) {
    let hash = PasswordHash::from_phc("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA".to_owned());
    fill_with_team(test, plan, team(plan, &hash).unwrap()).await
}

pub(super) async fn fill_with_team(test: &TestDatabase, plan: &Plan, team: Vec<TeamMember>) -> (Store, Counts) {
    let store = Store::open(test.engine(), Clock::manual(plan.until), Ids::seeded(plan.seed)).await.unwrap();
    let mut progress_calls = Vec::new();
    let counts = seed(&store, plan, team, |counts| progress_calls.push(*counts)).await.unwrap();
    assert_eq!(progress_calls.last(), Some(&counts));
    (store, counts)
}

async fn customers(store: &Store) -> Vec<Customer> {
    let filter =
        CustomerFilter { deleted: false, updated_from: None, updated_before: None, sort: CustomerSort::CreatedAt, descending: false };
    pages(async |request| show(store, store.list_customers(reader().row_scope(), &filter, request).await.unwrap()).await).await
}

pub(super) async fn tickets(store: &Store) -> Vec<Ticket> {
    let filter = TicketFilter { sort: TicketSort::CreatedAt, ..TicketFilter::default() };
    let views = pages(async |request| show(store, store.list_tickets(reader().row_scope(), &filter, request).await.unwrap()).await);
    views.await.into_iter().map(|view| view.ticket).collect()
}

pub(super) async fn interactions(store: &Store) -> Vec<Interaction> {
    let filter = InteractionFilter::default();
    let views = pages(async |request| show(store, store.list_interactions(reader().row_scope(), &filter, request).await.unwrap()).await);
    views.await.into_iter().map(|view| view.interaction).collect()
}

pub(super) async fn escalations(store: &Store) -> Vec<Escalation> {
    let filter = EscalationFilter { sort: EscalationSort::CreatedAt, ..EscalationFilter::default() };
    let views = pages(async |request| show(store, store.list_escalations(reader().row_scope(), &filter, request).await.unwrap()).await);
    views.await.into_iter().map(|view| view.escalation).collect()
}

pub(super) async fn show<T>(store: &Store, seen: Audited<T>) -> T {
    seen.disclose(store.read_log(), &reader()).await.unwrap()
}

/// All rows of a list.
pub(super) async fn pages<T>(fetch: impl AsyncFn(PageRequest) -> Page<T>) -> Vec<T> {
    let (mut all, mut request) = (Vec::new(), PageRequest { limit: 200, after: None, with_total: false });
    loop {
        let page = fetch(request).await;
        all.extend(page.rows);
        request.after = page.next;
        if request.after.is_none() {
            return all;
        }
    }
}
