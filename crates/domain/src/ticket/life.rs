//! A ticket's life: its status, who has it, and taking a change back.

use serde::{Deserialize, Serialize};

use super::{Contact, Standing, Ticket, TicketState, TicketStatus, Unresolved};
use crate::{
    PrincipalId, Refusal, TicketId, Timestamp,
    actor::Actor,
    change::{Change, Telling},
    policy::{Action, Relation, check},
    staff::Assignee,
    text::Body,
};

/// How long a change of status can be taken back by the one who made it, in seconds.
pub const UNDO_SECONDS: i64 = 60;

/// What can be taken back: who changed the status, when, and what it was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoable {
    /// Who changed it.
    pub by: PrincipalId,
    /// When.
    pub at: Timestamp,
    /// Where it stood.
    pub standing: Standing,
    /// Since when the customer had been waiting.
    pub waiting_since: Option<Timestamp>,
    /// The interactions that had answered them.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// How often it had been reopened.
    pub reopened_count: i32,
    /// Which ticket it had been a duplicate of.
    #[serde(default)]
    pub duplicate_of: Option<TicketId>,
}

impl Ticket {
    /// Moves the ticket to `to`: open and pending go to each other and to resolved; resolved goes back to open.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] with the statuses that may follow.
    pub fn set_status(self, to: TicketStatus, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::SetStatus, Relation::Other)?;
        let Some(by) = actor.principal() else { return Err(Refusal::people_only(Action::SetStatus)) };
        if !self.followers().contains(&to) {
            return Err(self.illegal(to));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.move_to(to, by, at)))
    }

    /// Takes back the last change of status, within [`UNDO_SECONDS`] and by the person who made it.
    /// `to` is where that leads, so that nobody undoes what they have not seen.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when it was another's change; [`Refusal::Conflict`] when there is none, it is too old, or it led elsewhere.
    pub fn undo_status(self, to: TicketStatus, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let Some(change) = self.undoable_at(at).cloned() else {
            return Err(Refusal::conflict(
                "nothing_to_undo",
                format!("only a change of status made in the last {UNDO_SECONDS} s can be undone"),
            ));
        };
        let permit = check(actor, Action::UndoStatus, Relation::of(actor, Some(change.by)))?;
        if change.standing.status() != to {
            return Err(Refusal::Conflict {
                code: "undo_elsewhere",
                detail: format!("undoing leads back to `{}`", change.standing.status()),
                allowed: vec![change.standing.status().as_str()],
            });
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.undo(change)))
    }

    /// Which ticket this one was a duplicate of before the change that could be taken back.
    pub fn original_before(&self) -> Option<TicketId> {
        self.undoable.as_ref().and_then(|change| change.duplicate_of)
    }

    /// Taking the change back names `original` again only where it could be named now: it may be another patient's by now, or this one's duplicate.
    #[must_use]
    pub fn naming_again(mut self, original: Option<&Self>) -> Self {
        let fit =
            original.filter(|original| original.customer == self.customer && original.duplicate_of.is_none()).map(|original| original.id);
        if let Some(change) = &mut self.0.undoable {
            change.duplicate_of = change.duplicate_of.filter(|id| Some(*id) == fit);
        }
        self
    }

    /// Takes an unassigned ticket. Asking again for what one already has writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Taken`] naming the owner.
    pub fn claim(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::Claim, Relation::Other)?;
        match (self.assignee, actor.staff_id()) {
            (Some(owner), me) if me != Some(owner) => Err(Refusal::Taken { by: owner }),
            (Some(_), _) => Ok(Change::none(permit, self)),
            (None, me) => Ok(self.changed(Telling::new(permit, at), at, |state| state.assignee = me)),
        }
    }

    /// Gives the ticket to a colleague, or back to the queue, with a word for them.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn assign(self, to: Option<Assignee>, note: Option<Body>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::Assign, Relation::Other)?;
        let to = to.map(Assignee::id);
        if to == self.assignee && note.is_none() {
            return Ok(Change::none(permit, self));
        }
        let mut telling = Telling::new(permit, at);
        if let Some(note) = note {
            telling = telling.personal("note", note.as_str());
        }
        // Only a word for whoever has it: that is a note.
        if to == self.assignee {
            return Ok(self.annotated(telling, at));
        }
        Ok(self.changed(telling, at, |state| {
            state.assignee = to;
            for effect in &mut state.reply_effects {
                effect.claimed = false;
            }
        }))
    }

    /// Where the ticket returns to when an escalation raised now ends; `None` where none can be raised.
    pub const fn returns_to(&self) -> Option<Unresolved> {
        match self.0.standing {
            Standing::Open => Some(Unresolved::Open),
            Standing::Pending => Some(Unresolved::Pending),
            Standing::Escalated { .. } | Standing::Resolved { .. } => None,
        }
    }

    /// The statuses that may follow the present one.
    pub const fn followers(&self) -> &'static [TicketStatus] {
        match self.0.standing {
            Standing::Open => &[TicketStatus::Pending, TicketStatus::Resolved],
            Standing::Pending => &[TicketStatus::Open, TicketStatus::Resolved],
            Standing::Resolved { .. } => &[TicketStatus::Open],
            Standing::Escalated { .. } => &[],
        }
    }

    pub(super) const fn claimable(&self) -> bool {
        self.0.assignee.is_none()
    }

    pub(super) fn undoable_at(&self, at: Timestamp) -> Option<&Undoable> {
        self.undoable.as_ref().filter(|change| at.seconds_since(change.at) < UNDO_SECONDS)
    }

    pub(super) fn illegal(&self, to: TicketStatus) -> Refusal {
        if self.open_escalation.is_some() {
            return Refusal::open_escalation("the ticket is escalated: wait for the answer, or withdraw the escalation first");
        }
        let allowed: Vec<&'static str> = self.followers().iter().map(|status| status.as_str()).collect();
        let from = self.standing.status();
        let detail = if allowed.is_empty() {
            format!("a ticket that is {from} cannot be moved to {to}")
        } else {
            format!("a ticket that is {from} cannot be moved to {to}; it can become: {}", allowed.join(", "))
        };
        Refusal::Conflict { code: "illegal_transition", detail, allowed }
    }
}

