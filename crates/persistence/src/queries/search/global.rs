//! One search for tickets, customers and interactions.

use caredesk_domain::{
    CustomerId,
    actor::RowScope,
    customer::Customer,
    event::SubjectKind,
    interaction::Interaction,
    search::{RecordRank, SearchQuery},
    ticket::Ticket,
};

use crate::{
    audited::Audited,
    error::StoreError,
    projections::search_keys::name_words,
    queries::{
        interaction::{self, InteractionView},
        ticket::{self, TicketFilter, TicketView},
    },
    read_log::ReadAction,
    store::Store,
};

/// A record found.
#[derive(Debug)]
pub enum SearchHit {
    /// A customer.
    Customer(Box<Customer>),
    /// A ticket.
    Ticket(Box<TicketView>),
    /// An interaction.
    Interaction(Box<InteractionView>),
}

/// Results of a global search, best first.
#[derive(Debug)]
pub struct GlobalResults {
    /// The records.
    pub rows: Vec<SearchHit>,
    /// Whether there were more candidates of a kind than are ranked, or more records found than returned.
    pub capped: bool,
}

/// Sort key of a result: exact matches first, then by relevance, then customers before their records, each kind in its own order.
type ResultOrder = (bool, RecordRank, u8, usize);

/// A record before names are added.
enum RawHit {
    Customer(Box<Customer>),
    Ticket(Box<Ticket>),
    Interaction(Box<Interaction>),
}

impl Store {
    /// Finds tickets, customers and interactions that match every part of `query`, best first and at most `most`: the ticket whose number was
    /// typed and the customer whose whole phone number, e-mail address or identifier was typed come first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn global_search(&self, scope: RowScope, query: &SearchQuery, most: usize) -> Result<Audited<GlobalResults>, StoreError> {
        let (customers, more_customers) = self.ranked_customers(scope, query).await?;
        let (tickets, more_tickets) = self.ranked_tickets(scope, query, &TicketFilter::default(), true).await?;
        let (interactions, more_interactions) = self.ranked_interactions(scope, query).await?;
        let all = customers.len() + tickets.len() + interactions.len();
        let mut found: Vec<(ResultOrder, RawHit)> = Vec::new();
        for (place, customer) in customers.into_iter().take(most).enumerate() {
            let relevance = RecordRank::of(query.words(), &name_words(&customer), &[]).unwrap_or_default();
            found.push(((!is_exact_match(&customer, query), relevance, 0, place), RawHit::Customer(Box::new(customer))));
        }
        for (place, ranked) in tickets.into_iter().take(most).enumerate() {
            found.push(((!ranked.exact, ranked.relevance, 1, place), RawHit::Ticket(Box::new(ranked.record))));
        }
        for (place, ranked) in interactions.into_iter().take(most).enumerate() {
            found.push(((!ranked.exact, ranked.relevance, 2, place), RawHit::Interaction(Box::new(ranked.record))));
        }
        found.sort_by_key(|(place, _)| *place);
        found.truncate(most);
        let capped = more_customers || more_tickets || more_interactions || all > found.len();
        let patients = found.iter().map(|(_, record)| record.patient()).collect();
        let rows = self.with_names(found.into_iter().map(|(_, record)| record).collect()).await?;
        Ok(Audited::new(GlobalResults { rows, capped }, ReadAction::Searched, SubjectKind::Customer, None, patients))
    }

    async fn with_names(&self, found: Vec<RawHit>) -> Result<Vec<SearchHit>, StoreError> {
        let tickets = found.iter().filter_map(|one| if let RawHit::Ticket(ticket) = one { Some(Ticket::clone(ticket)) } else { None });
        let mut tickets = ticket::views(self.reader(), tickets.collect()).await?.into_iter();
        let held = found.iter().filter_map(|one| if let RawHit::Interaction(held) = one { Some(Interaction::clone(held)) } else { None });
        let mut held = interaction::views(self.reader(), held.collect()).await?.into_iter();
        let named = found.into_iter().map(|one| match one {
            RawHit::Customer(customer) => Some(SearchHit::Customer(customer)),
            RawHit::Ticket(_) => tickets.next().map(Box::new).map(SearchHit::Ticket),
            RawHit::Interaction(_) => held.next().map(Box::new).map(SearchHit::Interaction),
        });
        named.collect::<Option<Vec<_>>>().ok_or(StoreError::NotFound)
    }
}

impl RawHit {
    fn patient(&self) -> CustomerId {
        match self {
            Self::Customer(customer) => customer.id,
            Self::Ticket(ticket) => ticket.customer,
            Self::Interaction(interaction) => interaction.customer,
        }
    }
}

/// Whether the query is a whole phone number, e-mail address or identifier of this customer.
fn is_exact_match(customer: &Customer, query: &SearchQuery) -> bool {
    let details = &customer.details;
    let phones = || details.phone.iter().chain(&details.other_phones).map(|phone| phone.search_key());
    let by_phone = query.words().is_empty() && query.digits().iter().any(|digits| phones().any(|key| digits.phone_keys().contains(&key)));
    let by_email = details.email.as_ref().is_some_and(|email| query.email() == Some(email.folded().as_str()));
    by_phone || by_email || details.identifiers.iter().any(|identifier| identifier.value.as_str() == query.raw())
}
