//! What is written down of calls, chats and e-mails.

/// What somebody says to the desk and what it answers, for a contact that is kept word for word.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Talk<'t> {
    /// What the patient says.
    pub(in super::super) said: &'t str,
    /// What the agent answers.
    pub(in super::super) answer: &'t str,
}

/// Chats, around what was said.
pub(in super::super) const CHATS: &[&str] = &[
    "{agent}: Welcome to CareDesk, this is {agent}. What can I do for you?\n{given}: {said}\n{agent}: Thank you, {given}. One moment, I am opening your record.\n{agent}: {answer}\n{given}: Fine, thank you.",
    "{given}: Hello, is somebody there?\n{agent}: Good day, you are with {agent}. Which date of birth stands on the record, please?\n{given}: I have just typed it in.\n{agent}: I see it, thank you. Tell me.\n{given}: {said}\n{agent}: {answer}\n{given}: All right.",
    "{given}: {said}\n{agent}: Hello {given}, {agent} here. {answer}\n{given}: Ok. How long will this chat stay open?\n{agent}: You can read it in the app for a year.",
];

/// E-mails, around what was said.
pub(in super::super) const LETTERS: &[&str] = &[
    "Subject: {topic}\n\nDear CareDesk,\n\n{said}\n\nKind regards\n{given}",
    "Subject: {topic}\n\nGood day,\n\n{said}\n\nThanks and God bless\n{given}\n\nSent from my {phone}",
    "Subject: {topic}\n\n{said}\n\n{given}",
];

/// What an agent says when they open a ticket in a chat.
pub(in super::super) const TAKEN_DOWN: &[&str] = &[
    "I am writing this down as a ticket, so that nobody has to ask you twice. You hear from us here.",
    "I cannot settle that at once, so I have opened a ticket for it. My colleagues and I come back to you.",
    "That needs a second look. There is a ticket for it now, and you get every answer in the app.",
];

/// What came of a contact in which a ticket was opened.
pub(in super::super) const OPENED: &[&str] = &[
    "{topic}. Could not be settled at once: opened {number} and said that we come back to {given}.",
    "{given} about this: {topic}. Wrote it down as {number}, identity checked.",
    "New case, {number}: {topic}. Patient knows that an answer can take until {next}.",
    "Listened, took the details down and opened {number}. Subject: {topic}.",
];

/// What came of a contact in which the patient spoke about a ticket of theirs.
pub(in super::super) const ABOUT_IT: &[&str] = &[
    "Asked how far {number} is. Said what we know so far and wrote their words down on the ticket.",
    "Had more to say on {number} ({topic}). Added to the ticket.",
    "Follow-up on {number}. No new facts from us yet, patient is patient about it.",
    "Wanted to be sure that {number} is not forgotten. Read the last message out, all clear.",
];

/// What came of a call to the patient about a ticket of theirs.
pub(in super::super) const CALLED: &[&str] = &[
    "Called {given} about {number} and asked what was missing. The written message goes out as well.",
    "Rang back on {number}. Reached at the second try, explained where we are.",
    "Short call to {given}: {topic}. They prefer to hear it rather than read it.",
    "Called the number on the record for {number}. Spoke with {given} in person, date of birth checked.",
];

/// What came of a call that nobody took.
pub(in super::super) const NO_ANSWER: &[&str] = &[
    "Rang {given} about {number}, nobody picked up. The written message goes out.",
    "No answer on the number on the record for {number}; left no details on the voicemail.",
];

/// What came of a call that carried an answer to somebody who had only called or written.
pub(in super::super) const ANSWERED: &[&str] = &[
    "Called {given} back with the answer of my colleague and read it out slowly. No further questions.",
    "Passed the answer on by phone. {given} repeated it back correctly.",
];

/// What came of a call that the desk began by itself.
pub(in super::super) const REMINDED: &[&str] = &[
    "Reminded {given} of the {test} on {next}. Will come, knows the way.",
    "Welcome call after joining the {plan}. Everything clear, app is installed.",
    "Called because {doctor} is late today. {given} waits, moved by half an hour.",
    "Asked how the first week with {drug} was. All well, no questions for the doctor.",
];

/// What came of a call in which a doctor had to be asked.
pub(in super::super) const FOR_A_DOCTOR: &[&str] = &[
    "Asked something about {drug} that only a doctor may answer. Passed on at once, we call back.",
    "{given} is unsure what to do until the consultation on {next}. Doctor asked, call back as soon as there is an answer.",
];

/// Notes on contacts.
pub(in super::super) const NOTES: &[&str] = &[
    "Line was poor, the phone number on the record is right all the same.",
    "Spoke with {whom} first, then with the patient. Consent to that was given on the phone.",
    "Prefers to be called after {time}.",
    "Sounded worried. Please be gentle when you call back.",
    "Address confirmed, nothing to change on the record.",
    "Second contact this week, worth a look whether we explain this well enough in the app.",
    "Background noise, patient was on the bus. Numbers repeated twice.",
];

/// A word for the colleague who goes on with a contact.
pub(in super::super) const HANDED_OVER: &[&str] = &[
    "You know this plan better than I do, the patient is on the line.",
    "Please go on with this one, my break is overdue. Identity is checked.",
    "The patient would rather speak with you, you had the case last time.",
];

/// A word for whoever goes on with a contact that is left.
pub(in super::super) const LEFT: &[&str] = &[
    "Needs somebody who can see the old invoices. Nothing is promised yet.",
    "I have to leave, the answer is not written. First come, first served.",
    "Read it, cannot answer it. Somebody from the early shift knows the clinic.",
];
