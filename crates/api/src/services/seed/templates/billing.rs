//! Money.

use caredesk_domain::ticket::Priority;

use super::story::Story;

pub(super) const STORIES: [Story; 12] = [
    Story {
        priority: Priority::Medium,
        subjects: &["Charged twice for one visit", "Paid two times on {day}"],
        tells: &[
            "I was charged {amount} two times for my visit with {doctor} on {day}. Both debits are on my statement. Please return one of them.",
            "my bank shows two debits of {amount}, reference {ref} and another one a minute later. I only had one consultation.",
        ],
        asks: "Thank you, {given}. Please send me the date and the last four digits of the card, so that I can find both payments. {agent}",
        adds: "It was {date}, the card ends in {card}.",
        finds: "Two captures of {amount} under {ref}, the second after a timeout. Refund of the second asked for from accounts.",
        solves: "The second payment of {amount} has been returned to the card ending in {card}. Your bank may take up to five working days to show it. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Refund for a cancelled appointment", "Where is my refund of {amount}?"],
        tells: &[
            "{doctor} cancelled my appointment of {date} and I was told that {amount} would come back to me. Nothing has arrived.",
            "I cancelled two days ahead, so the fee of {amount} should be returned as your terms say. When will that be?",
        ],
        asks: "I am sorry about that, {given}. Did you pay by {pay} or in another way? The money goes back the same way. {agent}",
        adds: "Yes, by {pay}. The reference is {ref}.",
        finds: "Cancellation is on record, in time. The refund was never started. Sent to accounts with {ref}.",
        solves: "Your refund of {amount} was started today under {ref} and should reach you within three working days. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Receipt for my insurance", "Need an invoice with my full name"],
        tells: &[
            "my insurance wants a receipt for the consultation on {date} with the name of the doctor and what was treated.",
            "the invoice for {amount} shows only my first name. My employer will not accept it. Can you send a corrected one?",
        ],
        asks: "Of course. To which address shall I send it, and which name should be on it? {agent}",
        adds: "Please to the address you have. The name as on my record.",
        finds: "Name on the invoice was taken from the app's nickname. Corrected copy made.",
        solves: "The corrected receipt for {amount} is on its way to your e-mail address. The old one is void. {agent}",
    },
    Story {
        priority: Priority::High,
        subjects: &["Payment taken, booking not confirmed", "{amount} is gone but I have no appointment"],
        tells: &[
            "I paid {amount} by {pay} for a slot with {doctor} on {next}, the money left my account and the app says the slot is free again.",
            "paid, got a bank alert, and then the app showed {code}. I have no booking. I need to see the doctor on {next}.",
        ],
        asks: "I am looking at it now. Please do not pay again. Which time had you picked on {next}? {agent}",
        adds: "{time} on {next}. The bank's reference is {ref}.",
        finds: "Payment {ref} arrived after the slot had been released. Slot at {time} still free, held by hand.",
        solves: "Your appointment with {doctor} on {next} at {time} is confirmed and the payment is booked to it. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["How do I change my {plan}?", "Add {whom} to the {plan}"],
        tells: &[
            "I have the {plan} and would like {whom} to be covered as well. What would it cost per month?",
            "I would like to move to the {plan} from next month. Will I lose the consultations that I have left?",
        ],
        asks: "Gladly. The change takes effect on the first of the month; what is left of this month's consultations is kept. Shall I go ahead? {agent}",
        adds: "Yes please, go ahead. The details are with you already.",
        finds: "Eligible. Change entered for the first of next month, proration explained.",
        solves: "It is done: the {plan} begins on the first, and you will see it in the app under Membership. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Discount code does not work", "Voucher from {clinic} clinic refused"],
        tells: &[
            "the code on the flyer from the {clinic} clinic is refused with {code}. It says valid until the end of the year.",
            "I was promised a first consultation at half price and the code is not accepted. I still see {amount}.",
        ],
        asks: "Please tell me the code as it is printed, {given}, capital letters included. {agent}",
        adds: "It is HEALTH and then four digits: {card}.",
        finds: "Code belongs to a batch that was printed with the wrong year. Marketing knows. Credit given by hand.",
        solves: "The code was printed wrongly, which is our fault. I have put the discount on your account for the next booking. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Insurance refused the claim", "Claim {ref} came back"],
        tells: &[
            "my insurer sent the claim for {date} back and says a code for the treatment is missing. I have paid {amount} myself.",
            "claim {ref} was refused because the membership number on it is wrong. Can you send it again?",
        ],
        asks: "I will send it again. Could you read me the membership number from your card? {agent}",
        adds: "It ends in {card}, the rest is as you have it.",
        finds: "Digits swapped in our record of the membership. Corrected and claim {ref} sent again.",
        solves: "The claim was sent again with the right number and has been accepted. What you paid comes back from the insurer. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Charged for a consultation I missed", "No-show fee of {amount}"],
        tells: &[
            "I was charged {amount} for not coming on {day}, but I was in the waiting room of the app and nobody came.",
            "the light went at {time} and I could not join. Must I really pay {amount}?",
        ],
        asks: "I can look up when your phone joined. Was it at about {time}? {agent}",
        adds: "Yes, a few minutes before. I waited for half an hour.",
        finds: "Patient was connected from before {time}, doctor ran over. Fee waived as the rules allow.",
        solves: "You were there and we were late: the fee of {amount} is waived, and I have noted a free slot for you. {agent}",
    },
    Story {
        priority: Priority::High,
        subjects: &["Still charged after I ended my plan", "Please stop the monthly debit"],
        tells: &[
            "I ended the {plan} last month and on {date} {amount} was taken again. Please stop this now.",
            "my late uncle's plan is still being paid from my card ending in {card}. Kindly end it.",
        ],
        asks: "I am sorry. I have stopped the next debit while I look. Do you have the message that confirmed the end? {agent}",
        adds: "I have only a screenshot of the app. It says ended.",
        finds: "Plan ended in the app, standing order at the payment provider was not. Stopped by hand, refund asked for.",
        solves: "The plan is ended on both sides and {amount} is on its way back to you. No further debit will come. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["What does a second opinion cost?", "Question about prices"],
        tells: &[
            "before I book I would like to know what a second opinion with {doctor} costs and whether a {test} is part of it.",
            "is the follow-up within two weeks free, as the page says, or do I pay {amount} again?",
        ],
        asks: "A follow-up within fourteen days with the same doctor is free. A {test} is charged by the laboratory. Is there a date you have in mind? {agent}",
        adds: "That answers it, I will book for {next}.",
        finds: "Price question only, nothing to change.",
        solves: "You are welcome. I have put the price list into your messages as well. {agent}",
    },
    Story {
        priority: Priority::Medium,
        subjects: &["Transfer not booked to my wallet", "Wallet balance is wrong"],
        tells: &[
            "I sent {amount} to the wallet's account number on {day} and the balance has not changed. Reference {ref}.",
            "after my top-up the wallet shows less than before. Something is not right here.",
        ],
        asks: "Could you send the transfer's session number? It is thirty digits long and stands on the bank's receipt. {agent}",
        adds: "I have sent a picture of the receipt through the app.",
        finds: "Transfer {ref} sat in the suspense account because the name did not match. Matched by hand.",
        solves: "{amount} is in your wallet now. The name on the transfer differed from your record, which is why it took longer. {agent}",
    },
    Story {
        priority: Priority::Low,
        subjects: &["Pay in two parts?", "Can I pay the {test} later?"],
        tells: &[
            "salary comes at the end of the month. May I pay half of {amount} now and the rest then?",
            "the {test} is needed now, but I cannot pay all of it this week. Is there a way?",
        ],
        asks: "Yes, in two parts within thirty days. Shall the first half be taken from the card ending in {card}? {agent}",
        adds: "Yes, that card. Thank you for being understanding.",
        finds: "Two instalments agreed, second one in four weeks.",
        solves: "It is arranged: half today, half in four weeks. You will get a reminder two days before. {agent}",
    },
];
