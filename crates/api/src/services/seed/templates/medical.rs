//! Health. The desk gives no medical advice: it makes sure that somebody who may give it does.

use caredesk_domain::ticket::Priority;

use super::story::Story;

pub(super) const STORIES: [Story; 12] = [
    Story {
        priority: Priority::High,
        subjects: &["Rash since I take {drug}", "New tablets, new rash"],
        tells: &[
            "since I take {drug} I have a rash on both arms and it itches at night. I have taken it for three days. Should I go on?",
            "{whom} got {drug} from {doctor} on {date} and now has spots on the neck.",
        ],
        asks: "Please do not take the next dose until the clinic has called you. If the face swells or breathing is hard, go to a hospital at once. Can they call now? {agent}",
        adds: "Yes, call now. No swelling, only the itching.",
        finds: "The {clinic} clinic's nurse called back. Treatment stopped by the doctor on duty, another one is prescribed.",
        solves: "The clinic has spoken with you and the new prescription is in the app. Please keep to what they told you. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Repeat prescription for {drug}", "{drug} is running out"],
        tells: &[
            "I have tablets for four more days. Please ask {doctor} for a new prescription of {drug}.",
            "{whom} needs {drug} again. The last prescription is from {date}. Nothing has changed.",
        ],
        asks: "I will pass it on. Which pharmacy would you like, and has the dose changed since the last time? {agent}",
        adds: "The one near the {clinic} clinic. The dose is the same.",
        finds: "Last check-up within six months, so a repeat is possible. Sent to the prescription desk.",
        solves: "{doctor} has signed the repeat of {drug}. The pharmacy has it ready from {next}. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["What does my {test} mean?", "Result of the {test} has a red mark"],
        tells: &[
            "the result of my {test} is in the app and one line is red. Is that dangerous? Nobody has called me.",
            "I do not understand the result of my {test}. Please let a doctor explain it to me.",
        ],
        asks: "The desk may not explain results, but a doctor will. Is {next} at {time} good for a short call? {agent}",
        adds: "Yes, thank you. I was worried the whole night.",
        finds: "Asked the laboratory: value slightly out of range, no alarm. Call-back by {doctor} booked.",
        solves: "{doctor} has gone through the result with you. The summary is in your messages. {agent}",
    },
    Story {
        priority: Priority::Urgent,
        subjects: &["Chest pain since last night", "Tightness in the chest"],
        tells: &[
            "{whom} has pain in the chest since last night and sweats. We do not know what to do.",
            "I have a tightness in my chest when I climb the stairs, it began on {day}. Today it is worse.",
        ],
        asks: "Please go to the nearest emergency room now, or call an ambulance, and do not drive yourself. I stay with you on the line. Which is the nearest hospital? {agent}",
        adds: "We are on our way to the teaching hospital, a neighbour drives.",
        finds: "Emergency protocol read out. Hospital told that the patient is coming. Called back after two hours: admitted, stable.",
        solves: "We spoke with the family: the patient is in hospital and in good hands. The record was sent there. {agent}",
    },
    Story {
        priority: Priority::High,
        subjects: &["Fever in a small child", "{whom} has a high temperature"],
        tells: &[
            "the baby has 39.2 since {day} and drinks little. What can we do until the doctor's hours?",
            "fever comes and goes since {day}, every evening. The malaria test at the chemist was negative.",
        ],
        asks: "A nurse calls you within minutes. Does the child drink, and are the nappies wet? If not, please go to a hospital right away. {agent}",
        adds: "A little water. The nappy was wet an hour ago.",
        finds: "Nurse called, signs to watch for explained, same-day video visit at {time}.",
        solves: "The doctor has seen the child by video and the treatment has begun. Come back to us at any hour if it gets worse. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["May I take {drug} with herbs?", "Two medicines at the same time"],
        tells: &[
            "I take {drug} every day and a relative brought me a bitter herb drink for the stomach. Can I have both?",
            "the chemist sold me something for my back. Is that all right together with {drug}? {doctor} does not know of it.",
        ],
        asks: "Please take only what was prescribed until a doctor has answered, which will be today. What is written on the packet? {agent}",
        adds: "There is no list on it, only a picture of a leaf.",
        finds: "Question passed to the doctor on duty with the list of medicines. Answer promised for today.",
        solves: "The doctor has called you and written down what to take and what to leave. It is in the app under Treatment. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Sick note for my employer", "Letter for school"],
        tells: &[
            "I was ill from {date} and saw {doctor}. My employer wants a note for those days.",
            "{whom} missed school and the teacher asks for a letter from the doctor.",
        ],
        asks: "The doctor can confirm the days of the treatment. From when to when should it be? {agent}",
        adds: "From {date} for three days.",
        finds: "Visit is on record. Note asked for from the doctor.",
        solves: "The note is signed and in your documents. You can print it or send it on. {agent}",
    },
    Story {
        priority: Priority::High,
        subjects: &["Blood pressure is very high", "Readings above 180 since {day}"],
        tells: &[
            "my cuff shows more than 180 since {day} although I take {drug} as told. I have a headache.",
            "{whom} measured 178 over 110 at home this morning. We were told to report that.",
        ],
        asks: "Please sit down and measure again after five minutes, and tell me both numbers. Any trouble with seeing, speaking or breathing means hospital at once. {agent}",
        adds: "It is 172 over 104 now. Only the headache.",
        finds: "Doctor on duty told with both readings, called the patient within the hour.",
        solves: "The doctor has changed the dose and wants three readings a day until {next}. The app reminds you. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Wrong strength from the pharmacy", "Tablets look different"],
        tells: &[
            "the pharmacy gave me {drug} and the tablets look different from before. Is that the right medicine?",
            "on the box stands another strength than on the prescription from {date}. I have not taken any.",
        ],
        asks: "It is good that you asked first. Please send a photo of the box, both sides. {agent}",
        adds: "I have sent it through the app.",
        finds: "Pharmacist at {clinic} confirms: same substance, other maker. Strength is right.",
        solves: "It is the right medicine from another maker. You can take it as before. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Which vaccines before a journey?", "Yellow fever card"],
        tells: &[
            "we travel to {clinic} and then abroad next month. Which vaccines do we need, and where do we get them?",
            "I have lost my yellow fever card. Can you see on the record when I had it?",
        ],
        asks: "A travel consultation takes ten minutes by video. Would {next} at {time} suit you? {agent}",
        adds: "Yes. There are four of us, two are children.",
        finds: "Family slot booked, vaccination records of all four put together.",
        solves: "The travel consultation is done and the list of vaccines is in your documents. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Sugar too low in the morning", "Dizzy since the new dose"],
        tells: &[
            "since the dose was changed on {date} my sugar is low in the morning and I feel dizzy.",
            "I feel weak after {drug}. Before the change I was fine.",
        ],
        asks: "Please eat something sweet now if you feel shaky. What does the meter show, and when did you last eat? {agent}",
        adds: "It showed 3.6. I have eaten now and it is better.",
        finds: "Low readings passed on to {doctor}, who wants to see the diary before {next}.",
        solves: "{doctor} has lowered the dose and looks at the readings again on {next}. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["I need somebody to talk to", "Cannot sleep since {day}"],
        tells: &[
            "since the loss in our family I cannot sleep and I do not want to burden the others. Is there somebody I can talk to?",
            "I am anxious all day and work suffers. A friend said that you have counsellors.",
        ],
        asks: "Thank you for writing, {given}. We do. Are you safe at this moment, and may a counsellor call you today? {agent}",
        adds: "I am safe. Today at {time} would be good.",
        finds: "Asked about safety, no danger. Counsellor booked for today, female as wished.",
        solves: "You have a first talk behind you and a weekly slot from now on. You can reach us at any hour. {agent}",
    },
];
