//! The desk that is made up: its people, their week, and the instant at which it stands.

use caredesk_domain::{
    FieldError, StaffId, Timestamp,
    actor::{Actor, Role, SystemJob},
    email::Email,
    staff::{NewStaff, PasswordHash, Staff},
    text::FullName,
};
use caredesk_persistence::Ids;
use chrono_tz::Tz;

use super::{
    batch::Batch,
    names::{CULTURES, one_of},
    rng::Rng,
    shifts::Shifts,
};
use crate::services::ServiceError;

/// How long before the end of their last shift people looked at their notices, in seconds.
const LOOKED_BEFORE: i64 = 2 * 60 * 60;

/// Somebody who is to work at the desk.
#[derive(Debug, Clone)]
pub struct Member {
    /// Their name, of which they sign with a part.
    pub name: FullName,
    /// The address they sign in with.
    pub email: Email,
    /// What they do.
    pub role: Role,
    /// Their password's hash.
    pub password: PasswordHash,
}

/// Somebody who has to do with patients.
#[derive(Debug)]
pub(super) struct Colleague {
    pub(super) actor: Actor,
    pub(super) staff: Staff,
    /// What they sign with.
    pub(super) signs: String,
}

/// Who works when, and until when.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) shifts: Shifts,
    /// In the order of the roster: agents, then admins, then doctors.
    pub(super) people: Vec<Colleague>,
    pub(super) until: Timestamp,
    pub(super) ids: Ids,
}

impl Desk {
    /// Hires `team` from `opening` on.
    pub(super) fn hire(
        team: Vec<Member>,
        opening: Timestamp,
        until: Timestamp,
        zone: Tz,
        ids: Ids,
        batch: &mut Batch,
    ) -> Result<Self, ServiceError> {
        let (mut people, mut admins, mut doctors) = (Vec::new(), Vec::new(), Vec::new());
        let (mut hired_by, mut at) = (setup(), opening);
        // Admins come first: it is they who bring in everybody else.
        let (first, others): (Vec<Member>, Vec<Member>) = team.into_iter().partition(|member| member.role == Role::Admin);
        for Member { name, email, role, password } in first.into_iter().chain(others) {
            let signs = signature(name.as_str());
            let new = NewStaff { id: ids.id(at), email, name, role, password: Some(password) };
            let staff = batch.add(Staff::create(new, &hired_by, at)?);
            let colleague = Colleague { actor: person(&staff), staff, signs };
            match role {
                Role::Agent => people.push(colleague),
                Role::Admin => {
                    hired_by = colleague.actor.clone();
                    admins.push(colleague);
                }
                Role::Doctor => doctors.push(colleague),
                Role::Auditor => {}
            }
            at = at.plus_seconds(7 * 60);
        }
        if people.len() < Shifts::FEWEST {
            return Err(ServiceError::Internal(format!("a desk around the clock needs {} agents", Shifts::FEWEST)));
        }
        if admins.is_empty() || doctors.is_empty() {
            return Err(ServiceError::Internal("a desk needs an admin and a doctor who can be asked".to_owned()));
        }
        let shifts = Shifts::new(zone, people.len(), admins.len(), doctors.len());
        people.append(&mut admins);
        people.append(&mut doctors);
        Ok(Self { shifts, people, until, ids })
    }

    /// Until when each has seen what there was to know: until some time before the end of their last shift.
    pub(super) fn seen(&self) -> Vec<(StaffId, Role, Timestamp)> {
        let last = |place| self.shifts.last_on_duty(place, self.until).unwrap_or(self.until);
        let people = self.people.iter().enumerate();
        people.map(|(place, person)| (person.staff.id, person.staff.role, last(place).plus_seconds(-LOOKED_BEFORE))).collect()
    }
}

/// With what somebody signs: a doctor with their title and last name, others with what precedes the first space.
fn signature(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    match name.rsplit(' ').next() {
        Some(last) if first == "Dr." => format!("{first} {last}"),
        Some(_) | None => first.to_owned(),
    }
}

/// As many agents and doctors as the work takes, two admins and an auditor.
pub(super) fn team(tickets: u32, per_day: u32, password: &PasswordHash, seed: u64) -> Result<Vec<Member>, FieldError> {
    /// What an agent gets done on a day, days off included.
    const A_DAY: u32 = 12;
    /// How many tickets a day bring as many questions as a doctor answers beside their patients.
    const ASKED_A_DAY: u32 = 90;
    let fewest = u32::try_from(Shifts::FEWEST).unwrap_or(u32::MAX);
    let agents = (per_day / A_DAY).min(tickets / 20).clamp(fewest, 400);
    let doctors = (per_day / ASKED_A_DAY).min(tickets / 100).clamp(2, 60);
    let many = |role, count: u32| std::iter::repeat_n(role, usize::try_from(count).unwrap_or(0));
    let roles = many(Role::Admin, 2).chain(many(Role::Doctor, doctors)).chain(many(Role::Auditor, 1)).chain(many(Role::Agent, agents));
    let mut rng = Rng::seeded(seed);
    let mut member = |(index, role): (usize, Role)| {
        let culture = CULTURES[rng.place(5)].1;
        let given = one_of(if rng.percent(60) { culture.women } else { culture.men }, &mut rng);
        let family = one_of(culture.families, &mut rng);
        let title = if role == Role::Doctor { "Dr. " } else { "" };
        let email = format!("{role}{}@staff.example", index + 1);
        Ok(Member { name: format!("{title}{given} {family}").parse()?, email: email.parse()?, role, password: password.clone() })
    };
    roles.enumerate().map(&mut member).collect()
}

#[expect(clippy::disallowed_methods, reason = "the seeder makes up who is at the desk")]
const fn setup() -> Actor {
    Actor::system(SystemJob::Bootstrap)
}

#[expect(clippy::disallowed_methods, reason = "the seeder acts as the people it has made up")]
fn person(staff: &Staff) -> Actor {
    Actor::staff(staff.id, staff.role)
}
