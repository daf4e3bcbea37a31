//! The staff of a made-up desk.

use std::ops::Range;

use caredesk_domain::{
    FieldError, StaffId, Timestamp,
    actor::{Actor, Role, SystemJob},
    email::Email,
    escalation::TargetRole,
    person::Gender,
    staff::{NewStaff, PasswordHash, Staff},
    text::FullName,
};
use caredesk_persistence::Ids;
use chrono_tz::Tz;

use crate::{
    clock::{HOUR, MINUTE},
    counts::Batch,
    data::Names,
    error::SeedError,
    rng::Rng,
    shifts::Shifts,
};

/// How long before the end of their last shift people read their notices, in seconds.
const READ_NOTICES_BEFORE: i64 = 2 * HOUR;

/// A person to work at the desk.
#[derive(Debug, Clone)]
pub struct TeamMember {
    /// The name, of which a part is the signature.
    pub name: FullName,
    /// The address to sign in with.
    pub email: Email,
    /// The role.
    pub role: Role,
    /// The hash of the password.
    pub password: PasswordHash,
}

/// A staff member who works with customers.
#[derive(Debug)]
pub(crate) struct DeskStaff {
    pub(crate) actor: Actor,
    pub(crate) staff: Staff,
    pub(crate) signature: String,
}

/// Who works when, and until when.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) shifts: Shifts,
    /// In the order of the shifts: agents, then admins, then doctors.
    pub(crate) staff: Vec<DeskStaff>,
    pub(crate) until: Timestamp,
    pub(crate) ids: Ids,
}

impl Desk {
    /// Creates the accounts of `team` from `opening` on.
    pub(crate) fn open(
        team: Vec<TeamMember>,
        (opening, until): (Timestamp, Timestamp),
        zone: Tz,
        ids: Ids,
        batch: &mut Batch,
    ) -> Result<Self, SeedError> {
        let (mut staff, mut admins, mut doctors) = (Vec::new(), Vec::new(), Vec::new());
        let (mut creator, mut at) = (bootstrap_actor(), opening);
        // Admins come first: they create the other accounts.
        let (first, others): (Vec<TeamMember>, Vec<TeamMember>) = team.into_iter().partition(|member| member.role == Role::Admin);
        for TeamMember { name, email, role, password } in first.into_iter().chain(others) {
            let signature = signature(name.as_str());
            let new = NewStaff { id: ids.id(at), email, name, role, password: Some(password) };
            let created = batch.add(Staff::create(new, &creator, at)?);
            let member = DeskStaff { actor: staff_actor(&created), staff: created, signature };
            match role {
                Role::Agent => staff.push(member),
                Role::Admin => {
                    creator = member.actor.clone();
                    admins.push(member);
                }
                Role::Doctor => doctors.push(member),
                Role::Auditor => {}
            }
            at = at.plus_seconds(7 * MINUTE);
        }
        if staff.len() < Shifts::MIN_AGENTS {
            return Err(SeedError::Team(format!("a desk around the clock needs {} agents", Shifts::MIN_AGENTS)));
        }
        if admins.is_empty() || doctors.is_empty() {
            return Err(SeedError::Team("a desk needs an admin and a doctor for escalations".to_owned()));
        }
        let shifts = Shifts::new(zone, staff.len(), admins.len(), doctors.len());
        staff.append(&mut admins);
        staff.append(&mut doctors);
        Ok(Self { shifts, staff, until, ids })
    }

    /// Who can be the target of an escalation to a role.
    pub(crate) const fn targets(&self, role: TargetRole) -> Range<usize> {
        match role {
            TargetRole::Doctor => self.shifts.doctors(),
            TargetRole::Admin => self.shifts.admins(),
        }
    }

    /// Until when each has read their notices.
    pub(crate) fn notices_read(&self) -> Vec<(StaffId, Role, Timestamp)> {
        let last = |index| self.shifts.last_on_duty(index, self.until).unwrap_or(self.until);
        let staff = self.staff.iter().enumerate();
        staff.map(|(index, member)| (member.staff.id, member.staff.role, last(index).plus_seconds(-READ_NOTICES_BEFORE))).collect()
    }
}

/// Doctors sign with title and family name, others with their given name.
fn signature(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    match name.rsplit(' ').next() {
        Some(last) if first == "Dr." => format!("{first} {last}"),
        Some(_) | None => first.to_owned(),
    }
}

/// As many agents and doctors as the work takes, two admins and an auditor.
pub(crate) fn new_team(
    names: &'static Names,
    (tickets, per_day): (u32, u32),
    password: &PasswordHash,
    seed: u64,
) -> Result<Vec<TeamMember>, FieldError> {
    /// Tickets an agent resolves a day, days off included.
    const TICKETS_PER_AGENT: u32 = 12;
    /// Tickets a day whose escalations one doctor answers beside their patients.
    const TICKETS_PER_DOCTOR: u32 = 90;
    /// How many of the cultures, the most frequent first, the staff are of.
    const CULTURES: usize = 5;
    let min_agents = u32::try_from(Shifts::MIN_AGENTS).unwrap_or(u32::MAX);
    let agents = (per_day / TICKETS_PER_AGENT).min(tickets / 20).clamp(min_agents, 400);
    let doctors = (per_day / TICKETS_PER_DOCTOR).min(tickets / 100).clamp(2, 60);
    let many = |role, count: u32| std::iter::repeat_n(role, usize::try_from(count).unwrap_or(0));
    let roles = many(Role::Admin, 2).chain(many(Role::Doctor, doctors)).chain(many(Role::Auditor, 1)).chain(many(Role::Agent, agents));
    let mut rng = Rng::seeded(seed);
    let mut member = |(index, role): (usize, Role)| {
        let culture = &names.culture[rng.index(names.culture.len().min(CULTURES))];
        let given = culture.given_name(if rng.percent(60) { Gender::Female } else { Gender::Male }, &mut rng);
        let family = culture.family_name(&mut rng);
        let title = if role == Role::Doctor { "Dr. " } else { "" };
        let email = format!("{role}{}@staff.example", index + 1);
        Ok(TeamMember { name: format!("{title}{given} {family}").parse()?, email: email.parse()?, role, password: password.clone() })
    };
    roles.enumerate().map(&mut member).collect()
}

#[expect(clippy::disallowed_methods, reason = "the seeder makes up who is at the desk")]
const fn bootstrap_actor() -> Actor {
    Actor::system(SystemJob::Bootstrap)
}

#[expect(clippy::disallowed_methods, reason = "the seeder acts as the staff it has made up")]
fn staff_actor(staff: &Staff) -> Actor {
    Actor::staff(staff.id, staff.role)
}
