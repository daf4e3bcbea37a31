//! Scripts of contacts.

use caredesk_domain::{Timestamp, escalation::TargetRole, interaction::Direction, message::Channel, ticket::Priority};

use super::{Action, ContactSpec, Due, ScriptBuilder};
use crate::{
    clock::{HOUR, MINUTE},
    data::{Enquiry, Escalation},
    rng::Rng,
};

/// How customers get in touch: most of them call.
pub(crate) fn usual_channel(rng: &mut Rng) -> Channel {
    rng.weighted(&[(46, Channel::Call), (33, Channel::Chat), (21, Channel::Email)])
}

/// The length of a contact: minutes for a call, more for a chat; an e-mail is only read.
fn seconds(channel: Channel, rng: &mut Rng) -> i64 {
    let (typical, longest) = match channel {
        Channel::Call => (5 * MINUTE, 30 * MINUTE),
        Channel::Chat => (12 * MINUTE, 40 * MINUTE),
        Channel::Email => (150, 15 * MINUTE),
    };
    rng.seconds(typical).clamp(50, longest)
}

impl ScriptBuilder<'_> {
    pub(super) fn contact(
        &mut self,
        channel: Channel,
        direction: Direction,
        (text, answer): (&'static str, &'static str),
        summary: &'static str,
    ) -> ContactSpec {
        let seconds = seconds(channel, &mut self.rng);
        ContactSpec { channel, direction, seconds, text, answer, summary, no_answer: false }
    }

    /// A contact that the customer begins and that no ticket comes of.
    pub(crate) fn enquiry(&mut self, at: Timestamp, enquiry: &'static Enquiry) {
        let channel = self.enquiry_channel(enquiry);
        let contact = self.enquiry_contact(channel, enquiry);
        self.add(Due::At(at), Action::BeginContact(contact));
        if self.rng.percent(18) {
            return self.add(Due::ContactEnd(30, 9 * MINUTE), Action::LogContact);
        }
        self.add(Due::ContactBegin(10, 35), Action::LogContact);
        self.end_contact(contact);
    }

    /// A contact that goes on at `until`.
    pub(crate) fn active_contact(&mut self, until: Timestamp, enquiry: &'static Enquiry, channel: Channel) {
        let contact = self.enquiry_contact(channel, enquiry);
        let began = self.rng.within(until, -contact.seconds.min(10 * MINUTE), -40);
        let contact = ContactSpec { seconds: until.seconds_since(began) + contact.seconds, ..contact };
        self.add(Due::At(began), Action::BeginContact(contact));
        self.add(Due::ContactBegin(9, 35), Action::LogContact);
    }

    /// A contact that waits for the customer, or for any agent when it is `released`.
    pub(crate) fn pending_contact(&mut self, at: Timestamp, enquiry: &'static Enquiry, channel: Channel, released: bool) {
        let contact = self.enquiry_contact(channel, enquiry);
        self.add(Due::At(at), Action::BeginContact(contact));
        self.add(Due::ContactBegin(10, 50), Action::LogContact);
        self.add(Due::Within(20, 3 * MINUTE), Action::HoldContact);
        if released {
            let note = self.pick(&self.data.phrases.note.contact_released);
            self.add(Due::Within(8, 60), Action::ReleaseContact(note));
        }
    }

    /// A call that the desk begins.
    pub(crate) fn outbound_call(&mut self, at: Timestamp) {
        let summary = self.pick(&self.data.phrases.summary.outbound);
        let contact = self.contact(Channel::Call, Direction::Outbound, ("", ""), summary);
        let contact = ContactSpec { seconds: contact.seconds.min(6 * MINUTE), ..contact };
        self.add(Due::At(at), Action::BeginContact(contact));
        self.add(Due::ContactEnd(10, 5 * MINUTE), Action::LogContact);
    }

    /// A call with a question that only a doctor may answer; another call carries the answer.
    pub(crate) fn doctor_question(&mut self, at: Timestamp, enquiry: &'static Enquiry, escalation: &'static Escalation) {
        let contact = self.enquiry_contact(Channel::Call, enquiry);
        self.add(Due::At(at), Action::BeginContact(contact));
        self.add(Due::ContactBegin(10, 25), Action::LogContact);
        let target = self.usual_target(TargetRole::Doctor);
        let reason = &escalation.reason;
        self.add(Due::Within(5, 20), Action::Escalate { to: TargetRole::Doctor, target, reason });
        self.add(Due::ContactEnd(0, 0), Action::EndContact);
        if self.escalation_answer(escalation, target, Priority::Medium) {
            let summary = self.pick(&self.data.phrases.summary.doctor_answered);
            let contact = self.contact(Channel::Call, Direction::Outbound, ("", ""), summary);
            self.add(Due::After(15 * MINUTE), Action::BeginContact(contact));
            self.add(Due::ContactEnd(20, 90), Action::LogContact);
            self.add(Due::Within(4, 60), Action::CloseEscalation);
        }
    }

    /// A call to the customer before a message, with a probability for calls and one for other channels.
    pub(super) fn add_call(&mut self, due: Due, channel: Channel, (for_calls, for_others): (u32, u32)) {
        if !self.rng.percent(if channel == Channel::Call { for_calls } else { for_others }) {
            return;
        }
        let summary = self.pick(&self.data.phrases.summary.called);
        self.call(due, summary);
    }

    pub(super) fn call(&mut self, due: Due, summary: &'static str) {
        let contact = self.contact(Channel::Call, Direction::Outbound, ("", ""), summary);
        if !self.rng.percent(35) {
            self.add(due, Action::BeginContact(contact));
            self.add(Due::ContactBegin(0, 2), Action::LogContact);
            return self.add(Due::ContactEnd(0, 0), Action::EndContact);
        }
        let no_answer = self.rng.percent(30);
        let contact = if no_answer {
            ContactSpec {
                no_answer,
                seconds: self.rng.between(50, 75),
                summary: self.pick(&self.data.phrases.summary.no_answer),
                ..contact
            }
        } else {
            contact
        };
        self.add(due, Action::BeginContact(contact));
        self.add(Due::ContactEnd(30, 8 * MINUTE), Action::LogContact);
    }

    /// Most customers answer within the hour, some on the next day.
    pub(super) fn usual_wait(&mut self) -> i64 {
        self.rng.weighted(&[(60, 25 * MINUTE), (30, 5 * HOUR), (10, 22 * HOUR)])
    }

    /// The customer writes or gets in touch, and says `text`.
    pub(super) fn customer_message(&mut self, wait: i64, text: &'static str, channel: Channel, summaries: &'static [String]) {
        let in_contact = self.rng.percent(match channel {
            Channel::Call => 55,
            Channel::Chat => 30,
            Channel::Email => 0,
        });
        // Callers who do not call again write in the app.
        let written = if channel == Channel::Email { Channel::Email } else { Channel::Chat };
        let message = Action::CustomerMessage(text, written);
        if !in_contact {
            return self.add(Due::Customer(wait), message);
        }
        let (answer, summary) = (self.pick(&self.data.phrases.message.added), self.pick(summaries));
        let contact = self.contact(channel, Direction::Inbound, (text, answer), summary);
        self.add(Due::Customer(wait), Action::BeginContact(contact));
        self.add(Due::ContactBegin(0, 5), Action::LogContact);
        self.add(Due::Within(9, 40), message);
        self.end_contact(contact);
    }

    pub(super) fn chase(&mut self, channel: Channel) {
        let (wait, text) = (self.usual_wait(), self.pick(&self.data.phrases.message.chase));
        self.customer_message(wait, text, channel, &self.data.phrases.summary.chase);
    }

    fn enquiry_channel(&mut self, enquiry: &'static Enquiry) -> Channel {
        let usual = usual_channel(&mut self.rng);
        if enquiry.channels.contains(&usual) { usual } else { *self.rng.pick(&enquiry.channels) }
    }

    fn enquiry_contact(&mut self, channel: Channel, enquiry: &'static Enquiry) -> ContactSpec {
        let summary = self.pick(&enquiry.summaries);
        self.contact(channel, Direction::Inbound, (&enquiry.text, &enquiry.answer), summary)
    }

    /// A logged contact ends, sometimes after a break or by a colleague, and some agents write more down.
    pub(super) fn end_contact(&mut self, contact: ContactSpec) {
        let interrupted = self.rng.index(100);
        match contact.channel {
            Channel::Chat if interrupted < 8 => {
                self.add(Due::ContactPart(25, 50), Action::HoldContact);
                self.add(Due::ContactPart(15, 45), Action::ResumeContact);
            }
            Channel::Call | Channel::Chat if interrupted < 14 => {
                let note = self.pick(&self.data.phrases.note.contact_handover);
                self.add(Due::ContactPart(25, 50), Action::TransferContact(note));
            }
            Channel::Call | Channel::Chat | Channel::Email => {}
        }
        self.add(Due::ContactEnd(0, 0), Action::EndContact);
        if contact.channel == Channel::Chat && self.rng.percent(60) {
            self.add(Due::Within(4, 60), Action::WriteTranscript);
        }
        if self.rng.percent(14) {
            let notes = &self.data.phrases.note;
            let note = self.pick(match contact.channel {
                Channel::Call => &notes.call,
                Channel::Chat => &notes.chat,
                Channel::Email => &notes.email,
            });
            self.add(Due::Within(15, 5 * MINUTE), Action::NoteContact(note));
        }
    }
}
