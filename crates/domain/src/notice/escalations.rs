//! The notices that follow from the events of an escalation.

use super::{NoticeKind, Recipient, Telling, Word};
use crate::{
    escalation::{Escalation, Target},
    policy::Action,
};

#[expect(clippy::wildcard_enum_match_arm, reason = "only these actions change notices; the tests cover them")]
pub(super) fn of_escalation(about: Telling<'_>, escalation: &Escalation) -> Vec<Word> {
    use NoticeKind as Kind;
    let raiser = Recipient::CareTeam { raised_by: escalation.escalated_by, source: escalation.source };
    let asked = || about.tell(asked(escalation.target), Kind::Escalation);
    let settled = |kinds: &[Kind]| kinds.iter().map(|kind| about.settle(*kind)).collect::<Vec<_>>();
    let told = |notices: Vec<Option<Word>>| notices.into_iter().flatten().collect::<Vec<_>>();
    // The notices to remove once the target has answered or changed.
    let asking = [Kind::Escalation, Kind::EscalationQuestion, Kind::EscalationReply, Kind::EscalationDecline];
    let [ended, then] = match about.event.action {
        Action::Escalate => [Vec::new(), told(vec![asked()])],
        Action::Accept => [settled(&[Kind::Escalation, Kind::EscalationDecline]), Vec::new()],
        Action::Decline => [settled(&asking), told(vec![asked(), about.tell(raiser, Kind::EscalationDecline)])],
        Action::Reassign => [settled(&asking), told(vec![asked()])],
        Action::Discuss if escalation.asks(&about.event.actor) => {
            [settled(&[Kind::EscalationReply]), told(vec![about.tell(raiser, Kind::EscalationQuestion)])]
        }
        Action::Discuss => {
            let target = escalation.target.staff();
            let reply = target.and_then(|staff| about.tell(Recipient::Person(staff), Kind::EscalationReply));
            [settled(&[Kind::EscalationQuestion]), told(vec![reply])]
        }
        Action::ResolveEscalation => [settled(&asking), told(vec![about.tell(raiser, Kind::EscalationAnswer)])],
        Action::Withdraw => {
            let taken_on = escalation.progress.accepted();
            let withdrawn = taken_on.and_then(|accepted| about.tell(Recipient::Person(accepted.by), Kind::EscalationWithdrawn));
            [settled(&asking), told(vec![withdrawn])]
        }
        Action::Close => [settled(&[Kind::EscalationAnswer, Kind::EscalationQuestion, Kind::EscalationReply]), Vec::new()],
        // The reply that relayed the answer was recalled.
        Action::Recall => [Vec::new(), told(vec![about.tell(raiser, Kind::EscalationAnswer)])],
        _ => [Vec::new(), Vec::new()],
    };
    ended.into_iter().chain(then).collect()
}

fn asked(target: Target) -> Recipient {
    target.staff().map_or(Recipient::Everybody(target.role().role()), Recipient::Person)
}
