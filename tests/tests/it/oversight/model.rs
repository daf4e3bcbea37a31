//! Random commands at a desk, by the services that staff and service accounts call.

use caredesk_api::services::{
    ExpectedVersion, ServiceError, customers, escalations, interactions, staff,
    tickets::{self, TicketKey},
};
use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, StaffId, TicketId,
    actor::{Actor, Role},
    customer::CustomerDetails,
    escalation::TargetRole,
    interaction::{Direction, InteractionEnd, InteractionPatch},
    message::Channel,
    staff::StaffPatch,
    ticket::{Category, Priority, TicketFields, TicketPatch, TicketStatus},
};
use caredesk_tests::{TestRng, TestServer};

use super::actors;

/// Words of subjects: the forms of each term.
pub(super) const FORMS: [&[&str]; 6] = [
    &["refund", "refunds", "refunded"],
    &["voucher", "vouchers"],
    &["insulin"],
    &["clinic", "clinics"],
    &["password", "passwords"],
    &["rash"],
];
/// Seconds between two commands; a status change can be undone for 60.
const WAITS: [i64; 10] = [5, 20, 40, 59, 600, 3_600, 20_000, 50_000, 90_000, 250_000];

/// The staff and the records of the desk.
pub(super) struct DeskModel<'d> {
    desk: &'d TestServer,
    pub(super) agents: Vec<StaffId>,
    doctors: Vec<StaffId>,
    admin: StaffId,
    program: Actor,
    customers: Vec<CustomerId>,
    tickets: Vec<TicketId>,
    interactions: Vec<InteractionId>,
    escalations: Vec<EscalationId>,
    /// Number of commands that succeeded.
    pub(super) succeeded: usize,
}

impl<'d> DeskModel<'d> {
    pub(super) async fn new(desk: &'d TestServer) -> Self {
        let mut hired = Vec::new();
        for role in [Role::Agent, Role::Agent, Role::Agent, Role::Doctor, Role::Doctor, Role::Admin] {
            hired.push(desk.add_staff(role).await.id.parse().unwrap());
        }
        let mut world = Self {
            desk,
            agents: hired[..3].to_vec(),
            doctors: hired[3..5].to_vec(),
            admin: hired[5],
            program: actors::service_account(),
            customers: Vec::new(),
            tickets: Vec::new(),
            interactions: Vec::new(),
            escalations: Vec::new(),
            succeeded: 0,
        };
        for name in ["Obi", "Eze", "Bello", "Musa"] {
            let details = CustomerDetails::named(name.parse().unwrap());
            let customer = customers::create(desk.store(), &world.admin(), details).await.unwrap().without_key().unwrap();
            world.customers.push(customer.id);
        }
        world
    }

    fn admin(&self) -> Actor {
        actors::staff(self.admin, Role::Admin)
    }

    /// Mostly an agent, sometimes the admin or a service account.
    fn random_actor(&self, chance: &mut TestRng) -> Actor {
        match chance.below(12) {
            0 => self.admin(),
            1 => self.program.clone(),
            _ => actors::staff(chance.pick(&self.agents), Role::Agent),
        }
    }

