//! Times and bookings.

use caredesk_domain::ticket::Priority;

use super::story::Story;

pub(super) const STORIES: [Story; 12] = [
    Story {
        priority: Priority::Medium,
        subjects: &["Move my appointment to {next}", "Cannot come on the day I booked"],
        tells: &[
            "I have a meeting that I cannot leave. Can my appointment with {doctor} be moved to {next}, any time after {time}?",
            "something came up in the family and I must travel. Please give me another day, {next} if possible.",
        ],
        asks: "On {next} {doctor} has {time} free. Shall I book that for you? {agent}",
        adds: "Yes, {time} is good for me.",
        finds: "Old slot released, new one held at {time}.",
        solves: "Done: you see {doctor} on {next} at {time}. The old appointment is cancelled without a fee. {agent}",
    },
    Story {
        priority: Priority::High,
        subjects: &["Doctor did not join the call", "Waited for {doctor} and nobody came"],
        tells: &[
            "I was in the call from {time} on {day} and waited for forty minutes. {doctor} never came and nobody told me why.",
            "the waiting room said you are next for half an hour and then closed. What happened to my appointment?",
        ],
        asks: "I am very sorry, {given}. I am finding out what happened. Would {next} at {time} suit you instead? {agent}",
        adds: "It would, but please be sure that the doctor comes this time.",
        finds: "{doctor} was held up by an emergency, the message to patients was not sent. Told the {clinic} clinic.",
        solves: "{doctor} expects you on {next} at {time}, and the consultation is free. We apologise for the wait. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["No free slot with {doctor}", "Is {doctor} on leave?"],
        tells: &[
            "I have tried every day this week and there is no slot with {doctor}. I do not want to start again with somebody new.",
            "the calendar of {doctor} is empty for a month. Has the doctor left?",
        ],
        asks: "{doctor} is away and back soon. I can put you on the waiting list, or book you with the colleague who covers. Which do you prefer? {agent}",
        adds: "The waiting list please. Mornings are best.",
        finds: "Waiting list for {doctor}, mornings. Two before this one.",
        solves: "A slot came free: {next} at {time} with {doctor}. I have booked it for you. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Booked for the wrong person", "Appointment is in my name, it is for {whom}"],
        tells: &[
            "I booked for {whom} but the appointment is in my name. Will the doctor see the right record?",
            "by mistake I picked my own profile. The consultation on {next} is for {whom}.",
        ],
        asks: "I can change that. What is the date of birth of the person whom the doctor is to see? {agent}",
        adds: "You should have it on the {plan}, it is the second profile.",
        finds: "Second profile found on the plan. Moved the booking.",
        solves: "The appointment on {next} is now on the right record. The time stays the same. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Wrong time zone on my booking", "Is it {time} here or there?"],
        tells: &[
            "I am abroad at present and the app shows {time}. Is that Lagos time or mine?",
            "the e-mail says {time} and the app says an hour later. Which one is true?",
        ],
        asks: "All our times are in West Africa Time. Where are you now, so that I can tell you yours? {agent}",
        adds: "In London until the end of the month.",
        finds: "The phone's clock is on another zone, the message shows ours. Known, reported to the app team.",
        solves: "Your appointment is at {time} West Africa Time. I have put both times into the calendar entry I just sent. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["No reminder came", "Please send reminders to another number"],
        tells: &[
            "I missed my appointment on {day} because no reminder came. I always got one before.",
            "kindly send the reminders to {whom}, I do not read messages during work.",
        ],
        asks: "I see the reminder left us but was not delivered. Is the number ending in {card} still yours? {agent}",
        adds: "No, I have changed it. I have just given the new one on the phone.",
        finds: "Number corrected on the record, test message delivered.",
        solves: "Reminders go to the new number from now on, a day and an hour before. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Home visit for {whom}", "Nurse at home on {next}?"],
        tells: &[
            "{whom} cannot leave the bed. Is it possible that a nurse comes to the house on {next} for the {test}?",
            "we booked a home visit for {date} and were told that our street is not covered. It was covered the last time.",
        ],
        asks: "Let me check with the {clinic} clinic. Which street and which bus stop is it near? {agent}",
        adds: "Behind the general hospital, the second gate on the left. The gateman knows.",
        finds: "{clinic} covers the street again from this week. Nurse free on {next}.",
        solves: "The nurse comes on {next} between {time} and an hour later, and calls before. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Referral to a specialist", "Who books the specialist?"],
        tells: &[
            "{doctor} said that I should see a specialist and that somebody would call me. That was on {date}.",
            "I have a referral letter from {doctor} and do not know where to go with it.",
        ],
        asks: "I will find out who has it. Would you rather be seen in {clinic} or by video? {agent}",
        adds: "{clinic} is near me, so there if it is not too long a wait.",
        finds: "The letter was written but not sent. Sent to {clinic} today, they have a slot on {next}.",
        solves: "The specialist in {clinic} sees you on {next} at {time}. Please bring the letter, it is in your app too. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Cancel my appointment please", "Feeling better, no need to come"],
        tells: &[
            "I am well again, thank God. Please cancel the appointment on {next} and give it to somebody who needs it.",
            "kindly cancel {next} at {time}. The button in the app is grey.",
        ],
        asks: "I am glad to hear it. Shall I cancel the follow-up as well? {agent}",
        adds: "Yes, both. Thank you.",
        finds: "Both cancelled, in time, so no fee. Button is grey because the app is an old one.",
        solves: "Both appointments are cancelled and nothing is charged. Stay well. {agent}",
    },
    Story {
        priority: Priority::High,
        subjects: &["Earlier appointment needed", "Cannot wait until {next}"],
        tells: &[
            "my appointment with {doctor} is on {next} but it is getting worse. Is there anything sooner, with any doctor?",
            "{whom} has had fever since {day} and the next slot is on {next}. Please find something earlier.",
        ],
        asks: "I will look for a slot today. If breathing becomes hard or the fever is very high, please go to the nearest hospital at once. Can you take a call at {time}? {agent}",
        adds: "Yes, any time. The phone is with me.",
        finds: "Cancellation came in for today. Patient put in front.",
        solves: "You were seen sooner and the later appointment is released. I hope that you feel better soon. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Interpreter for my appointment", "Can the doctor speak with {whom} in our language?"],
        tells: &[
            "{whom} does not speak English well. Is there a doctor who speaks our language, or may I sit in?",
            "I would like somebody to interpret on {next}. I understand most of it, but not medical words.",
        ],
        asks: "You may always sit in if the patient agrees. Which language should it be? {agent}",
        adds: "The one on the record. I will sit in as well.",
        finds: "Language on the record is right. {doctor} speaks it, moved to that list.",
        solves: "{doctor} speaks the language and takes the appointment on {next} at {time}. You can join from your own phone. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Two appointments at the same time", "Booked twice by mistake"],
        tells: &[
            "the app shows two appointments on {next} at {time}, with {doctor} and with somebody else. I need only one.",
            "I pressed twice because the network was slow, and now I have two bookings.",
        ],
        asks: "Which of them shall stay? {agent}",
        adds: "The one with {doctor}.",
        finds: "Double submission, second booking two seconds after the first. Cancelled the second without a fee.",
        solves: "Only the appointment with {doctor} on {next} is left. Nothing was charged for the other. {agent}",
    },
];
