//! What people call or write about that is settled at once.

/// Something that needs no ticket.
#[derive(Debug)]
pub(in super::super) struct Enquiry {
    /// What it is about, in a few words.
    pub(in super::super) topic: &'static str,
    /// What the patient says.
    pub(in super::super) asks: &'static str,
    /// What the agent answers.
    pub(in super::super) answers: &'static str,
    /// What came of it.
    pub(in super::super) came_of: &'static [&'static str],
}

pub(in super::super) const ENQUIRIES: [Enquiry; 16] = [
    Enquiry {
        topic: "Opening hours on a public holiday",
        asks: "are the doctors there on the public holiday, or only the desk?",
        answers: "The desk always is, doctors from ten to four on holidays.",
        came_of: &["Asked about the hours on the public holiday. Told them."],
    },
    Enquiry {
        topic: "Where is the {clinic} clinic?",
        asks: "I am to go to the {clinic} clinic and cannot find it on the map.",
        answers: "It is beside the pharmacy with the green sign. I am sending the pin to your app.",
        came_of: &["Way to the {clinic} clinic described, map pin sent.", "Could not find {clinic}. Pin sent to the app."],
    },
    Enquiry {
        topic: "How to update the app",
        asks: "the app says that it is too old and I do not find the update on my {phone}.",
        answers: "Open the store, look for us by name and press update. You stay signed in.",
        came_of: &["Went through the update of the app on a {phone}. Works."],
    },
    Enquiry {
        topic: "What the {plan} costs",
        asks: "how much is the {plan} for a month, and can I leave it when I like?",
        answers: "You can leave at the end of each month. The price stands under Plans, today it is {amount}.",
        came_of: &["Price of the {plan} asked for and told. Wants to think it over.", "Interested in the {plan}. Will book in the app."],
    },
    Enquiry {
        topic: "Is {next} at {time} confirmed?",
        asks: "I only want to know whether my appointment on {next} at {time} stands.",
        answers: "It does, with {doctor}. A reminder comes an hour before.",
        came_of: &["Appointment on {next} at {time} confirmed."],
    },
    Enquiry {
        topic: "Thanks for the help",
        asks: "I only want to say thank you. {doctor} took time for me.",
        answers: "That is good to hear, I pass it on.",
        came_of: &["Thanks for {doctor}, passed on to the clinic."],
    },
    Enquiry {
        topic: "Receipt for the employer",
        asks: "can you send me the receipt {ref} once more? My employer wants it.",
        answers: "It has just gone to the address on the record.",
        came_of: &["Receipt {ref} sent again.", "Sent {ref} to the address on the record. Nothing else open."],
    },
    Enquiry {
        topic: "Wrong number",
        asks: "is this not the water company?",
        answers: "No, this is CareDesk, but I hope that your water comes soon.",
        came_of: &["Had dialled the wrong number. No request."],
    },
    Enquiry {
        topic: "How to join a video call",
        asks: "I have never done a video call. What do I press?",
        answers: "Ten minutes before, the button Join turns green. Press it and allow the camera.",
        came_of: &["Explained how to join a video call and tried the camera together."],
    },
    Enquiry {
        topic: "Is fasting needed for the {test}?",
        asks: "do I have to come with an empty stomach for the {test}?",
        answers: "It stands on the slip that you got with the booking. I read it to you.",
        came_of: &["Read the laboratory's slip for the {test} out. No advice of our own."],
    },
    Enquiry {
        topic: "Forgotten password",
        asks: "I forgot my password and the letter with the code is gone.",
        answers: "Press Forgotten below the field. A code comes to the number ending in {card}.",
        came_of: &[
            "New password set with a code by text message. Signed in while we spoke.",
            "Talked through the reset. Code came at once.",
        ],
    },
    Enquiry {
        topic: "Language of the consultation",
        asks: "can {whom} speak with a doctor in our own language?",
        answers: "Yes. Choose it under Language before you pick the time.",
        came_of: &["Showed where the language of a consultation is chosen."],
    },
    Enquiry {
        topic: "Pharmacies near {clinic}",
        asks: "which pharmacies near {clinic} take your prescriptions?",
        answers: "Three of them do. The list is in the app under Pharmacies, with their hours.",
        came_of: &["Named the pharmacies near {clinic}."],
    },
    Enquiry {
        topic: "Adding {whom} to the {plan}",
        asks: "how do I add {whom} to the {plan}?",
        answers: "Under Plan there is Add a person. You need the date of birth.",
        came_of: &["Explained how a person is added to the {plan}. Done during the talk."],
    },
    Enquiry {
        topic: "Late for {time}",
        asks: "I am in the traffic and will be ten minutes late for {time}.",
        answers: "Thank you for telling us, {doctor} knows now and waits.",
        came_of: &["Will be ten minutes late for {time}. {doctor} is told."],
    },
    Enquiry {
        topic: "Which number texts are sent from",
        asks: "I got a message with a link. Is it really from you?",
        answers: "We never send links by text message. Please delete it.",
        came_of: &["Asked about a suspicious message. Not ours, told to delete it; reported to security."],
    },
];
