//! The notices that follow from the events of an escalation.

use super::{
    builder::NoticeBuilder,
    record::{NoticeChange, NoticeKind, Recipient},
};
use crate::{
    escalation::{Escalation, Target},
    policy::Action,
};

#[expect(clippy::wildcard_enum_match_arm, reason = "only these actions change notices; the tests cover them")]
pub(super) fn escalation_changes(builder: NoticeBuilder<'_>, escalation: &Escalation) -> Vec<NoticeChange> {
    use NoticeKind as Kind;
    let raiser = Recipient::CareTeam { raised_by: escalation.escalated_by, source: escalation.source };
    let asked = || builder.notify(target_recipient(escalation.target), Kind::Escalation);
    let settled = |kinds: &[Kind]| kinds.iter().map(|kind| builder.dismiss(*kind)).collect::<Vec<_>>();
    let told = |notices: Vec<Option<NoticeChange>>| notices.into_iter().flatten().collect::<Vec<_>>();
    // The notices to remove once the target has answered or changed.
    let asking = [Kind::Escalation, Kind::EscalationQuestion, Kind::EscalationReply, Kind::EscalationDecline];
    let [ended, then] = match builder.event.action() {
        Action::Escalate => [Vec::new(), told(vec![asked()])],
        Action::Accept => [settled(&[Kind::Escalation, Kind::EscalationDecline]), Vec::new()],
        Action::Decline => [settled(&asking), told(vec![asked(), builder.notify(raiser, Kind::EscalationDecline)])],
        Action::Reassign => [settled(&asking), told(vec![asked()])],
        Action::Discuss if escalation.writes_as_target(builder.event.actor()) => {
            [settled(&[Kind::EscalationReply]), told(vec![builder.notify(raiser, Kind::EscalationQuestion)])]
        }
        Action::Discuss => {
            let target = escalation.target.staff();
            let reply = target.and_then(|staff| builder.notify(Recipient::Person(staff), Kind::EscalationReply));
            [settled(&[Kind::EscalationQuestion]), told(vec![reply])]
        }
        Action::ResolveEscalation => [settled(&asking), told(vec![builder.notify(raiser, Kind::EscalationAnswer)])],
        Action::Withdraw => {
            let taken_on = escalation.state.accepted();
            let withdrawn = taken_on.and_then(|accepted| builder.notify(Recipient::Person(accepted.by), Kind::EscalationWithdrawn));
            [settled(&asking), told(vec![withdrawn])]
        }
        Action::Close => [settled(&[Kind::EscalationAnswer, Kind::EscalationQuestion, Kind::EscalationReply]), Vec::new()],
        // The reply that relayed the answer was recalled.
        Action::Recall => [Vec::new(), told(vec![builder.notify(raiser, Kind::EscalationAnswer)])],
        _ => [Vec::new(), Vec::new()],
    };
    ended.into_iter().chain(then).collect()
}

fn target_recipient(target: Target) -> Recipient {
    target.staff().map_or(Recipient::Role(target.role().role()), Recipient::Person)
}
