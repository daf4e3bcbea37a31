//! Builder for the changes of notices that follow from one event.

use uuid::Uuid;

use super::record::{Notice, NoticeChange, NoticeKind, Recipient};
use crate::{PrincipalId, change::Event};

/// An event, and the ticket or interaction it concerns.
#[derive(Clone, Copy)]
pub(super) struct NoticeBuilder<'e> {
    pub(super) event: &'e Event,
    pub(super) case: Uuid,
}

impl NoticeBuilder<'_> {
    fn author(self) -> Option<PrincipalId> {
        self.event.actor().principal_id()
    }

    pub(super) fn notify(self, to: Recipient, kind: NoticeKind) -> Option<NoticeChange> {
        let own = match to {
            Recipient::Person(staff) => self.event.actor().staff_id() == Some(staff),
            // The author is left out when the recipients are resolved.
            Recipient::Role(_) | Recipient::CareTeam { .. } => false,
        };
        let notice = Notice { at: self.event.at(), to, kind, subject: self.event.subject(), case: self.case, caused_by: self.author() };
        (!own).then_some(NoticeChange::Create(notice))
    }

    pub(super) fn dismiss(self, kind: NoticeKind) -> NoticeChange {
        NoticeChange::Dismiss(kind, self.event.subject())
    }
}
