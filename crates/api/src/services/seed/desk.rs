//! The desk that is made up: its people, their week, and the instant at which it stands.

use caredesk_domain::{
    Fault, Refusal, Timestamp,
    actor::{Actor, Role, Task},
    change::Change,
    email::Email,
    staff::{Assignee, NewStaff, PasswordHash, Staff},
    text::FullName,
};
use caredesk_persistence::Ids;
use chrono_tz::Tz;

use super::{
    chance::Chance,
    names::{CULTURES, one_of},
    roster::Roster,
};
use crate::services::ServiceError;

/// Somebody who is to work at the desk.
#[derive(Debug, Clone)]
pub struct Member {
    /// Their name; what precedes the first space is how they sign.
    pub name: FullName,
    /// The address they sign in with.
    pub email: Email,
    /// What they do.
    pub role: Role,
    /// Their password's hash.
    pub password: PasswordHash,
}

/// Somebody who works tickets.
#[derive(Debug)]
pub(super) struct Colleague {
    pub(super) actor: Actor,
    pub(super) assignee: Assignee,
    /// What they sign with.
    pub(super) signs: String,
}

/// Who works when, and until when.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) roster: Roster,
    /// In the order of the roster: agents, then admins.
    pub(super) people: Vec<Colleague>,
    pub(super) until: Timestamp,
    pub(super) ids: Ids,
}

impl Desk {
    /// Hires `team` from `opening` on and returns with the desk what is to be saved of that.
    pub(super) fn hire(
        team: Vec<Member>,
        opening: Timestamp,
        until: Timestamp,
        zone: Tz,
        ids: Ids,
    ) -> Result<(Self, Vec<Change<()>>), ServiceError> {
        let (mut people, mut admins, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut hired_by, mut at) = (setup(), opening);
        // Admins come first: it is they who bring in everybody else.
        let (first, others): (Vec<Member>, Vec<Member>) = team.into_iter().partition(|member| member.role == Role::Admin);
        for Member { name, email, role, password } in first.into_iter().chain(others) {
            let signs = name.as_str().split(' ').next().unwrap_or_default().to_owned();
            let change = Staff::create(NewStaff { id: ids.id(at), email, name, role, password: Some(password) }, &hired_by, at)?;
            let staff = change.out().clone();
            changes.push(change.map(drop));
            let actor = person(&staff);
            match role {
                Role::Agent => people.push(Colleague { actor, assignee: staff.assignable("assignee_id")?, signs }),
                Role::Admin => {
                    hired_by = actor.clone();
                    admins.push(Colleague { actor, assignee: staff.assignable("assignee_id")?, signs });
                }
                Role::Doctor | Role::Auditor => {}
            }
            at = at.plus_seconds(7 * 60);
        }
        if people.len() < Roster::FEWEST {
            return Err(ServiceError::Internal(format!("a desk around the clock needs {} agents", Roster::FEWEST)));
        }
        let roster = Roster::new(zone, people.len(), admins.len());
        people.append(&mut admins);
        Ok((Self { roster, people, until, ids }, changes))
    }
}

/// As many agents as the work takes, two admins, two doctors and an auditor.
pub(super) fn team(tickets: u32, per_day: u32, password: &PasswordHash, seed: u64) -> Result<Vec<Member>, Fault> {
    /// What an agent gets done on a day, days off included.
    const A_DAY: u32 = 12;
    let fewest = u32::try_from(Roster::FEWEST).unwrap_or(u32::MAX);
    let agents = (per_day / A_DAY).min(tickets / 20).clamp(fewest, 400);
    let roles = [Role::Admin, Role::Admin, Role::Doctor, Role::Doctor, Role::Auditor];
    let roles = roles.into_iter().chain(std::iter::repeat_n(Role::Agent, usize::try_from(agents).unwrap_or(0)));
    let mut chance = Chance::seeded(seed);
    let mut member = |(index, role): (usize, Role)| {
        let culture = CULTURES[chance.place(5)].1;
        let given = one_of(if chance.percent(60) { culture.women } else { culture.men }, &mut chance);
        let family = one_of(culture.families, &mut chance);
        let title = if role == Role::Doctor { "Dr. " } else { "" };
        let email = format!("{role}{}@staff.example", index + 1);
        Ok(Member { name: format!("{title}{given} {family}").parse()?, email: email.parse()?, role, password: password.clone() })
    };
    roles.enumerate().map(&mut member).collect()
}

#[expect(clippy::disallowed_methods, reason = "the seeder makes up who is at the desk")]
const fn setup() -> Actor {
    Actor::system(Task::Setup)
}

#[expect(clippy::disallowed_methods, reason = "the seeder acts as the people it has made up")]
fn person(staff: &Staff) -> Actor {
    Actor::staff(staff.id, staff.role)
}

/// Why the life of a ticket ends here.
#[derive(Debug)]
pub(super) enum Stop {
    /// What comes next lies in the future.
    NotYet,
    /// What was made up is not possible: a mistake of the seeder.
    Failed(ServiceError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.into())
    }
}
impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Failed(impossible(&fault))
    }
}

/// A value that was made up and is none.
pub(super) fn impossible(fault: &Fault) -> ServiceError {
    ServiceError::Internal(format!("the seeder made up a value that is none: {fault}"))
}