    /// Advances the clock and runs a random command. A rejected command changes nothing.
    pub(super) async fn step(&mut self, chance: &mut TestRng) {
        self.desk.advance(chance.pick(&WAITS));
        let who = self.random_actor(chance);
        let outcome = match chance.below(20) {
            0..=3 => self.open(chance, &who).await,
            4 | 5 => self.log(chance, &who).await,
            6 => self.end(chance, &who).await,
            7..=9 => self.post_message(chance, &who).await,
            10..=12 => self.change_status(chance, &who).await,
            13 => self.hand_over(chance, &who).await,
            14 | 15 => self.escalate(chance, &who).await,
            16 | 17 => self.answer(chance).await,
            18 => self.edit_record(chance, &who).await,
            _ => self.delete_or_restore(chance).await,
        };
        match outcome {
            Ok(()) => self.succeeded += 1,
            Err(
                ServiceError::Domain(_)
                | ServiceError::Invalid { .. }
                | ServiceError::AssignedToOther(_)
                | ServiceError::AcceptedByOther(_),
            ) => {}
            Err(ServiceError::Store(caredesk_persistence::StoreError::NotFound)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn open(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let interaction = if chance.percent(40) { chance.choose(&self.interactions).copied() } else { None };
        let customer = match interaction {
            Some(id) => interactions::get(self.desk.store(), &self.admin(), id).await?.interaction.customer,
            None => chance.pick(&self.customers),
        };
        let (first, second) = (chance.pick(&FORMS[..3]), chance.pick(&FORMS[3..]));
        let mut subject = [first, second].map(|forms| chance.pick(forms)).join(" ");
        if chance.percent(30) {
            subject = format!("{subject} {}", chance.pick(first));
        }
        let command = tickets::OpenTicket {
            customer,
            fields: TicketFields::new(
                chance.pick(Category::ALL),
                chance.pick(Priority::ALL),
                subject.parse().unwrap(),
                "It is said in full here.".parse().unwrap(),
            ),
            assignment: chance.pick(&[tickets::Assignment::Opener, tickets::Assignment::Queue]),
            interaction,
        };
        let opened = tickets::open(self.desk.store(), who, command).await?.without_key()?;
        self.tickets.push(opened.ticket.id);
        // Later events have a time of their own.
        self.desk.advance(1);
        Ok(())
    }

    async fn log(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let about = if chance.percent(50) { chance.choose(&self.tickets).copied() } else { None };
        let customer = match about {
            Some(id) => tickets::get(self.desk.store(), &self.admin(), TicketKey::Id(id)).await?.ticket.customer,
            None => chance.pick(&self.customers),
        };
        let now = self.desk.now();
        let (begun, over) = (chance.percent(40), chance.percent(50));
        let command = interactions::LogInteraction {
            customer,
            channel: chance.pick(Channel::ALL),
            direction: chance.pick(Direction::ALL),
            summary: Some("What came of it.".parse().unwrap()),
            transcript: None,
            pending: false,
            started_at: begun.then(|| now.plus_seconds(-chance.pick(&[30, 4_000, 200_000]))),
            ended_at: (begun && over).then(|| now.plus_seconds(-chance.pick(&[0, 20]))),
            no_answer: false,
            ticket: about.map(TicketKey::Id),
        };
        let logged = interactions::log(self.desk.store(), who, command).await?.without_key()?;
        self.interactions.push(logged.interaction.id);
        Ok(())
    }

    async fn end(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let Some(id) = chance.choose(&self.interactions).copied() else { return Ok(()) };
        let given = chance.percent(50).then(|| self.desk.now().plus_seconds(-2));
        let mut by = self.admin();
        if chance.percent(50) {
            interactions::assign(self.desk.store(), &by, id, &ExpectedVersion::Any, chance.choose(&self.agents).copied(), None).await?;
            self.desk.advance(3);
        } else {
            by = who.clone();
        }
        let shown = interactions::get(self.desk.store(), &self.admin(), id).await?.interaction;
        let reaches_out = shown.direction == Direction::Outbound && shown.channel != Channel::Email;
        let end = InteractionEnd { summary: None, ended_at: given, no_answer: reaches_out && chance.percent(50) };
        interactions::end(self.desk.store(), &by, id, &ExpectedVersion::Any, end).await.map(drop)
    }

    async fn post_message(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let Some(id) = chance.choose(&self.tickets).copied() else { return Ok(()) };
        let what = match chance.below(8) {
            0 => tickets::MessageCommand::Note,
            1..=3 => tickets::MessageCommand::Customer(None),
            _ => tickets::MessageCommand::Reply,
        };
        let status = chance.percent(40).then(|| chance.pick(&[TicketStatus::Open, TicketStatus::Pending, TicketStatus::Resolved]));
        let say = tickets::PostMessage { kind: what, body: "What is said.".parse().unwrap(), status, closes: None };
        tickets::post_message(self.desk.store(), who, TicketKey::Id(id), say).await.map(drop)
    }

    /// Changes the status, mostly to resolved, and sometimes undoes that.
    async fn change_status(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let Some(id) = chance.choose(&self.tickets).copied() else { return Ok(()) };
        let before = tickets::get(self.desk.store(), &self.admin(), TicketKey::Id(id)).await?.ticket.state.status();
        let to = match (chance.below(8), chance.choose(&self.tickets)) {
            (0, _) => tickets::StatusChange::To(TicketStatus::Pending),
            (1 | 2, _) => tickets::StatusChange::To(TicketStatus::Open),
            (3, Some(original)) => tickets::StatusChange::Duplicate(TicketKey::Id(*original)),
            _ => tickets::StatusChange::To(TicketStatus::Resolved),
        };
        tickets::set_status(self.desk.store(), who, TicketKey::Id(id), &ExpectedVersion::Any, to).await?;
        if chance.percent(25) {
            self.desk.advance(chance.pick(&[1, 30, 59, 61]));
            let back = tickets::StatusChange::Undo(before);
            tickets::set_status(self.desk.store(), who, TicketKey::Id(id), &ExpectedVersion::Any, back).await?;
        }
        Ok(())
    }

    async fn hand_over(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let Some(id) = chance.choose(&self.tickets).copied() else { return Ok(()) };
        let to = if chance.percent(80) { chance.choose(&self.agents).copied() } else { None };
        tickets::assign(self.desk.store(), who, TicketKey::Id(id), &ExpectedVersion::Any, to, None).await.map(drop)
    }

    async fn escalate(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let origin = match (chance.percent(80), chance.choose(&self.tickets), chance.choose(&self.interactions)) {
            (true, Some(id), _) => escalations::EscalationSourceKey::Ticket(TicketKey::Id(*id)),
            (_, _, Some(id)) => escalations::EscalationSourceKey::Interaction(*id),
            (_, _, None) => return Ok(()),
        };
        let ask = match chance.below(3) {
            0 => escalations::RequestedTarget { role: TargetRole::Admin, staff: None },
            1 => escalations::RequestedTarget { role: TargetRole::Doctor, staff: None },
            _ => escalations::RequestedTarget { role: TargetRole::Doctor, staff: Some(chance.pick(&self.doctors)) },
        };
        let command = escalations::RaiseEscalation { ask, reason: "Is this an allergy?".parse().unwrap(), priority: None };
        let raised = escalations::raise(self.desk.store(), who, origin, command).await?.without_key()?;
        self.escalations.push(raised.escalation.id);
        Ok(())
    }

    async fn answer(&mut self, chance: &mut TestRng) -> Result<(), ServiceError> {
        let Some(id) = chance.choose(&self.escalations).copied() else { return Ok(()) };
        let by = if chance.percent(75) { actors::staff(chance.pick(&self.doctors), Role::Doctor) } else { self.admin() };
        let (store, any) = (self.desk.store(), ExpectedVersion::Any);
        match chance.below(7) {
            0 | 1 => escalations::accept(store, &by, id, &any).await.map(drop),
            2 => escalations::decline(store, &by, id, &any, &"Not my field.".parse().unwrap()).await.map(drop),
            3 => escalations::withdraw(store, &self.admin(), id, &any, &"No longer needed.".parse().unwrap()).await.map(drop),
            4 => escalations::close(store, &self.admin(), id, &any).await.map(drop),
            _ => escalations::resolve(store, &by, id, &any, &"It is an allergy.".parse().unwrap()).await.map(drop),
        }
    }

    /// Corrects a category, the times of an interaction or the customer.
    async fn edit_record(&mut self, chance: &mut TestRng, who: &Actor) -> Result<(), ServiceError> {
        let (store, any) = (self.desk.store(), ExpectedVersion::Any);
        let (ticket, interaction) = (chance.choose(&self.tickets).copied(), chance.choose(&self.interactions).copied());
        match (chance.below(4), ticket, interaction) {
            (0 | 1, Some(id), _) => {
                let patch = TicketPatch { category: Some(chance.pick(Category::ALL)), ..TicketPatch::default() };
                tickets::edit(store, who, TicketKey::Id(id), &any, patch).await.map(drop)
            }
            (2, Some(id), _) => {
                let (to, along) = (chance.pick(&self.customers), chance.percent(50));
                let reason = "It was the wrong patient.".parse().unwrap();
                tickets::move_to_customer(store, who, TicketKey::Id(id), &any, to, &reason, along).await.map(drop)
            }
            (_, _, Some(id)) => {
                let ended_at = chance.percent(60).then(|| self.desk.now().plus_seconds(-chance.pick(&[5, 700])));
                let patch = InteractionPatch { channel: Some(chance.pick(Channel::ALL)), ended_at, ..InteractionPatch::default() };
                interactions::edit(store, &self.admin(), id, &any, patch).await.map(drop)
            }
            (_, _, None) => Ok(()),
        }
    }

    /// Deletes or restores a record, or deactivates an agent.
    async fn delete_or_restore(&mut self, chance: &mut TestRng) -> Result<(), ServiceError> {
        let (store, admin, any) = (self.desk.store(), self.admin(), ExpectedVersion::Any);
        let ids =
            (chance.choose(&self.tickets).copied(), chance.choose(&self.interactions).copied(), chance.choose(&self.escalations).copied());
        match (chance.below(7), ids) {
            (0, (Some(id), _, _)) => tickets::delete(store, &admin, TicketKey::Id(id), &any).await,
            (1 | 2, (Some(id), _, _)) => tickets::restore(store, &admin, TicketKey::Id(id), &any).await.map(drop),
            (3, (_, Some(id), _)) => interactions::delete(store, &admin, id, &any).await,
            (4, (_, _, Some(id))) => escalations::delete(store, &admin, id, &any).await,
            (5, _) if self.agents.len() > 1 => {
                let leaves = self.agents.remove(chance.below(self.agents.len()));
                let patch = StaffPatch { active: Some(false), ..StaffPatch::default() };
                staff::edit(store, &admin, leaves, &any, patch).await.map(drop)
            }
            _ => Ok(()),
        }
    }
}
