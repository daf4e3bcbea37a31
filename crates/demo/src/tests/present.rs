//! The demo's desk as it stands at the present instant, whenever that is.

use caredesk_domain::{
    escalation::{EscalationState, TargetRole, WaitingOn},
    interaction::InteractionPhase,
    ticket::{TicketStatus, Unresolved},
};

use super::{read::fill_with_team, *};

/// People as the demo has them: one doctor, one admin.
fn demo_team(plan: &Plan) -> Vec<TeamMember> {
    let hash = PasswordHash::from_phc("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA".to_owned());
    let mut team = team(plan, &hash).unwrap();
    for role in [Role::Admin, Role::Doctor] {
        let second = team.iter().rposition(|member| member.role == role).unwrap();
        team.remove(second);
    }
    team
}

#[tokio::test]
async fn demo_desk_at_any_hour_of_the_week_has_work_waiting() {
    for until in ["2026-03-04T13:47:11.5Z", "2026-03-08T03:10:00Z", "2026-03-09T07:55:00Z", "2026-03-06T19:20:00Z", "2026-03-07T22:40:00Z"]
    {
        let plan = Plan { until: until.parse().unwrap(), zone: Tz::UTC, at_once: true, ..plan(420, 11) };
        let test = TestDatabase::sqlite().await;
        let (store, _) = fill_with_team(&test, &plan, demo_team(&plan)).await;
        let tickets = read::tickets(&store).await;
        let queue: Vec<_> =
            tickets.iter().filter(|one| one.assignee.is_none() && one.status_after_escalation() == Some(Unresolved::Open)).collect();
        assert!((4..40).contains(&queue.len()), "{until}: {} in the queue", queue.len());
        let hours: std::collections::BTreeSet<i64> = queue.iter().map(|one| plan.until.seconds_since(one.created_at) / 7_200).collect();
        assert!(hours.len() >= 3, "{until}: all waits are alike: {hours:?}");
        let escalated = tickets.iter().filter(|one| one.state.status() == TicketStatus::Escalated).count();
        assert!((3..15).contains(&escalated), "{until}: {escalated} escalated");

        let contacts = read::interactions(&store).await;
        let now = |course| contacts.iter().filter(|one| one.phase == course).count();
        assert!((1..8).contains(&now(InteractionPhase::Active)), "{until}: {} active", now(InteractionPhase::Active));
        assert!((1..10).contains(&now(InteractionPhase::Pending)), "{until}: {} pending", now(InteractionPhase::Pending));

        let asked = read::escalations(&store).await;
        let waiting = |named: bool| {
            let open = asked.iter().filter(|one| one.state.is_open() && one.target.role() == TargetRole::Doctor);
            open.filter(|one| one.target.staff().is_some() == named).count()
        };
        assert!(waiting(false) >= 1 && waiting(true) >= 1, "{until}: {} in the pool, {} with the doctor", waiting(false), waiting(true));
        let answered = asked.iter().filter(|one| matches!(one.state, EscalationState::Resolved { .. })).count();
        let with_us = asked.iter().filter(|one| one.waiting_on() == Some(WaitingOn::CareTeam)).count();
        assert!((1..8).contains(&answered) && with_us >= answered, "{until}: {answered} answered, {with_us} with the care team");
    }
}
