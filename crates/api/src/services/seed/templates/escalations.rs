//! What is asked of doctors and admins, and what they answer.

use caredesk_domain::ticket::Category;

/// A question to a doctor or an admin, and how it goes.
#[derive(Debug)]
pub(in super::super) struct Matter {
    /// What the care team asks.
    pub(in super::super) reason: &'static str,
    /// What is asked back.
    pub(in super::super) back: &'static str,
    /// What the care team answers to that.
    pub(in super::super) told: &'static str,
    /// The answer.
    pub(in super::super) outcome: &'static str,
    /// What the patient hears of it.
    pub(in super::super) passed_on: &'static str,
}

const MEDICAL: [Matter; 7] = [
    Matter {
        reason: "Patient reports a new rash under {drug} and asks whether to go on. The desk cannot decide that, please advise today.",
        back: "Any swelling of lips or face, and since when exactly? {agent}",
        told: "No swelling. It began on {day}, both arms, itching mostly at night. {agent}",
        outcome: "Stop {drug} for now. I have sent another prescription; if the face swells, emergency room at once. Review on {next}. {agent}",
        passed_on: "The doctor has looked at your case: please stop {drug} and use what is newly prescribed in the app. You are seen again on {next}. {agent}",
    },
    Matter {
        reason: "Result of the {test} is marked red and the patient is afraid. Please explain it or tell us what to say.",
        back: "Was the patient fasting that morning, and is there an earlier value? {agent}",
        told: "Not fasting, by their own words. The earlier result is from last year, in the record. {agent}",
        outcome: "Slightly above the range, no danger. Repeat the {test} fasting within two weeks; I have put the order in. {agent}",
        passed_on: "The doctor says that the value is only slightly raised and no danger. Please repeat the {test} with an empty stomach; the order is in your app. {agent}",
    },
    Matter {
        reason: "Patient has run out of {drug} and the last consultation is more than six months ago. May it be repeated once?",
        back: "Which blood pressure was measured last, and by whom? {agent}",
        told: "They measured at the pharmacy on {day}: 134 over 86. {agent}",
        outcome: "One month of {drug} is fine and signed. Before the next one a consultation is needed, please book. {agent}",
        passed_on: "The doctor has signed {drug} for one month. Before the next one you need a consultation, shall I book {next}? {agent}",
    },
    Matter {
        reason: "Fever for three days in a child, drinks little. The family asks whether to wait for the slot on {next}.",
        back: "How old is the child, and how many wet napkins since the morning? {agent}",
        told: "Fourteen months, two since the morning. {agent}",
        outcome: "Do not wait. To be seen today, {clinic} has a place at {time}; if very sleepy, hospital without delay. {agent}",
        passed_on: "The doctor wants to see the child today: {clinic} expects you at {time}. If the child becomes very sleepy, go to the hospital without delay. {agent}",
    },
    Matter {
        reason: "Patient took two doses of {drug} by mistake this morning and feels dizzy. What should they do?",
        back: "Do they take anything else besides {drug}? {agent}",
        told: "Nothing else, and no alcohol. Dizziness is less than an hour ago. {agent}",
        outcome: "Leave out the evening dose, drink water, sit down. Go on as usual tomorrow; if they faint, emergency room. {agent}",
        passed_on: "The doctor says: leave out the dose of this evening, drink water and rest. Tomorrow go on as usual. If you faint, go to the emergency room. {agent}",
    },
    Matter {
        reason: "Asks for a sick note after the consultation on {date}. {doctor} is away. Can a colleague sign it?",
        back: "For how many days, and does the record name the diagnosis? {agent}",
        told: "Three days from {date}. Diagnosis is in the summary of the call. {agent}",
        outcome: "Signed for three days on the strength of the record. No longer without being seen. {agent}",
        passed_on: "The sick note for three days is signed and in your app. For a longer one a doctor has to see you. {agent}",
    },
    Matter {
        reason: "Pregnant, second trimester, asks whether {drug} is allowed beside the iron tablets. Pharmacy was not sure.",
        back: "Which week, and who prescribed {drug}? {agent}",
        told: "Week 21. It is a leftover from before the pregnancy, nobody prescribed it now. {agent}",
        outcome: "Not without a prescription. I see her on {next} at {time}; iron goes on as it is. {agent}",
        passed_on: "Please do not take {drug} for now, the iron tablets go on. The doctor sees you on {next} at {time}. {agent}",
    },
];

