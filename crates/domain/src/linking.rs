//! Tickets and interactions that belong together: a ticket opened in an interaction, and moves of both to another customer.

use crate::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail, RecordWrite, VersionedWrite},
    customer::Customer,
    interaction::Interaction,
    policy::{Action, Ownership, check},
    text::Reason,
    ticket::{NewTicket, Ticket},
};

/// What happens to the interactions about a ticket that moves to another customer, and to the one it was opened in.
#[derive(Debug)]
pub enum LinkedInteractions {
    /// They move too.
    Relinked(Vec<Interaction>),
    /// They stay with their customer and are unlinked.
    Unlinked(Vec<Interaction>),
}

/// What happens to the tickets of an interaction that moves to another customer.
#[derive(Debug)]
pub enum LinkedTickets {
    /// They move too, each with its own change.
    MoveTickets,
    /// They stay with the former customer: the interaction loses its ticket, and these tickets, opened in it, lose their interaction.
    KeepTickets(Vec<Ticket>),
}

impl Ticket {
    /// Opens a ticket. The customer waits from then on, even when the ticket is opened during a call or chat.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] when the customer is deleted, or the interaction belongs to another customer.
    pub fn open(
        new: NewTicket,
        customer: &Customer,
        interaction: Option<Interaction>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::OpenTicket, Ownership::Other)?;
        let Some(opened_by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::OpenTicket)) };
        customer.ensure_not_deleted()?;
        if interaction.as_ref().is_some_and(|interaction| interaction.customer != customer.id) {
            return Err(DomainError::invalid("interaction_id", "other_customer", "must be an interaction of the same customer"));
        }
        let answered = interaction.as_ref().is_some_and(|interaction| interaction.agent.is_some());
        let opened_in = interaction.as_ref().map(|interaction| interaction.id);
        let ticket = Self::new(new, customer.id, opened_in, answered, opened_by, at);
        let (event, id) = (EventBuilder::new(permit, at), ticket.id);
        let link = interaction.and_then(|interaction| interaction.link_ticket(id, event.clone(), at));
        let change = event.change(None, ticket, |ticket| RecordWrite::Ticket(VersionedWrite::insert(ticket)));
        Ok(match link {
            Some(link) => change.and(link).map(|(ticket, _)| ticket),
            None => change,
        })
    }

    /// Moves the ticket to another customer, with an event on both timelines. The `linked` interactions move too, or are unlinked because they
    /// belong to another customer. The reason is logged only on the record whose move was requested: a ticket moved with it has `None`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] when the customer is deleted, or the ticket belongs to them already.
    pub fn move_to_customer(
        self,
        customer: &Customer,
        linked: LinkedInteractions,
        reason: Option<&Reason>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::MoveTicket, Ownership::Other)?;
        customer.ensure_not_deleted()?;
        if customer.id == self.customer {
            return Err(DomainError::invalid("customer_id", "same_customer", "is the customer it belongs to already"));
        }
        let plain = EventBuilder::new(permit, at);
        let event = reason.into_iter().cloned().map(EventDetail::Reason).fold(plain.clone(), EventBuilder::with);
        let (to, id) = (customer.id, self.id);
        let (interactions, along) = match linked {
            LinkedInteractions::Relinked(interactions) => (interactions, true),
            LinkedInteractions::Unlinked(interactions) => (interactions, false),
        };
        let unlinked = (!along).then(|| interactions.iter().map(|interaction| interaction.id).collect::<Vec<_>>());
        let mut change = self.moved_to(to, unlinked.as_deref(), event, at);
        for interaction in interactions {
            let interaction = if along && interaction.customer != to {
                // An interaction about another ticket of the former customer loses that link.
                let about_this = interaction.ticket == Some(id);
                interaction.moved_with(customer, about_this, plain.clone(), at)?
            } else {
                interaction.unlink_ticket(id, plain.clone(), at)
            };
            change = change.and(interaction).map(|(ticket, _)| ticket);
        }
        Ok(change)
    }
}

impl Interaction {
    /// Moves the interaction to another customer, with an event on both timelines.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] when the customer is deleted, or the interaction belongs to them already.
    pub fn move_to_customer(
        self,
        customer: &Customer,
        tickets: LinkedTickets,
        reason: &Reason,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::MoveInteraction, self.relation(actor))?;
        let event = EventBuilder::new(permit, at);
        let (follow, parted) = match tickets {
            LinkedTickets::MoveTickets => (true, Vec::new()),
            LinkedTickets::KeepTickets(opened) => (false, opened),
        };
        let moved = self.moved_with(customer, follow, event.clone().with(EventDetail::Reason(reason.clone())), at)?;
        Ok(parted.into_iter().fold(moved, |change, ticket| {
            let parted = ticket.unlink_interaction(event.clone(), at);
            change.and(parted).map(|(interaction, _)| interaction)
        }))
    }
}
