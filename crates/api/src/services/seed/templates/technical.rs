//! The app and its devices.

use caredesk_domain::ticket::Priority;

use super::story::Story;

pub(super) const STORIES: [Story; 12] = [
    Story {
        priority: Priority::High,
        subjects: &["The video call does not start", "Black picture in the consultation"],
        tells: &[
            "since this morning the app shows a black picture when the appointment begins. The doctor hears me but I see nothing. {phone}.",
            "when I press Join it turns and turns and then says {code}. I have good network, other videos play.",
        ],
        asks: "Thank you, {given}. Which version of the app is it? You find it under Settings, at the bottom. {agent}",
        adds: "It says 4.1. I do not see an update.",
        finds: "4.1 on {phone} loses the camera after an update of the system. 4.2 mends it. Told the clinic to use the phone meanwhile.",
        solves: "Version 4.2 mends this. After the update, allow the camera when the app asks. Your appointment was kept. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Cannot sign in", "The code never arrives"],
        tells: &[
            "the app asks for a code by SMS and it never comes. I have tried five times since {day}.",
            "it says wrong password although I have just set a new one. My phone is a {phone}.",
        ],
        asks: "I can see the attempts. Is the number ending in {card} the one in the phone you hold now? {agent}",
        adds: "No, that was my old line. I lost it.",
        finds: "Identity checked by date of birth and last visit. Number changed on the record.",
        solves: "Your new number is in, and the code arrived while we spoke. You are signed in again. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Test result does not open", "PDF of the {test} is empty"],
        tells: &[
            "the result of my {test} is there but when I tap it I get a white page. I need it for {next}.",
            "I can see that the {test} is ready and cannot download it: {code}.",
        ],
        asks: "I can open it here, so the file is whole. Do you open it in the app or in a browser? {agent}",
        adds: "In the app, on a {phone}.",
        finds: "Viewer fails on files above 5 MB. Known fault, smaller copy made.",
        solves: "I have put a smaller copy into your messages, which opens on your phone. The fault itself is being mended. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Change my e-mail address", "Wrong spelling of my name in the app"],
        tells: &[
            "I do not use the old e-mail address any more. Where can I change it? The field is grey.",
            "my name is spelt wrongly in the app, the accents are gone. It should be as on my card.",
        ],
        asks: "We change that for you once you have confirmed it. May I call you on the number we have? {agent}",
        adds: "Yes, I am there until {time}.",
        finds: "Confirmed by phone. Changed on the record.",
        solves: "It is changed. Please close the app once and open it again to see it. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Blood pressure device does not connect", "Readings no longer arrive"],
        tells: &[
            "the cuff you sent me measures, but the app does not get the numbers since {day}. I have changed the batteries.",
            "Bluetooth finds the device and then says {code}. The doctor needs my readings on {next}.",
        ],
        asks: "Please hold the button on the device for ten seconds until it beeps twice, and pair it again. Does the light turn blue? {agent}",
        adds: "It beeps only once and stays red.",
        finds: "Device of the first series, pairing memory full. Replacement sent from the {clinic} store.",
        solves: "A new device is on its way and needs no setting up. Until then please write the readings into the app by hand. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["App is slow and eats my data", "The app uses too much data"],
        tells: &[
            "every morning the app takes a lot of data, a whole bundle in a week. Can that be turned off? {phone}.",
            "opening the list of my visits takes a minute. It was fast before the update.",
        ],
        asks: "Under Settings there is a switch for pictures over mobile data. Is it on? {agent}",
        adds: "It was on. I have switched it off now.",
        finds: "Default changed with the last version. Passed on to the app team.",
        solves: "With the switch off the app should need a tenth of it. The next version will have it off from the beginning. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Cannot upload a photo", "Picture for the doctor is refused"],
        tells: &[
            "{doctor} asked for a photo and the app refuses it with {code}. The picture is sharp and not big.",
            "when I add a picture to the message it disappears again after sending.",
        ],
        asks: "Which kind of file is it? Newer phones save pictures in a format that the app does not take yet. {agent}",
        adds: "It ends in heic. From a {phone}.",
        finds: "HEIC is refused without saying so. Patient sent a JPEG, doctor has it.",
        solves: "{doctor} has the picture. If you choose Most compatible in the camera's settings, it will work by itself. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["App closes by itself", "The app crashes after the update"],
        tells: &[
            "since the update the app closes as soon as I open my messages. I have started the {phone} again, no change.",
            "it crashes when I turn the phone. I cannot finish the form for {next}.",
        ],
        asks: "Could you delete the app and install it again? Nothing is lost, all of it is kept with us. {agent}",
        adds: "I did, and it asks for the code now, but it opens.",
        finds: "Leftover of the old version's storage. Reinstalling helps, app team knows.",
        solves: "Good that it works again. A fix for all others comes this week. {agent}",
    },
    Story {
        priority: Priority::Urgent,
        subjects: &["Somebody else's data in my app", "I see another person's messages"],
        tells: &[
            "I opened the app on {day} and saw the messages of a person I do not know. I closed it at once. This must not be!",
            "the {phone} was used before by another person, and their name still stands in the app after I signed in.",
        ],
        asks: "Thank you for telling us at once. I have signed that device out. Please do not open it until I write. Was the phone used by somebody else before? {agent}",
        adds: "Yes, I bought it second hand on {date}.",
        finds: "Former owner never signed out. All sessions of the device ended, nothing was opened besides the list. Reported to the privacy officer.",
        solves: "The earlier owner's session was still on the phone; it is ended and the privacy officer has written to both of you. Your own data was not seen by anybody. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["How do I add {whom} in the app?", "Second profile on one phone"],
        tells: &[
            "I want to look after the appointments of {whom} from my own phone. Where do I add another person?",
            "can {whom} and I use the same phone without mixing up our records?",
        ],
        asks: "Yes: under Profile, Add a person. They get a code to agree. Do they have a number of their own? {agent}",
        adds: "No, only mine.",
        finds: "Consent taken by phone from both. Second profile added.",
        solves: "Both profiles are there now. Before each booking the app asks for whom it is. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Prescription does not show in the app", "The QR code is not accepted"],
        tells: &[
            "the pharmacy cannot read the code of my prescription for {drug}. It says expired, but it is from {date}.",
            "{doctor} said the prescription is in the app. I see nothing there.",
        ],
        asks: "Please pull the list down once to refresh it. Do you see {date} then? {agent}",
        adds: "Now it is there, but grey.",
        finds: "Prescription signed with an expired certificate. Doctor signed it again.",
        solves: "The prescription was signed again and the pharmacy can read the new code. {agent}",
    },
    Story {
        priority: Priority::High,
        subjects: &["No sound in the consultation", "The doctor cannot hear me"],
        tells: &[
            "{doctor} could not hear me on {day} and we ended up writing. The microphone works in other calls.",
            "I hear only every second word. The next consultation is on {next} and I am worried.",
        ],
        asks: "Shall we make a short test call together? I am free at {time}. {agent}",
        adds: "Yes, call me then.",
        finds: "Test call: microphone permission was denied once and never asked for again. Set in the phone's settings.",
        solves: "The microphone is allowed now and our test call was clear on both sides. {agent}",
    },
];
