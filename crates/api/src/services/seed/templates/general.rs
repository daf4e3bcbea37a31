//! What is said in cases of every kind.

use caredesk_domain::message::Channel;

/// How a first contact begins.
pub(in super::super) const GREETINGS: &[&str] =
    &["Good morning, ", "Good afternoon. ", "Hello, ", "Hi, ", "Please help: ", "Dear CareDesk, ", "", "", ""];

/// How an agent presents what they write down, by the way it came.
pub(in super::super) const PRESENT: [(Channel, &str, &str); 3] = [
    (Channel::Chat, "", ""),
    (Channel::Call, "By phone, in the caller's words: \"", "\""),
    (Channel::Email, "", "\n\nKind regards\n{given}"),
];

/// The patient has not heard from the desk and asks.
pub(in super::super) const CHASES: &[&str] = &[
    "Is there any news on this?",
    "I wrote to you before and am still waiting. Please tell me where this stands.",
    "Hello? I have not heard back yet.",
    "Sorry to press, but I need to know before {next}.",
    "Have you been able to look at it?",
];

/// The desk says that it is still at it.
pub(in super::super) const INTERIM: &[&str] = &[
    "Thank you for your patience. We are still on it and I will write to you again by {next}. {agent}",
    "I have not forgotten you: the answer I need should come tomorrow. {agent}",
    "A short word in between: I have what I need from you and am waiting for my colleagues. {agent}",
    "We are looking into it now. You do not have to do anything. {agent}",
];

/// What else a patient says on the way.
pub(in super::super) const THANKS: &[&str] = &[
    "Thank you, I will wait to hear from you.",
    "All right. Please call rather than write, I am on the road.",
    "Thanks {agent}, that is clear.",
    "OK. If it helps, I am free after {time}.",
    "God bless you for the quick answer. I will be waiting.",
];

/// What the patient says after the case was thought to be done.
pub(in super::super) const AGAIN: &[&str] = &[
    "I am sorry to come back, but it is not solved: the same thing happened again this morning.",
    "It was fine for a day and now we are back where we began.",
    "I thought this was settled. Please look again.",
    "Thank you for the help, but one thing is still open, please see what I wrote at first.",
];

/// What the desk says when it takes a case up again.
pub(in super::super) const ASKED: &[&str] = &[
    "I am sorry that you had to come back. I have opened your case again and take it from the beginning. {agent}",
    "Thank you for telling us. This should not have happened twice; I am on it. {agent}",
    "I see it here too. Leave it with me today. {agent}",
];

/// A word for the colleague who gets the ticket.
pub(in super::super) const HANDED_OVER: &[&str] = &[
    "Colleague is off until their next shift, taking over so that the patient need not wait.",
    "Over to you, you had this patient before.",
    "Taking this one: needs an answer today.",
    "Handover at the change of shift. The last message is not answered yet.",
    "Spreading the queue a little.",
];

/// A word for the queue.
pub(in super::super) const RETURNED: &[&str] = &[
    "Back to the queue: I am in training for the rest of the week.",
    "Not one for me after all, somebody with access to the old records should take it.",
];

/// Why a case is closed without an answer.
pub(in super::super) const NO_ANSWER: &[&str] = &[
    "As I have not heard from you I take it that all is well and close this for now. Answer any time and it opens again. {agent}",
    "We have tried to reach you twice. I close the case today; one message from you is enough to go on. {agent}",
];

/// How a case ends that was taken up again.
pub(in super::super) const SETTLED: &[&str] = &[
    "It took a second look, but now it is settled. I have asked for it to be watched for a week. {agent}",
    "I have gone through it with my colleagues and it is mended for good. Thank you for your patience. {agent}",
    "All done now. Should anything be left, write to me by name. {agent}",
];

/// A note on a ticket that says the same as another.
pub(in super::super) const SAME: &[&str] = &[
    "Same matter as the patient's other ticket, which is in work. Nothing new in this one.",
    "Written twice. The other ticket has the whole story.",
];

/// What the patient hears when they wrote about the same thing twice.
pub(in super::super) const KNOWN_ALREADY: &[&str] = &[
    "Thank you, {given}. We are at it already: I go on under your first message and close this one, so that nothing is done twice. {agent}",
    "I have found your earlier message about the same matter. You get the answer there, this one I close. {agent}",
];

/// Why a ticket is moved to another patient.
pub(in super::super) const MISTAKEN: &[&str] = &[
    "Opened on the record of another person with a similar name. Date of birth checked with the caller.",
    "The phone belongs to a relative; the case is that of the patient who spoke.",
    "Picked the wrong line of the search. Noticed when the appointment did not fit.",
];