const BILLING: [Matter; 4] = [
    Matter {
        reason: "Charged twice, {amount} each, and the bank sent both back as valid. A refund of this size needs your approval.",
        back: "Do both have the same reference? {agent}",
        told: "No: {ref} and the one after it, forty seconds apart. {agent}",
        outcome: "Refund of {amount} approved. It is a double click, the shop did not lock the button. {agent}",
        passed_on: "The refund of {amount} is approved and on its way to your account. It takes up to five working days. {agent}",
    },
    Matter {
        reason: "Threatens to go to the consumer office over {amount}. The rules are on our side, but the wait was ours. Goodwill?",
        back: "How long did they wait in all? {agent}",
        told: "Nine days, and they wrote three times. {agent}",
        outcome: "Give half of it back as credit and say sorry in our name. Nine days is too long. {agent}",
        passed_on: "We are sorry for the long wait. Half of {amount} is put to your credit, by decision of our lead. {agent}",
    },
    Matter {
        reason: "Employer left the {plan} without telling anybody; patient is in the middle of treatment. May we bridge a month?",
        back: "Is the treatment with us or with a clinic? {agent}",
        told: "With us, two consultations are left. {agent}",
        outcome: "Bridge it until both consultations are done. After that the single plan, at their own cost. {agent}",
        passed_on: "Your consultations go on as planned, the month is on us. After that you can choose a plan of your own. {agent}",
    },
    Matter {
        reason: "Invoice {ref} names another clinic and the insurer refuses it. Only an admin can have it written anew.",
        back: "Which clinic should it name? {agent}",
        told: "{clinic}, as in the booking. {agent}",
        outcome: "Written anew with {clinic}, same number with an A behind it. {agent}",
        passed_on: "The corrected invoice is in your app. It has the same number with an A at the end. {agent}",
    },
];

const APPOINTMENT: [Matter; 3] = [
    Matter {
        reason: "{doctor} missed this patient for the second time. They want to know what we do about it.",
        back: "Were both at the same hour? {agent}",
        told: "Both at {time}, right after the ward round by the look of it. {agent}",
        outcome: "Spoken with the clinic: no bookings before half past from now on. Offer the next slot free of charge. {agent}",
        passed_on: "We have spoken with the clinic and changed the plan, so that it does not happen again. Your next appointment is free. {agent}",
    },
    Matter {
        reason: "No specialist in {clinic} before next month, and the referral says soon. May we book outside of our network?",
        back: "What does the referral say, word for word? {agent}",
        told: "Within two weeks, underlined. {agent}",
        outcome: "Book outside this once, I have signed the cost. {agent}",
        passed_on: "We may book you with a specialist outside of our clinics, at no cost to you. Is {next} good? {agent}",
    },
    Matter {
        reason: "Wants all appointments of {whom} under one login, without a power of attorney. Is there a way?",
        back: "Is {whom} of age and able to consent? {agent}",
        told: "Of age and able, spoke with them in person. {agent}",
        outcome: "Consent in the app by {whom} is enough, then link them. Without it, no. {agent}",
        passed_on: "That is possible as soon as {whom} agrees in the app. After that both are under one login. {agent}",
    },
];

const TECHNICAL: [Matter; 3] = [
    Matter {
        reason: "Shows the data of somebody else after sign-in on a shared {phone}. Please look at once, this may be a breach.",
        back: "Do they see a name, or only times? {agent}",
        told: "First name and one appointment, nothing medical. {agent}",
        outcome: "Sessions on that device ended, cause found: the profile was never signed out. No breach, written down all the same. {agent}",
        passed_on: "The other profile had stayed signed in on that device. It is signed out now, and nobody saw your data. {agent}",
    },
    Matter {
        reason: "Error {code} on every payment since {day}, four patients by now. Needs somebody with access to the logs.",
        back: "All of them with {pay}? {agent}",
        told: "Yes, all four. {agent}",
        outcome: "The provider had a fault with {pay}, mended this morning. Payments in between were not taken. {agent}",
        passed_on: "The fault lay with {pay} and is mended. Nothing was taken from your account in between. {agent}",
    },
    Matter {
        reason: "Cannot sign in since the number was changed, and the usual way back does not work. Identity is checked twice.",
        back: "Checked how? {agent}",
        told: "Date of birth and the last invoice, both right, and a call to the old number. {agent}",
        outcome: "Second factor taken off once, they must set it anew within a day. {agent}",
        passed_on: "You can sign in now. Please set up the second step again today, the app asks you for it. {agent}",
    },
];

/// What is asked in cases of a category.
pub(in super::super) const fn matters(category: Category) -> &'static [Matter] {
    match category {
        Category::Medical => &MEDICAL,
        Category::Billing => &BILLING,
        Category::Appointment => &APPOINTMENT,
        Category::Technical => &TECHNICAL,
    }
}

/// Why a question is given back.
pub(in super::super) const DECLINES: &[&str] = &[
    "Not my field, somebody else should look at this. {agent}",
    "I am in consultations until the evening and this should not wait. {agent}",
    "I have treated this family, a colleague without that should decide. {agent}",
];

/// Why a question is taken back.
pub(in super::super) const WITHDRAWN: &[&str] = &[
    "The patient has been seen elsewhere in the meantime.",
    "Found the answer in the record, no need to ask.",
    "Raised on the wrong case, it is asked on the right one now.",
    "Patient does not want it any more and said so by phone.",
];