impl TicketState {
    /// Takes a change of status back.
    pub(super) fn undo(&mut self, change: Undoable) {
        self.standing = change.standing;
        self.waiting_since = change.waiting_since;
        self.contacts = change.contacts;
        self.reopened_count = change.reopened_count;
        self.duplicate_of = change.duplicate_of;
        self.undoable = None;
    }

    /// Carries out a move that [`Ticket::followers`] allows, and remembers how to take it back.
    pub(super) fn move_to(&mut self, to: TicketStatus, by: PrincipalId, at: Timestamp) {
        self.undoable = Some(Undoable {
            by,
            at,
            standing: self.standing,
            waiting_since: self.waiting_since,
            contacts: self.contacts.clone(),
            reopened_count: self.reopened_count,
            duplicate_of: self.duplicate_of,
        });
        if matches!(self.standing, Standing::Resolved { .. }) {
            self.reopened_count += 1;
            self.duplicate_of = None;
        }
        self.standing = match to {
            TicketStatus::Open => Standing::Open,
            TicketStatus::Pending => Standing::Pending,
            TicketStatus::Resolved => Standing::Resolved { at, by },
            // No follower of any status: only an escalation leads there.
            TicketStatus::Escalated => self.standing,
        };
        if matches!(to, TicketStatus::Pending | TicketStatus::Resolved) {
            self.contacts.clear();
        }
        self.waiting_since = match to {
            // Whoever opens it again says that it is our turn.
            TicketStatus::Open => self.waiting_since.or(Some(at)),
            TicketStatus::Pending | TicketStatus::Resolved => None,
            TicketStatus::Escalated => self.waiting_since,
        };
    }
}
